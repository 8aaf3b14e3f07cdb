import LocalModels

/// The criterion with a term that keeps the model admissible: an augmented Lagrangian of `(radius − 1)/γ ≤ 0`.
///
/// Near γ = 0 the roots of the seasons lie on the circle and leave it at a speed that γ multiplies: without the divisor the condition
/// would vanish there together with its derivatives, and the search would miss the edge of the region.
struct ETSAdmissibleObjective: SmoothObjective {
  var inner: ETSObjective
  var admissibility: ETSAdmissibility
  /// The estimate of the multiplier.
  var multiplier = 0.0
  /// The weight of the square.
  var weight: Double
  /// How far inside the circle the roots are to be, in units of γ.
  var margin = 1e-7
  /// The derivative of the term by the excess at the last value, and those of the excess; 0 where the condition holds with ease.
  private var force = 0.0, slopes: [Double] = []

  init(inner: ETSObjective, admissibility: ETSAdmissibility, weight: Double) {
    (self.inner, self.admissibility, self.weight) = (inner, admissibility, weight)
  }

  mutating func value(at x: [Double]) -> Double {
    let value = inner.value(at: x)
    guard value.isFinite else { return value }
    let (excess, slopes) = self.excess(at: x)
    let force = multiplier + weight * excess
    (self.force, self.slopes) = (force > 0 ? force : 0, slopes)
    guard force > 0 else { return value - multiplier * multiplier / (2 * weight) }
    return value + (force * force - multiplier * multiplier) / (2 * weight)
  }

  func gradient(at x: [Double], into gradient: inout [Double]) -> Bool {
    guard inner.gradient(at: x, into: &gradient) else { return false }
    guard force > 0 else { return true }
    for index in slopes.indices { gradient[index] += force * slopes[index] }
    return true
  }

  /// (Radius − 1)/γ + margin, and its derivatives by the smoothing parameters in box coordinates.
  mutating func excess(at x: [Double]) -> (value: Double, slopes: [Double]) {
    let layout = inner.layout
    let c = layout.coefficients(x)
    let (radius, slope) = admissibility.radius(
      alpha: c.alpha, beta: c.beta, gamma: c.gamma, phi: c.phi)
    var slopes = [Double](repeating: 0, count: layout.level)
    slopes[0] = slope.alpha
    if let rate = layout.trendRate {
      slopes[0] += slope.beta * x[rate]
      slopes[rate] = slope.beta * c.alpha
    }
    if let rate = layout.seasonRate {
      slopes[0] -= slope.gamma * x[rate]
      slopes[rate] = slope.gamma * (1 - c.alpha)
    }
    if let damping = layout.damping { slopes[damping] = slope.phi }
    let excess = (radius - 1) / c.gamma
    for index in slopes.indices { slopes[index] /= c.gamma }
    if let rate = layout.seasonRate {
      slopes[0] += excess * x[rate] / c.gamma
      slopes[rate] -= excess * (1 - c.alpha) / c.gamma
    }
    return (excess + margin, slopes)
  }
}
