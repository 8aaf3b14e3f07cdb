/// The standard normal distribution.
public enum NormalDistribution {
  /// The probability of a value below `z`.
  public static func probability(below z: Double) -> Double {
    0.5 * complementaryErrorFunction(-z / 2.0.squareRoot())
  }

  /// The value below which a value lies with probability `p`, 0 < p < 1.
  ///
  /// Acklam's rational approximation and two steps of Halley's method on the error function: exact to rounding.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0 else { return -.infinity }
    guard p < 1 else { return .infinity }
    guard p != 0.5 else { return 0 }
    if p > 0.5 { return -quantile(ofLowerTail: 1 - p) }
    return quantile(ofLowerTail: p)
  }

  private static func quantile(ofLowerTail p: Double) -> Double {
    var z = approximation(p)
    for _ in 0..<2 {
      let error = probability(below: z) - p
      let step = error * (2 * Double.pi).squareRoot() * exponential(z * z / 2)
      z -= step / (1 + z * step / 2)
    }
    return z
  }

  private static func approximation(_ p: Double) -> Double {
    if p < 0.02425 {
      let q = (-2 * logarithm(p)).squareRoot()
      let numerator =
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
          - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783
      let denominator =
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
          + 3.754408661907416) * q + 1
      return numerator / denominator
    }
    let q = p - 0.5
    let r = q * q
    let numerator =
      (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
        + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239) * q
    let denominator =
      ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
        + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1
    return numerator / denominator
  }
}
