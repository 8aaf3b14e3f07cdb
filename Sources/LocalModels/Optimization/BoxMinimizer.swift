/// Minimises a smooth function inside a box by the BFGS method with an active set.
///
/// Numbers at a bound whose gradient points outwards are held; the others take the quasi-Newton step of their block of the approximate
/// Hessian, projected onto the box, with a backtracking (or, while the slope stays steep, lengthened) step. Infinite bounds give the
/// ordinary BFGS method. Deterministic: the same start gives the same bits.
///
/// ```text
/// var minimizer = BoxMinimizer(lower: [0, -.infinity], upper: [1, .infinity])
/// let minimum = minimizer.minimize(&objective, from: [0.5, 0])
/// ```
package struct BoxMinimizer {
  package let lower: [Double]
  package let upper: [Double]
  /// Steps at most.
  package var maximumIterations = 200
  /// The search ends when no free number has a larger gradient …
  package var gradientTolerance = 1e-9
  /// … or when two steps in a row gain less than this.
  package var valueTolerance = 1e-10
  /// The largest first move in any number when no Hessian is given.
  package var firstStep = 0.1

  package init(lower: [Double], upper: [Double]) {
    self.lower = lower
    self.upper = upper
  }

  /// `point` moved into the box.
  package func clamped(_ point: [Double]) -> [Double] {
    point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
  }

  /// Searches from `start`, with `hessian` (row by row, positive definite) as the first guess of the second derivatives.
  package func minimize<Objective: SmoothObjective>(
    _ objective: inout Objective, from start: [Double], hessian: [Double]? = nil
  ) -> Minimum {
    var search = BoxSearch(minimizer: self, start: clamped(start), hessian: hessian)
    search.begin(&objective)
    guard search.value.isFinite else { return search.minimum(hasConverged: false) }
    var poorSteps = 0
    for _ in 0..<maximumIterations {
      guard search.projectedGradient() > gradientTolerance else {
        return search.minimum(hasConverged: true)
      }
      let before = search.value
      guard search.step(&objective) else { return search.minimum(hasConverged: true) }
      poorSteps = before - search.value < valueTolerance ? poorSteps + 1 : 0
      if poorSteps == 2 { return search.minimum(hasConverged: true) }
    }
    return search.minimum(hasConverged: false)
  }
}
