import Forecasters
import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

/// Training steps of SAMformer with SAM(Adam), exactly as the trainer takes them, with lookback 512.
struct TrainingWorkload: Sendable {
  let name: String
  var valuePath = ChannelAttention.ValuePath.lowRank
  var batchSize = 32
  var horizon = 96
  /// As many as the traffic benchmark's sensors, or those of the transformer file.
  var isTraffic = false

  private static let lookback = 512

  /// Every shape that is measured.
  static let all = [
    TrainingWorkload(name: "samformer-step"),
    TrainingWorkload(name: "samformer-step-720", horizon: 720),
    TrainingWorkload(name: "samformer-full-step", valuePath: .full),
    TrainingWorkload(name: "samformer-full-step-256", valuePath: .full, batchSize: 256),
    TrainingWorkload(name: "samformer-traffic-step", isTraffic: true),
  ]

  var workload: Workload {
    Workload(name: name, summary: summary) { setting in try prepare(setting) }
  }

  private var summary: String {
    "one SAM(Adam) step: \(valuePath.rawValue) values, batch \(batchSize), lookback \(Self.lookback), "
      + "horizon \(horizon), \(isTraffic ? TrafficData.channelCount : 7) channels"
  }

  private func prepare(_ setting: BenchmarkSetting) throws -> BenchmarkTask {
    let (windows, data) = try windows(setting)
    var configuration = SAMformer.Configuration()
    configuration.valuePath = valuePath
    let task = ForecastTask(lookback: Self.lookback, horizon: horizon, channelCount: windows.channelCount)
    var recipe = SAMformer.recipe(for: task, configuration) ?? TrainingRecipe()
    recipe.batchSize = batchSize
    var generator = SeededGenerator(seed: 1, purpose: .initialisation)
    var model = try SAMformer(configuration, for: task, using: &generator)
    var optimizer = recipe.makeOptimizer()
    let step = TrainingStep(TrainingPlan(recipe: recipe, seed: 1, workers: setting.workers), on: windows)
    var batches = BatchOrder(windowCount: windows.count, batchSize: batchSize)
    return BenchmarkTask(
      data: data,
      operations: SAMformerArithmetic(task: task, configuration: configuration)
        .stepOperations(batchSize: batchSize)
    ) {
      _ = step(&model, by: &optimizer, on: batches.next(), number: 0)
      return nil
    }
  }

  private func windows(_ setting: BenchmarkSetting) throws -> (windows: TrainingWindows, data: String) {
    guard isTraffic else {
      let (windows, data) = try setting.transformerWindows(lookback: Self.lookback, horizon: horizon)
      return (windows.training, data)
    }
    let panel = try TrafficData.panel()
    let none = panel.rowCount..<panel.rowCount
    let windows = try setting.windows(
      of: panel, rows: Split(train: 0..<panel.rowCount, validation: none, test: none),
      shape: WindowSet.Shape(lookback: Self.lookback, horizon: horizon))
    return (windows.training, TrafficData.description)
  }
}

/// Noise with as many channels as the traffic benchmark; times do not depend on the values.
private enum TrafficData {
  static let channelCount = 862
  static let rowCount = 2000
  static let description = "noise, \(channelCount) channels"

  static func panel() throws(DataError) -> Panel {
    var generator = SeededGenerator(seed: 1, purpose: .synthesis)
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2016, month: 7), count: rowCount)
    let columns = (0..<channelCount).map { channel in
      (name: "\(channel)", values: (0..<rowCount).map { _ in Double(generator.normal()) })
    }
    return try Panel(source: description, timestamps: stamps, columns: columns)
  }
}
