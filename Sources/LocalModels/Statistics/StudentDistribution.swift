/// Student's t distribution.
public enum StudentDistribution {
  /// The value below which a value lies with probability `p`, 0 < p < 1.
  ///
  /// - Parameter degrees: The degrees of freedom, at least 1.
  public static func quantile(_ p: Double, degrees: Double) -> Double {
    guard p != 0.5 else { return 0 }
    if p < 0.5 { return -quantile(1 - p, degrees: degrees) }
    var low = 0.0
    var high = 1.0
    while probability(above: high, degrees: degrees) > 1 - p, high < 1e300 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-15 * high {
      let middle = 0.5 * (low + high)
      if probability(above: middle, degrees: degrees) > 1 - p { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// The probability of a value above `t` ≥ 0: half the regularised incomplete beta function at ν/(ν + t²).
  public static func probability(above t: Double, degrees: Double) -> Double {
    0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exponential(
      logarithmOfGamma(a + b) - logarithmOfGamma(a) - logarithmOfGamma(b) + a * logarithm(x)
        + b * logarithm(1 - x))
    if x < (a + 1) / (a + b + 2) { return front * continuedFraction(x, a, b) / a }
    return 1 - front * continuedFraction(1 - x, b, a) / b
  }

  /// Lentz's evaluation of the continued fraction of the incomplete beta function.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d.magnitude < tiny ? tiny : d)
    var result = d
    for m in 1...500 {
      let k = Double(m)
      for numerator in [
        k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)),
        -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (d.magnitude < tiny ? tiny : d)
        c = 1 + numerator / c
        if c.magnitude < tiny { c = tiny }
        result *= d * c
      }
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return result
  }
}
