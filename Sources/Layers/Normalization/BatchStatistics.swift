import Tensors

/// Whose statistics layers that normalise batches use during one pass, and the running ones they leave behind.
///
/// A pass does not change the model. New running statistics are collected here, each beside the old tensor it replaces,
/// and brought into the model by whoever made the pass.
public struct BatchStatistics: Sendable {
  /// Whether layers use the statistics of the batch; otherwise the running ones.
  public let usesBatch: Bool
  private let keepsRunning: Bool
  private var updates: [(old: Tensor, new: Tensor)] = []

  /// Statistics kept from training: the forecast of a window does not depend on the other windows.
  public static let running = BatchStatistics(usesBatch: false, keepsRunning: false)

  /// Statistics of the batch.
  ///
  /// - Parameter keepsRunning: Whether running statistics are to follow those of this batch.
  public static func ofBatch(keepsRunning: Bool) -> BatchStatistics {
    BatchStatistics(usesBatch: true, keepsRunning: keepsRunning)
  }

  private init(usesBatch: Bool, keepsRunning: Bool) {
    (self.usesBatch, self.keepsRunning) = (usesBatch, keepsRunning)
  }

  /// Remembers that the running statistics `old` become `share · old + (1 − share) · batch`.
  mutating func follow(_ old: Tensor, _ batch: Tensor, keeping share: Float) {
    guard keepsRunning else { return }
    updates.append((old, share * old + (1 - share) * batch))
  }

  /// Replaces the running statistics of `module` by those collected in this pass.
  public func bringUpToDate(_ module: inout some Module) {
    guard !updates.isEmpty else { return }
    module.replaceState { _, old in updates.first { $0.old.isSame(as: old) }?.new ?? old }
  }
}
