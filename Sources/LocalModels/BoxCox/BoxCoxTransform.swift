/// The power transform of Box and Cox: ln y for λ = 0, (sign(y)|y|^λ − 1)/λ otherwise.
public struct BoxCoxTransform: Sendable, Equatable {
  /// The power λ.
  public let power: Double

  /// Makes the transform with power λ.
  public init(power: Double) {
    self.power = power
  }

  /// The transformed value; not a number where there is none (y ≤ 0 with λ ≤ 0).
  public func transformed(_ y: Double) -> Double {
    guard power != 0 else { return y > 0 ? logarithm(y) : .nan }
    guard power > 0 || y > 0 else { return .nan }
    let size = LocalModels.power(y.magnitude, power)
    return ((y < 0 ? -size : size) - 1) / power
  }

  /// The value whose transform is `w`; infinite beyond the transform's range (λ < 0, w ≥ −1/λ).
  public func inverse(_ w: Double) -> Double {
    guard power != 0 else { return exponential(w) }
    let base = power * w + 1
    if power < 0, base <= 0 { return .infinity }
    let size = LocalModels.power(base.magnitude, 1 / power)
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
