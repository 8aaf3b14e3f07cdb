import Tensors

/// `|e|`, the mean absolute error (MAE).
public struct AbsoluteError: Objective {
  /// `mae`.
  public static let name = "mae"

  /// The only one.
  public init() {}

  /// The only one; nil for any number.
  public init?(parameter: Float?) {
    guard parameter == nil else { return nil }
  }

  /// The loss; see ``Objective``.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    LossFunction.absoluteError(output, target, dividingBy: elementCount)
  }

  /// The mean absolute error.
  public func selectionError(of errors: ValidationErrors) -> Double { errors.mae }
}
