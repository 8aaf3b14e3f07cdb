import Tensors

/// The circumstances of one pass through a forecaster.
public struct ForwardPass: Sendable {
  /// Whether dropout and the like are active.
  public let isTraining: Bool
  /// Where random masks come from; the same in both passes of a SAM step.
  public var generator: SeededGenerator

  /// A pass that trains, with random masks from `generator`.
  public static func training(using generator: SeededGenerator) -> ForwardPass {
    ForwardPass(isTraining: true, generator: generator)
  }

  /// A pass that forecasts.
  public static var inference: ForwardPass {
    ForwardPass(isTraining: false, generator: SeededGenerator(seed: 0))
  }

  /// The mask of the next dropout of `fraction`; nil where nothing is dropped: outside training and for fraction 0.
  ///
  /// Masks are drawn one after another, so the order of the layers decides which one gets which.
  public mutating func dropoutMask(_ fraction: Float) -> DropoutMask? {
    isTraining && fraction > 0 ? DropoutMask(fraction: fraction, using: &generator) : nil
  }
}
