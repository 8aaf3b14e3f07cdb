import LocalModels

/// Simple exponential smoothing, l ← αy + (1 − α)l.
package enum SimpleSmoothing {
  /// The α and the initial level with the smallest sum of squared one-step errors, 1e-4 ≤ α ≤ 0.9999.
  ///
  /// For a given α the best initial level is a least-squares coefficient, so that only α is searched for.
  package static func fitted(to values: [Double]) -> (alpha: Double, last: Double, squares: Double) {
    let alpha = ScalarMinimizer.minimize(from: 1e-4, to: 0.9999, points: 32, tolerance: 1e-9) {
      profile(values, alpha: $0).squares
    }.point
    var level = profile(values, alpha: alpha).level
    var squares = 0.0
    for value in values {
      let error = value - level
      squares += error * error
      level += alpha * error
    }
    return (alpha, level, squares)
  }

  private static func profile(
    _ values: [Double], alpha: Double
  ) -> (level: Double, squares: Double) {
    let w = 1 - alpha
    var level = 0.0
    var decay = 1.0
    var (aa, ac, cc) = (0.0, 0.0, 0.0)
    for value in values {
      let a = value - level
      aa += a * a
      ac += a * decay
      cc += decay * decay
      level += alpha * a
      decay *= w
    }
    return (ac / cc, aa - ac * ac / cc)
  }

  /// The last level with a given α from the first value on; 0 for no values.
  package static func last(_ values: [Double], alpha: Double) -> Double {
    guard var level = values.first else { return 0 }
    for value in values.dropFirst() { level = alpha * value + (1 - alpha) * level }
    return level
  }

  /// The α within bounds with the smallest sum of squared errors from the second value on, the level beginning at the first.
  package static func bestAlpha(_ values: [Double], from lower: Double, to upper: Double) -> Double {
    guard let first = values.first, values.count > 1 else { return lower }
    return ScalarMinimizer.minimize(from: lower, to: upper) { alpha in
      var level = first
      var squares = 0.0
      for value in values.dropFirst() {
        let error = value - level
        squares += error * error
        level += alpha * error
      }
      return squares
    }.point
  }
}
