import Platform
import Tensors

/// The negative logarithm of the density of Student's t distribution with a location, a scale and degrees of freedom ν of each target:
/// `ln Γ(ν/2) − ln Γ((ν+1)/2) + ln(ν)/2 + ln σ + (ν+1)/2 · ln(1 + z²/ν)` with `z = (y − μ)/σ`, up to a constant.
public struct StudentLikelihood: Objective {
  /// `student-t`.
  public static let name = "student-t"

  /// The only one.
  public init() {}

  /// The only one; nil for any number.
  public init?(parameter: Float?) {
    guard parameter == nil else { return nil }
  }

  /// Location, scale and degrees of freedom.
  public var law: OutputLaw? { .studentT }

  /// The loss; see ``Objective``.
  public func callAsFunction(
    _ output: Tensor, _ target: Tensor, observed: Tensor?, dividingBy elementCount: Int
  ) -> Tensor {
    let loss = LawLoss(name: Self.name, parameterCount: 3) { parameters, target, slopes in
      let (scale, degrees) = (Double(parameters[1]), Double(parameters[2]))
      let standard = Double(target - parameters[0]) / scale
      let spread = standard * standard / degrees
      let half = (degrees + 1) / 2
      slopes[0] = Float(-2 * half * standard / (degrees * (1 + spread) * scale))
      slopes[1] = Float((1 - 2 * half * spread / (1 + spread)) / scale)
      let logarithm = Mathematics.logarithm(1 + spread)
      slopes[2] = Float(
        (Self.digamma(degrees / 2) - Self.digamma(half) + 1 / degrees + logarithm) / 2
          - half * spread / (degrees * (1 + spread)))
      return Mathematics.logarithmOfGamma(degrees / 2) - Mathematics.logarithmOfGamma(half)
        + Mathematics.logarithm(degrees) / 2 + Mathematics.logarithm(scale) + half * logarithm
    }
    return loss(output, target, observed: observed, dividingBy: elementCount)
  }

  /// The derivative of `ln Γ(x)` for positive `x`: its asymptotic series after steps up to 6 (Abramowitz and Stegun 6.3.5, 6.3.18).
  static func digamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 6 {
      sum -= 1 / x
      x += 1
    }
    let square = 1 / (x * x)
    let series = square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)))
    return sum + Mathematics.logarithm(x) - 0.5 / x - series
  }

  /// The loss of targets that are all known.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    self(output, target, observed: nil, dividingBy: elementCount)
  }

  /// The loss itself.
  public func selectionError(of errors: ValidationErrors) -> Double { errors.law ?? errors.mae }
}
