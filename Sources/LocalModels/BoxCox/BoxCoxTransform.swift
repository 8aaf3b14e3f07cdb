/// The power transform of Box and Cox of values in some unit: ln y for λ = 0, (sign(y)|y|^λ − 1)/λ otherwise.
public struct BoxCoxTransform: Sendable, Equatable {
  /// The power λ.
  public let power: Double
  /// What a value of 1 is.
  package let unit: Double

  /// Makes the transform with power λ.
  public init(power: Double) {
    self.init(power: power, unit: 1)
  }

  package init(power: Double, unit: Double) {
    (self.power, self.unit) = (power, unit)
  }

  /// The transform of values as they are or, where that is all but the same number for values of their size, in units of that size.
  ///
  /// Beside the 1 of (y^λ − 1)/λ the digits of y^λ = 10⁻¹² are lost, and with them all differences between the values. Units do not change
  /// what an additive model forecasts, but its likelihood and variance, which are those of R without one.
  package init(power: Double, ofSize size: Double) {
    let isHeld = power == 0 || Self.heldSizes.contains(LocalModels.power(size, power))
    self.init(power: power, unit: isHeld ? 1 : size)
  }

  /// The sizes of y^λ of which four digits at most are lost, and whose squares are numbers.
  private static let heldSizes = 1e-4...1e100

  /// The transformed value; not a number where there is none (y ≤ 0 with λ ≤ 0).
  public func transformed(_ y: Double) -> Double {
    guard power != 0 else { return y > 0 ? logarithm(y) : .nan }
    guard power > 0 || y > 0 else { return .nan }
    let size = LocalModels.power(y.magnitude / unit, power)
    return ((y < 0 ? -size : size) - 1) / power
  }

  /// The value whose transform is `w`; infinite beyond the transform's range (λ < 0, w ≥ −1/λ).
  public func inverse(_ w: Double) -> Double {
    guard power != 0 else { return exponential(w) }
    let base = power * w + 1
    if power < 0, base <= 0 { return .infinity }
    let size = LocalModels.power(base.magnitude, 1 / power) * unit
    return base < 0 ? -size : size
  }

  /// The mean, to second order, of the value whose transform has mean `w` and variance `variance`.
  public func inverseMean(_ w: Double, variance: Double) -> Double {
    guard power != 0 else { return exponential(w) * (1 + 0.5 * variance) }
    let base = power * w + 1
    guard base > 0 else { return inverse(w) }
    return inverse(w) * (1 + variance * (1 - power) / (2 * base * base))
  }
}
