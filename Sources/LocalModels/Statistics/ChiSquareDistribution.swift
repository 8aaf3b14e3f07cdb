/// The chi-square distribution.
public enum ChiSquareDistribution {
  /// The probability of a value above `x` ≥ 0: the regularised upper incomplete gamma function at `ν/2` and `x/2`, by its series below
  /// `ν/2 + 1` and by its continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31).
  ///
  /// - Parameter degrees: The degrees of freedom, positive.
  public static func probability(above x: Double, degrees: Double) -> Double {
    let (shape, value) = (degrees / 2, x / 2)
    guard value > 0 else { return 1 }
    let front = exponential(shape * logarithm(value) - value - logarithmOfGamma(shape))
    if value < shape + 1 {
      var (term, sum, divisor) = (1 / shape, 1 / shape, shape)
      for _ in 0..<10_000 where term > sum * 1e-17 {
        divisor += 1
        term *= value / divisor
        sum += term
      }
      return max(0, 1 - front * sum)
    }
    // Lentz's evaluation.
    var b = value + 1 - shape
    var (c, d) = (1e300, 1 / b)
    var result = d
    for step in 1...10_000 {
      let a = -Double(step) * (Double(step) - shape)
      b += 2
      d = 1 / (a * d + b)
      c = b + a / c
      result *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return front * result
  }
}
