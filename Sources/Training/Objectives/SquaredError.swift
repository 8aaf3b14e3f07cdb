import Tensors

/// `e²`, the mean squared error (MSE).
public struct SquaredError: Objective {
  /// `mse`.
  public static let name = "mse"

  /// The only one.
  public init() {}

  /// The only one; nil for any number.
  public init?(parameter: Float?) {
    guard parameter == nil else { return nil }
  }

  /// The loss; see ``Objective``.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    LossFunction.squaredError(output, target, dividingBy: elementCount)
  }
}
