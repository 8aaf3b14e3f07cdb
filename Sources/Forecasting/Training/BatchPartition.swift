import Layers
import Tensors

/// How one batch is cut into parts that are computed one by one and added up in a fixed order.
///
/// Depends on the batch and the model only, never on the machine: the same sums are formed everywhere.
struct BatchPartition: Sendable {
  /// Positions within the batch, one range per part.
  let parts: [Range<Int>]
  /// How many running sums the parts are dealt to; the largest number of threads that can help.
  let lanes: Int

  /// Rows of a part (one per window and channel) that make up for reading all weights and writing all gradients once.
  private static let rowsPerPart = 128
  /// A few cores have work even when the batch is small.
  private static let leastParts = 4
  /// Each lane keeps a gradient of its own, so large models have fewer.
  private static let largeModel = 1_000_000

  init(windowCount: Int, channelCount: Int, parameterCount: Int) {
    let wanted = (windowCount * channelCount + Self.rowsPerPart - 1) / Self.rowsPerPart
    var evenly = Self.leastParts
    while evenly < wanted { evenly *= 2 }  // A power of two divides evenly among the usual numbers of cores.
    let count = min(windowCount, evenly)
    parts = (0..<count).map { windowCount * $0 / count..<windowCount * ($0 + 1) / count }
    lanes = min(count, parameterCount < Self.largeModel ? 8 : 4)
  }

  /// The same for `valueAndGradient`.
  func batch(_ workers: Workers) -> PartedBatch {
    PartedBatch(parts: parts.count, lanes: lanes, workers: workers)
  }
}
