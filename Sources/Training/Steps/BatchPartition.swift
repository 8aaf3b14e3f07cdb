import Layers
import Tensors

/// How one batch is cut into parts that are computed one by one and added up in a fixed order.
///
/// A batch that fits into the caches is one part, and the threads share the work of each operation: the gradient is then
/// written once and there is nothing to add up. A larger one is cut, so that what a part needs stays in a core's cache.
/// The cut depends on the batch and the model only, never on the machine: the same sums are formed everywhere.
struct BatchPartition: Sendable {
  /// Positions within the batch, one range per part.
  let parts: [Range<Int>]
  /// How many running sums the parts are dealt to; the largest number of threads that can help.
  let lanes: Int

  /// Rows (see ``Examples/rowsPerExample``) that one part may have.
  private static let rowsOfWhole = 2048
  /// Rows of a part that make up for reading all weights and writing all gradients once.
  private static let rowsPerPart = 128
  /// A few cores have work even when the batch is small.
  private static let leastParts = 4
  /// Each lane keeps a gradient of its own, so large models have fewer.
  private static let largeModel = 1_000_000

  /// - Parameter parameterCount: Asked for only if the batch is cut: counting visits the whole model.
  /// - Parameter isWhole: Whether the examples depend on each other, so that the batch must not be cut; asked for only if
  ///   it would be.
  init(
    exampleCount: Int, rowsPerExample: Int, parameterCount: @autoclosure () -> Int,
    isWhole: @autoclosure () -> Bool = false
  ) {
    let rowCount = exampleCount * rowsPerExample
    guard rowCount > Self.rowsOfWhole && !isWhole() else {
      parts = [0..<exampleCount]
      lanes = 1
      return
    }
    let wanted = (rowCount + Self.rowsPerPart - 1) / Self.rowsPerPart
    var evenly = Self.leastParts
    while evenly < wanted { evenly *= 2 }  // A power of two divides evenly among the usual numbers of cores.
    let count = min(exampleCount, evenly)
    parts = (0..<count).map { exampleCount * $0 / count..<exampleCount * ($0 + 1) / count }
    lanes = min(count, parameterCount() < Self.largeModel ? 8 : 4)
  }

  /// The same for `valueAndGradient`.
  func batch(_ workers: Workers) -> PartedBatch {
    PartedBatch(parts: parts.count, lanes: lanes, workers: workers)
  }
}
