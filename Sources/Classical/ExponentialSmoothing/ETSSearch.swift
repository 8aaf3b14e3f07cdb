/// The search for the best coefficients of the forms on one series (in units of its scale).
struct ETSSearch {
  /// The best coefficients found.
  struct Optimum {
    var layout: ETSLayout
    var x: [Double]
    var value: Double
  }

  let recursion: ETSRecursion
  private let start: ETSStart
  private let season: Int

  init(values: [Double], season: Int) {
    self.season = season
    recursion = ETSRecursion(values: values, season: season)
    start = ETSStart(values: values, season: season)
  }

  /// Minimises the criterion of a form from its own starts and from `former` optima of nearby forms.
  func optimum(_ form: ETSForm, from former: [ETSCoefficients] = []) -> Optimum? {
    let layout = ETSLayout(form: form, season: season)
    let objective = ETSObjective(layout: layout, recursion: recursion)
    let bounds = layout.bounds()
    var minimizer = BoxMinimizer(lower: bounds.lower, upper: bounds.upper)
    minimizer.valueTolerance = 1e-7
    minimizer.gradientTolerance = 1e-6
    var best: Minimum?
    for x in starts(layout) + former.map({ layout.vector(adapted($0, to: form)) }) {
      var objective = objective
      let from = minimizer.clamped(x)
      guard let curvature = objective.curvature(at: from) else { continue }
      let minimum = minimizer.minimize(&objective, from: from, hessian: curvature)
      unsafe Self.count += minimum.evaluations
      unsafe Self.searches += 1
      if minimum.value < (best?.value ?? .infinity) { best = minimum }
    }
    guard let best, best.value.isFinite else { return nil }
    let optimum = Optimum(layout: layout, x: best.point, value: best.value)
    return form.season == .none ? optimum : admissible(optimum, minimizer)
  }
  nonisolated(unsafe) static var count = 0
  nonisolated(unsafe) static var searches = 0

  /// Smoothing parameters (α, u, v, φ) to start from: those of R, and slow to fast ones.
  private static let rates: [(alpha: Double, u: Double, v: Double, phi: Double)] = [
    (0.1, 0.1, 0.05, 0.9782), (0.5, 0.05, 0.05, 0.9), (0.02, 0.1, 0.05, 0.9782), (0.9, 0.02, 0.05, 0.85),
  ]

  private func starts(_ layout: ETSLayout) -> [[Double]] {
    let form = layout.form
    let hasSeason = form.season != .none
    let (seasons, adjusted) = start.seasons(form.season)
    let states = start.levelAndTrend(adjusted, trend: form.trend, hasSeason: hasSeason)
    let alpha = 1e-4 + 0.2 * 0.9998 / Double(hasSeason ? season : 1)
    let first = (alpha: alpha, u: 0.1, v: 0.05, phi: 0.9782)
    return ([first] + Self.rates).map { rate in
      var c = ETSCoefficients(alpha: rate.alpha, level: states.level)
      if form.trend != .none { c.beta = rate.u * rate.alpha }
      if hasSeason { c.gamma = rate.v * (1 - rate.alpha) }
      if form.isDamped { c.phi = rate.phi }
      c.trend = states.trend
      c.seasons = seasons
      return layout.vector(c)
    }
  }

  /// The optimum of a nearby form as a start for this one.
  private func adapted(_ former: ETSCoefficients, to form: ETSForm) -> ETSCoefficients {
    var c = former
    if form.trend == .none { (c.beta, c.trend) = (0, 0) }
    if form.isDamped, c.phi == 1 { c.phi = 0.975 }
    if !form.isDamped { c.phi = 1 }
    return c
  }

  /// The optimum if its model is admissible, otherwise the best on the edge of the region.
  private func admissible(_ optimum: Optimum, _ minimizer: BoxMinimizer) -> Optimum? {
    var admissibility = ETSAdmissibility(season: season)
    if admissibility.holds(optimum.layout.coefficients(optimum.x)) { return optimum }
    let inner = ETSObjective(layout: optimum.layout, recursion: recursion)
    var objective = ETSAdmissibleObjective(inner: inner, admissibility: admissibility, weight: 1e4)
    var x = optimum.x
    for _ in 0..<12 {
      let minimum = minimizer.minimize(&objective, from: x, hessian: inner.curvature(at: x))
      x = minimum.point
      let excess = objective.excess(at: x).value
      objective.multiplier = max(0, objective.multiplier + objective.weight * excess)
      if excess < 1e-10 { break }
      objective.weight *= 4
    }
    return inside(x, optimum.layout, admissibility)
  }

  /// Draws β and γ towards their lower bounds until the model is admissible.
  private func inside(
    _ x: [Double], _ layout: ETSLayout, _ admissibility: ETSAdmissibility
  ) -> Optimum? {
    var admissibility = admissibility
    var gradient = [Double](repeating: 0, count: x.count)
    let objective = ETSObjective(layout: layout, recursion: recursion)
    var share = 1e-9
    var point = x
    while share < 1 {
      if admissibility.holds(layout.coefficients(point)) {
        return Optimum(layout: layout, x: point, value: objective.value(at: point, gradient: &gradient))
      }
      for rate in [layout.trendRate, layout.seasonRate] {
        guard let rate else { continue }
        point[rate] = x[rate] + share * (1e-4 - x[rate])
      }
      share *= 2
    }
    return nil
  }
}
