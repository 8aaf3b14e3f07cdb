import Platform

/// The formulas that FAN's article fits (Dong et al. 2024, https://arxiv.org/abs/2410.02675, §4.2); variables lie between −1 and 1.
public enum SymbolicFormula: String, Sendable, CaseIterable {
  /// `J₀(20 x)`, the Bessel function
  case bessel
  /// `exp(sin πx + y²)`; the released code has x in both places.
  case exponential
  /// `x y`
  case product
  /// `exp(½ (sin π(x₁² + x₂²) + sin π(x₃² + x₄²)))`
  case four

  /// Number of variables.
  public var variableCount: Int {
    switch self {
    case .bessel: 1
    case .exponential, .product: 2
    case .four: 4
    }
  }

  /// The value at a place.
  public func callAsFunction(_ x: [Double]) -> Double {
    switch self {
    case .bessel: return besselJ0(20 * x[0])
    case .exponential: return Mathematics.exponential(Mathematics.sine(.pi * x[0]) + x[1] * x[1])
    case .product: return x[0] * x[1]
    case .four:
      let sums = [x[0] * x[0] + x[1] * x[1], x[2] * x[2] + x[3] * x[3]]
      return Mathematics.exponential(sums.reduce(0) { $0 + Mathematics.sine(.pi * $1) } / 2)
    }
  }
}

/// The Bessel function of the first kind and order 0: `∫ cos(x sin θ) dθ / π` from 0 to π, whose trapezoidal sum is exact to rounding
/// once there are more points than x is large.
private func besselJ0(_ x: Double) -> Double {
  let count = 64 + Int(abs(x))
  let sum = (0..<count).reduce(0.0) {
    $0 + Mathematics.cosine(x * Mathematics.sine(.pi * (Double($1) + 0.5) / Double(count)))
  }
  return sum / Double(count)
}
