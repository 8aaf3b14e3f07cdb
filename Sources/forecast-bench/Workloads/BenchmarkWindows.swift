import Tensors
import TimeSeries

extension BenchmarkSetting {
  /// The windows of ETTh1, or of a synthetic file like it, and where they come from.
  func transformerWindows(
    lookback: Int, horizon: Int
  ) throws -> (windows: WindowSet, data: String) {
    let file = try dataFile("ETTh1.csv", imitatedBy: .etth)
    let panel = try Panel(reading: file.path, ReadingOptions(threadCount: workers.threadCount))
    let shape = WindowSet.Shape(lookback: lookback, horizon: horizon)
    return (try windows(of: panel, rows: SplitRule.auto.resolve(for: panel), shape: shape), file.origin)
  }

  /// The windows of `panel`, scaled.
  func windows(of panel: Panel, rows: Split, shape: WindowSet.Shape) throws -> WindowSet {
    let scaler = StandardScaler(fitting: panel, rows: rows.train)
    return try WindowSet(try ScaledPanel(panel, scalers: [scaler]), splits: [rows], shape: shape)
  }
}

/// Batches of shuffled windows without end.
struct BatchOrder {
  private let order: [Int]
  private let batchSize: Int
  private var position = 0

  init(windowCount: Int, batchSize: Int) {
    var order = Array(0..<windowCount)
    var generator = SeededGenerator(seed: 1, purpose: .shuffle)
    generator.shuffle(&order)
    (self.order, self.batchSize) = (order, batchSize)
  }

  mutating func next() -> [Int] {
    if position + batchSize > order.count { position = 0 }
    defer { position += batchSize }
    return Array(order[position..<position + batchSize])
  }
}
