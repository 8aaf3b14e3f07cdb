import Forecasters
import Forecasting
import Tensors
import TimeSeries
import Training

/// Windows over sines of different phases, 240 hourly rows, split 0.6/0.2/0.2, lookback 24, horizon 6.
struct SineData {
  let windows: WindowSet
  let scaler: StandardScaler
  let panel: Panel
  static let task = ForecastTask(lookback: 24, horizon: 6, channelCount: 3)

  /// - Parameter row: From this row on all channels have other values.
  init(damagingFrom row: Int = .max) throws {
    let stamps = (0..<240).map { Timestamp(year: 2020).advanced(byHours: $0) }
    let columns = (0..<3).map { channel in
      (name: "c\(channel)", values: (0..<240).map { Self.value($0, channel, isDamaged: $0 >= row) })
    }
    panel = try Panel(source: "sine", timestamps: stamps, columns: columns)
    let split = try SplitRule.ratios(train: 0.6, validation: 0.2, test: 0.2).resolve(for: panel)
    scaler = StandardScaler(fitting: panel, rows: split.train)
    windows = try WindowSet(
      ScaledPanel(panel, scalers: [scaler]), splits: [split],
      shape: .init(lookback: Self.task.lookback, horizon: Self.task.horizon))
  }

  private static func value(_ row: Int, _ channel: Int, isDamaged: Bool) -> Double {
    if isDamaged { return Double(row % 7) * 100 }
    let phase = Float(row) / 3 + Float(channel)
    return Double(cosine(phase) * Float(channel + 1))
  }

  var training: TrainingData { TrainingData(windows) }

  static func model(seed: UInt64 = 1) throws -> SAMformer {
    var generator = SeededGenerator(seed: seed)
    var configuration = SAMformer.Configuration()
    configuration.hiddenSize = 4
    return try SAMformer(configuration, for: task, using: &generator)
  }

  static func plan(epochs: Int = 3, threads: Int = 1, _ change: (inout TrainingRecipe) -> Void = { _ in })
    -> TrainingPlan
  {
    var recipe = TrainingRecipe()
    recipe.epochs = epochs
    recipe.batchSize = 16
    recipe.rho = 0.1
    change(&recipe)
    return TrainingPlan(recipe: recipe, seed: 5, workers: Workers(threadCount: threads))
  }
}

extension Timestamp {
  func advanced(byHours hours: Int) -> Timestamp { Frequency.hours(1).advance(self, by: hours) }
}

extension Forecaster {
  /// All learnt values one after another.
  var allValues: [Float] { namedTensors.flatMap { $0.value.values } }
}
