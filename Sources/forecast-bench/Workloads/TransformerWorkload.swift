import Forecasters
import Forecasting
import Tensors
import TimeSeries
import Training

/// Training steps of the encoder-decoder Transformers with Adam, exactly as the trainer takes them: batch 32, lookback
/// and horizon 96, hourly calendar.
struct TransformerWorkload: Sendable {
  let name: String
  var hiddenSize = 512
  var feedForwardSize = 2048
  var dropout: Float = 0
  /// FAN layers in place of dense ones in the feed-forward parts.
  var usesFAN = false

  private static let batchSize = 32
  private static let lookback = 96
  private static let horizon = 96

  /// Every shape that is measured.
  static let all = [
    TransformerWorkload(name: "transformer-step"),
    TransformerWorkload(name: "transformer-step-dropout", dropout: 0.1),
    TransformerWorkload(name: "transformer-fan-step", usesFAN: true),
    TransformerWorkload(name: "transformer-small-step", hiddenSize: 64, feedForwardSize: 256),
  ]

  var workload: Workload {
    Workload(name: name, summary: summary) { setting in
      usesFAN ? try prepare(TransformerFAN.self, setting) : try prepare(Transformer.self, setting)
    }
  }

  private var summary: String {
    "one Adam step: encoder-decoder, \(usesFAN ? "FAN, " : "")size \(hiddenSize), feed-forward \(feedForwardSize), "
      + "dropout \(dropout), batch \(Self.batchSize), lookback \(Self.lookback), horizon \(Self.horizon)"
  }

  private var configuration: TransformerConfiguration {
    var configuration = TransformerConfiguration()
    configuration.hiddenSize = hiddenSize
    configuration.feedForwardSize = feedForwardSize
    configuration.dropout = dropout
    configuration.normalization = .none
    return configuration
  }

  private func prepare<F: EncoderDecoderForecaster>(
    _ type: F.Type, _ setting: BenchmarkSetting
  ) throws -> BenchmarkTask {
    let (set, data) = try setting.transformerWindows(lookback: Self.lookback, horizon: Self.horizon)
    let task = ForecastTask(
      lookback: Self.lookback, horizon: Self.horizon, channelCount: set.training.channelCount,
      frequency: set.training.data.panel.frequency)
    let windows = set.withCalendar(F.calendarFeatures(configuration, for: task)).training
    var generator = SeededGenerator(seed: 1, purpose: .initialisation)
    var model = try F(configuration, for: task, using: &generator)
    var recipe = F.recipe(for: task, configuration) ?? TrainingRecipe()
    recipe.batchSize = Self.batchSize
    recipe.rho = 0
    var optimizer = recipe.makeOptimizer()
    let step = TrainingStep(TrainingPlan(recipe: recipe, seed: 1, workers: setting.workers), on: windows)
    var batches = BatchOrder(windowCount: windows.count, batchSize: Self.batchSize)
    let arithmetic = TransformerArithmetic(
      task: task, configuration: configuration, usesFAN: usesFAN,
      markCount: windows.calendars?.first?.featureCount ?? 0)
    return BenchmarkTask(data: data, operations: arithmetic.stepOperations(batchSize: Self.batchSize)) {
      _ = step(&model, by: &optimizer, on: batches.next(), number: 0)
      return nil
    }
  }
}
