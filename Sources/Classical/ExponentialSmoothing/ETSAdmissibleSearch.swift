/// The best admissible coefficients of a form with a season, given the minima inside the box of the parameters.
struct ETSAdmissibleSearch {
  let layout: ETSLayout
  let recursion: ETSRecursion
  let minimizer: BoxMinimizer

  /// The lowest minimum that is admissible, or a lower point on the edge of the region reached from the lowest minimum of all.
  func optimum(_ minima: [Minimum]) -> ETSSearch.Optimum? {
    var admissibility = ETSAdmissibility(season: layout.season)
    let inner = minima.first { admissibility.holds(layout.coefficients($0.point)) }
    if let inner, inner.value == minima.first?.value { return optimum(inner) }
    var best = inner.map(optimum)
    for minimum in minima where minimum.value < inner?.value ?? .infinity {
      guard let edge = edge(from: minimum.point), edge.value < best?.value ?? .infinity else { continue }
      best = edge
    }
    return best
  }

  private func optimum(_ minimum: Minimum) -> ETSSearch.Optimum {
    ETSSearch.Optimum(layout: layout, x: minimum.point, value: minimum.value)
  }

  /// Minimises with the condition as an augmented Lagrangian, then makes sure that it holds.
  private func edge(from start: [Double]) -> ETSSearch.Optimum? {
    let inner = ETSObjective(layout: layout, recursion: recursion)
    var objective = ETSAdmissibleObjective(
      inner: inner, admissibility: ETSAdmissibility(season: layout.season), weight: 1e4)
    var x = start
    for _ in 0..<12 {
      guard let curvature = inner.curvature(at: x) else { break }
      x = minimizer.minimize(&objective, from: x, hessian: curvature).point
      let excess = objective.excess(at: x).value
      objective.multiplier = max(0, objective.multiplier + objective.weight * excess)
      if excess < 1e-10 { break }
      objective.weight *= 4
    }
    return inside(x)
  }

  /// Draws β and γ towards their lower bounds as far as the condition asks for, then fits the initial states anew.
  private func inside(_ x: [Double]) -> ETSSearch.Optimum? {
    var admissibility = ETSAdmissibility(season: layout.season)
    var share = 0.0
    var point = x
    while !admissibility.holds(layout.coefficients(point)) {
      if share == 1 { return nil }
      share = min(max(1e-9, 2 * share), 1)
      for rate in [layout.trendRate, layout.seasonRate] {
        guard let rate else { continue }
        point[rate] = x[rate] + share * (1e-4 - x[rate])
      }
    }
    var (lower, upper) = (minimizer.lower, minimizer.upper)
    for index in 0..<layout.level {
      lower[index] = point[index]
      upper[index] = point[index]
    }
    var objective = ETSObjective(layout: layout, recursion: recursion)
    var states = BoxMinimizer(lower: lower, upper: upper)
    states.valueTolerance = minimizer.valueTolerance
    guard let curvature = objective.curvature(at: point) else { return nil }
    return optimum(states.minimize(&objective, from: point, hessian: curvature))
  }
}
