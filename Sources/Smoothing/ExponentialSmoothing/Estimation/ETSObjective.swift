import LocalModels

/// The criterion of one form on one series as a function of the vector of `ETSLayout`.
package struct ETSObjective: SmoothObjective {
  package let layout: ETSLayout
  package let recursion: ETSRecursion
  /// Σe² of the last value.
  private var squares = 0.0

  package init(layout: ETSLayout, recursion: ETSRecursion) {
    (self.layout, self.recursion) = (layout, recursion)
  }

  package mutating func value(at x: [Double]) -> Double {
    let sums = recursion.forward(layout, x)
    squares = sums.squares
    let value = recursion.criterion(sums, error: layout.form.error)
    return value.isFinite ? value : .infinity
  }

  package func gradient(at x: [Double], into gradient: inout [Double]) -> Bool {
    let alpha = x[0]
    let u = layout.trendRate.map { x[$0] } ?? 0
    let v = layout.seasonRate.map { x[$0] } ?? 0
    let slopes = recursion.backward(
      layout.form, alpha: alpha, beta: u * alpha, gamma: v * (1 - alpha),
      phi: layout.damping.map { x[$0] } ?? 1, squares: squares)
    gradient[0] = slopes.alpha + slopes.beta * u - slopes.gamma * v
    if let rate = layout.trendRate { gradient[rate] = slopes.beta * alpha }
    if let rate = layout.seasonRate { gradient[rate] = slopes.gamma * (1 - alpha) }
    if let damping = layout.damping { gradient[damping] = slopes.phi }
    gradient[layout.level] = slopes.level
    if let trend = layout.trend { gradient[trend] = slopes.trend }
    if let first = layout.seasons {
      let oldest = recursion.seasonSlope(0)
      for row in 1..<layout.season { gradient[first + row - 1] = recursion.seasonSlope(row) - oldest }
    }
    return true
  }

  /// The Gauss–Newton approximation of the second derivatives at `x`, row by row: (2n/Σe²) JᵀJ, J by differences.
  package func curvature(at x: [Double]) -> [Double]? {
    let sums = recursion.forward(layout, x)
    guard sums.squares.isFinite, let jacobian = ETSJacobian(self, at: x) else { return nil }
    return jacobian.product(weight: 2 * Double(recursion.count) / (sums.squares + recursion.floor))
  }
}
