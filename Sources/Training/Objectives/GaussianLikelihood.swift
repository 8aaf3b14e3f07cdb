import Platform
import Tensors

/// The negative logarithm of a normal density, `ln σ + ((y − μ)/σ)²/2` up to a constant.
public struct GaussianLikelihood: Objective {
  /// `gaussian`.
  public static let name = "gaussian"

  /// The only one.
  public init() {}

  /// The only one; nil for any number.
  public init?(parameter: Float?) {
    guard parameter == nil else { return nil }
  }

  /// Mean and deviation.
  public var law: OutputLaw? { .gaussian }

  /// The loss; see ``Objective``.
  public func callAsFunction(
    _ output: Tensor, _ target: Tensor, observed: Tensor?, dividingBy elementCount: Int
  ) -> Tensor {
    let loss = LawLoss(name: Self.name, parameterCount: 2) { parameters, target, slopes in
      let (deviation, error) = (parameters[1], target - parameters[0])
      let standard = error / deviation
      slopes[0] = -standard / deviation
      slopes[1] = (1 - standard * standard) / deviation
      return Double(Mathematics.logarithm(deviation)) + Double(standard * standard) / 2
    }
    return loss(output, target, observed: observed, dividingBy: elementCount)
  }

  /// The loss of targets that are all known.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    self(output, target, observed: nil, dividingBy: elementCount)
  }

  /// The loss itself.
  public func selectionError(of errors: ValidationErrors) -> Double { errors.law ?? errors.mse }
}
