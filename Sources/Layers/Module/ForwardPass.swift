import Tensors

/// The circumstances of one pass through a forecaster.
public struct ForwardPass: Sendable {
  /// Whether dropout and the like are active.
  public let isTraining: Bool
  /// Where random masks come from; the same in both passes of a SAM step.
  public var generator: SeededGenerator
  /// Whose statistics layers that normalise batches use, and the running ones they leave behind.
  public var batchStatistics: BatchStatistics
  /// What attention layers attend to; nil unless this pass explains.
  public internal(set) var attention: AttentionRecorder?

  /// A pass that trains, with random masks from `generator`.
  ///
  /// - Parameter keepsStatistics: Whether running statistics follow this pass: the first of a step. The second pass of
  ///   SAM is made with other weights, which no forecast is made with.
  public static func training(
    using generator: SeededGenerator, keepsStatistics: Bool = true
  ) -> ForwardPass {
    ForwardPass(
      isTraining: true, generator: generator, batchStatistics: .ofBatch(keepsRunning: keepsStatistics))
  }

  /// A pass that forecasts.
  public static var inference: ForwardPass {
    ForwardPass(isTraining: false, generator: SeededGenerator(seed: 0), batchStatistics: .running)
  }

  /// The mask of the next dropout of `fraction`; nil where nothing is dropped: outside training and for fraction 0.
  ///
  /// Masks are drawn one after another, so the order of the layers decides which one gets which.
  public mutating func dropoutMask(_ fraction: Float) -> DropoutMask? {
    isTraining && fraction > 0 ? DropoutMask(fraction: fraction, using: &generator) : nil
  }
}
