import LocalModels

/// The best admissible coefficients of a form with a season, given the minima inside the box of the parameters.
struct ETSAdmissibleSearch {
  let objective: ETSObjective
  let minimizer: BoxMinimizer

  private var layout: ETSLayout { objective.layout }

  /// The lowest minimum that is admissible, or a lower point on the edge of the region reached from the minima below it.
  func optimum(_ minima: [Minimum]) -> Minimum? {
    var admissibility = ETSAdmissibility(season: layout.season)
    var best = minima.first { admissibility.holds(layout.coefficients($0.point)) }
    let limit = best?.value ?? .infinity
    for minimum in minima where minimum.value < limit {
      guard let edge = self.edge(from: minimum.point), edge.value < best?.value ?? .infinity else { continue }
      best = edge
    }
    return best
  }

  /// Minimises with the condition as an augmented Lagrangian, then makes sure that it holds.
  private func edge(from start: [Double]) -> Minimum? {
    var augmented = ETSAdmissibleObjective(
      inner: objective, admissibility: ETSAdmissibility(season: layout.season), weight: 100)
    var x = start
    for _ in 0..<16 {
      guard let curvature = objective.curvature(at: x) else { break }
      x = minimizer.minimize(&augmented, from: x, hessian: curvature).point
      let excess = augmented.excess(at: x).value
      augmented.multiplier = max(0, augmented.multiplier + augmented.weight * excess)
      if excess < augmented.margin { break }
      augmented.weight *= 4
    }
    return inside(x)
  }

  /// Draws β and γ towards their lower bounds as far as the condition asks for, then fits the initial states anew.
  private func inside(_ x: [Double]) -> Minimum? {
    var admissibility = ETSAdmissibility(season: layout.season)
    var share = 0.0
    var point = x
    while !admissibility.holds(layout.coefficients(point)) {
      if share == 1 { return nil }
      share = min(max(1e-9, 1.5 * share), 1)
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
    var objective = objective
    var states = BoxMinimizer(lower: lower, upper: upper)
    states.valueTolerance = minimizer.valueTolerance
    guard let curvature = objective.curvature(at: point) else { return nil }
    return states.minimize(&objective, from: point, hessian: curvature)
  }
}
