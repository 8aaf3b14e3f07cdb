import Forecasters
import Forecasting
import Layers
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// What forecasters make of columns known ahead and fixed ones, beside the laws of the conformance suite.
@Suite struct CovariateTests {
  static let known = ForecasterCatalog.names(taking: .future)

  /// Small sizes, and nothing between a column and the forecast but the layers.
  private static let settings = [
    ("hiddenSize", "32"), ("feedForwardSize", "32"), ("headCount", "2"), ("encoderLayerCount", "1"),
    ("dropout", "0"), ("normalization", "none"), ("usesLayerNorm", "false"), ("keptShare", "0.9"),
  ]

  private func configuration<F: ForecasterKind>(of type: F.Type) throws -> F.Configuration {
    var configuration = F.Configuration()
    let keys = F.Configuration.fields.map(\.key)
    for (key, value) in Self.settings where keys.contains(key) { try configuration.set(key, to: value) }
    return configuration
  }

  /// The mean squared error over rows that were not learnt from.
  private func error<F: NeuralForecaster>(of type: F.Type, on series: DrivenSeries) throws -> Double {
    var generator = SeededGenerator(seed: 1)
    var model = try F.make(configuration(of: type), for: series.task, using: &generator)
    var recipe = TrainingRecipe()
    (recipe.epochs, recipe.patience, recipe.learningRate) = (30, 30, 5e-3)
    recipe.schedule = .warmUpCosine(warmUpEpochs: 1, finalFraction: 0.01)
    let held = DrivenSeries(seed: 2)
    func error(_ model: F, on windows: Range<Int>) -> Double {
      let batch = held.examples(at: windows)
      var pass = ForwardPass.inference
      let misses = zip(model.output(of: batch.input, in: &pass).values, batch.target.values).map { $0 - $1 }
      return misses.reduce(0) { $0 + Double($1 * $1) } / Double(misses.count)
    }
    // The epoch is chosen on a few windows.
    let validation = Validation<F>(exampleCount: 100) { model in
      let error = error(model, on: 0..<100)
      return ValidationErrors(mse: error, mae: error)
    }
    let plan = TrainingPlan(recipe: recipe, seed: 1, workers: Workers(threadCount: 1))
    _ = try Trainer(plan, TrainingControl()).fit(&model, on: series, validatedBy: validation)
    return error(model, on: 100..<held.count)
  }

  /// `y_t = 2 x_t` and a tenth of noise, in deviations of y. The column is white noise: without it, no forecast of rows that were not
  /// learnt from has a smaller error than the variance of y, 1.
  @Test(arguments: known) func aTargetThatFollowsAColumnKnownAheadIsForecast(_ name: String) throws {
    let type = try #require(ForecasterCatalog.forecaster(named: name))
    // Other forecasters are not fitted by gradients, and not to batches.
    guard let neural = type as? any NeuralForecaster.Type else { return }
    let error = try error(of: neural, on: DrivenSeries(seed: 1))
    #expect(10 * error < 1, "\(name): \(error)")
  }

  @Test func theRefusalNamesTheForecasterAndTheRole() throws {
    let task = ForecastTask(lookback: 8, horizon: 2, channelCount: 1, futureCount: 1)
    var generator = SeededGenerator(seed: 1)
    let refused = #expect(throws: ConfigurationError.self) {
      _ = try NLinear.make(.init(), for: task, using: &generator)
    }
    #expect(refused == .unusableColumns(forecaster: "nlinear", role: "future"))
  }

  @Test func everyForecasterOfTheIssueTakesColumnsKnownAheadAndFixedOnes() {
    let wanted: Set = [
      "mlp", "tsmixer", "lstm", "transformer", "transformer-fan", "transformer-fan-gated", "fan", "fanformer",
      "itransformer", "tide",
    ]
    #expect(wanted.isSubset(of: ForecasterCatalog.names(taking: .future)))
    #expect(wanted.isSubset(of: ForecasterCatalog.names(taking: .fixed)))
  }
}

/// Windows of one channel that is twice a column of white noise, and a tenth of another noise, in its deviations.
private struct DrivenSeries: Examples {
  private let column: [Float]
  private let values: [Float]

  private static let (lookback, horizon, rows) = (12, 4, 615)

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    column = (0..<Self.rows).map { _ in generator.normal() }
    values = column.map { ($0 * 2 + 0.1 * generator.normal()) / 2 }
  }

  var task: ForecastTask {
    ForecastTask(
      lookback: Self.lookback, horizon: Self.horizon, channelCount: 1, futureCount: 1)
  }

  var count: Int { Self.rows - Self.lookback - Self.horizon + 1 }
  var targetElementsPerExample: Int { Self.horizon }

  func examples(at indices: some Collection<Int>) -> ExampleBatch<Batch> {
    func cut(_ series: [Float], _ rows: Range<Int>) -> Tensor {
      let cut = indices.flatMap { series[$0 + rows.lowerBound..<$0 + rows.upperBound] }
      return Tensor(shape: [indices.count, 1, rows.count], values: cut)
    }
    let end = Self.lookback + Self.horizon
    return ExampleBatch(
      input: Batch(
        history: cut(values, 0..<Self.lookback), future: cut(column, 0..<end)),
      target: cut(values, Self.lookback..<end))
  }
}
