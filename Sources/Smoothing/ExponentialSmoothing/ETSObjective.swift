import LocalModels

/// The criterion of one form on one series as a function of the vector of `ETSLayout`.
package struct ETSObjective: SmoothObjective {
  package let layout: ETSLayout
  package let recursion: ETSRecursion

  package init(layout: ETSLayout, recursion: ETSRecursion) {
    (self.layout, self.recursion) = (layout, recursion)
  }

  package func value(at x: [Double], gradient: inout [Double]) -> Double {
    let form = layout.form
    let sums = recursion.forward(layout, x)
    let value = recursion.criterion(sums, error: form.error)
    guard value.isFinite else { return .infinity }
    let alpha = x[0]
    let u = layout.trendRate.map { x[$0] } ?? 0
    let v = layout.seasonRate.map { x[$0] } ?? 0
    let slopes = recursion.backward(
      form, alpha: alpha, beta: u * alpha, gamma: v * (1 - alpha), phi: layout.damping.map { x[$0] } ?? 1,
      squares: sums.squares)
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
    return value
  }

  /// The Gauss–Newton approximation of the second derivatives at `x`, row by row: (2n/Σe²) JᵀJ, J by differences.
  package func curvature(at x: [Double]) -> [Double]? {
    let count = layout.count
    let rows = recursion.count
    let sums = recursion.forward(layout, x)
    guard sums.squares.isFinite else { return nil }
    let errors = recursion.lastErrors()
    var jacobian = [Double](repeating: 0, count: count * rows)
    var moved = x
    for index in 0..<count {
      // Away from the upper bound of the smoothing parameters.
      let step = index < layout.level && x[index] > 0.5 ? -1e-6 : 1e-6
      moved[index] = x[index] + step
      guard recursion.forward(layout, moved).squares.isFinite else { return nil }
      moved[index] = x[index]
      for row in 0..<rows {
        jacobian[index * rows + row] = (recursion.lastError(row) - errors[row]) / step
      }
    }
    return product(jacobian, weight: 2 * Double(rows) / (sums.squares + recursion.floor))
  }

  private func product(_ jacobian: [Double], weight: Double) -> [Double] {
    let count = layout.count
    let rows = recursion.count
    var result = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = 0.0
        for row in 0..<rows { sum += jacobian[i * rows + row] * jacobian[j * rows + row] }
        result[i * count + j] = weight * sum
        result[j * count + i] = weight * sum
      }
    }
    // A number without influence (a trend damped away) still needs a positive curvature.
    for i in 0..<count { result[i * count + i] = result[i * count + i] * (1 + 1e-8) + 1e-6 }
    return result
  }
}
