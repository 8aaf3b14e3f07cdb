import Tensors

/// `−ln p(class)`: how improbable a model finds the right classes.
///
/// For models that choose between classes, not for forecasts: no recipe names it. An output has a score for each class,
/// shape `[..., class]`; a target is the number of the class, shape `[...]`, below 0 where it is not known.
public struct CrossEntropy: Objective {
  /// `cross-entropy`.
  public static let name = "cross-entropy"

  /// The only one.
  public init() {}

  /// The only one; nil for any number.
  public init?(parameter: Float?) {
    guard parameter == nil else { return nil }
  }

  /// The loss.
  ///
  /// - Parameter output: Shape `[..., class]`.
  /// - Parameter target: Shape `[...]`; carries no gradient.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    crossEntropy(output, target, dividingBy: elementCount)
  }
}
