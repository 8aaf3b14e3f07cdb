import LocalModels

/// The search for the best coefficients of the forms on one series (in units of its scale).
///
/// Each form is minimised from several starts by the quasi-Newton method, first a few steps from each, then from the best to the end; the
/// first guess of the second derivatives is Gauss and Newton's, so that some twenty evaluations do for one start.
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
  private let isThorough: Bool

  /// Prepares the search.
  ///
  /// - Parameters:
  ///   - isThorough: Whether more starts are tried and all of them followed to the end: for one form, not for a choice among many.
  init(values: [Double], season: Int, isThorough: Bool = false) {
    self.season = season
    self.isThorough = isThorough
    recursion = ETSRecursion(values: values, season: season)
    start = ETSStart(values: values, season: season)
  }

  /// Minimises the criterion of a form from its own starts and from `former` optima of nearby forms.
  ///
  /// - Parameter trendRate: The largest β/α.
  func optimum(
    _ form: ETSForm, from former: [ETSCoefficients] = [], trendRate: Double = 1
  ) -> Optimum? {
    let layout = ETSLayout(form: form, season: season)
    var points = starts(layout) + former.map { layout.vector(adapted($0, to: form)) }
    var bounds = layout.bounds()
    if let rate = layout.trendRate { bounds.upper[rate] = trendRate }
    var minimizer = BoxMinimizer(lower: bounds.lower, upper: bounds.upper)
    minimizer.valueTolerance = 1e-8
    minimizer.gradientTolerance = 1e-6
    let objective = ETSObjective(layout: layout, recursion: recursion)
    if isThorough { points += heldStarts(objective, minimizer) }
    let minima = self.minima(objective, from: points, minimizer)
    let point =
      form.season == .none
      ? minima.first?.point
      : ETSAdmissibleSearch(objective: objective, minimizer: minimizer).optimum(minima)?.point
    guard let point else { return nil }
    let value = recursion.criterion(recursion.forward(layout, point), error: form.error)
    return Optimum(layout: layout, x: point, value: value)
  }

  /// The minima with a smoothing parameter held at a bound, as starts.
  ///
  /// With α near 0 the model is a line or a curve through all rows, a valley of its own that starts with some α roll away from; with β
  /// near 0 a damped trend is a curve b₀φᵗ, whose two signs are two valleys.
  private func heldStarts(_ objective: ETSObjective, _ minimizer: BoxMinimizer) -> [[Double]] {
    let (lower, upper) = (minimizer.lower, minimizer.upper)
    let damping = objective.layout.damping.map { [($0, lower[$0]), ($0, upper[$0])] } ?? []
    return ([(0, lower[0])] + damping).compactMap { place, value in
      var bounds = (lower: lower, upper: upper)
      (bounds.lower[place], bounds.upper[place]) = (value, value)
      let held = BoxMinimizer(lower: bounds.lower, upper: bounds.upper)
      return minima(objective, from: starts(objective.layout), held).first?.point
    }
  }

  /// The local minima reached from the most promising starts, the lowest first.
  private func minima(
    _ objective: ETSObjective, from starts: [[Double]], _ minimizer: BoxMinimizer
  ) -> [Minimum] {
    var objective = objective
    func search(_ starts: [[Double]], _ minimizer: BoxMinimizer) -> [Minimum] {
      var found: [Minimum] = []
      for from in starts.map(minimizer.clamped).unique {
        guard let curvature = objective.curvature(at: from) else { continue }
        let minimum = minimizer.minimize(&objective, from: from, hessian: curvature)
        if minimum.value.isFinite { found.append(minimum) }
      }
      // Sorted by value; equal ones stay in order, so that the result never depends on the sort.
      return found.enumerated()
        .sorted { ($0.element.value, $0.offset) < ($1.element.value, $1.offset) }
        .map(\.element)
    }
    var short = minimizer
    short.maximumIterations = Self.shortIterations
    let promising = search(starts, short)
    guard !isThorough else { return search(promising.map(\.point), minimizer) }
    var chosen: [Minimum] = []
    for minimum in promising where chosen.count < Self.continued {
      // Searches that have come to the same value have come to the same place.
      if let last = chosen.last, minimum.value - last.value < Self.sameness { continue }
      chosen.append(minimum)
    }
    return search(chosen.map(\.point), minimizer)
  }

  /// Values closer than this belong to one minimum.
  private static let sameness = 1e-3

  /// Steps from each start before the less promising ones are given up.
  private static let shortIterations = 12
  /// How many starts are followed to the end.
  private static let continued = 3

  /// Smoothing parameters (α, u, v, φ) to start from, besides those of R: slow to fast.
  private static let rates: [(alpha: Double, u: Double, v: Double, phi: Double)] = [
    (0.1, 0.1, 0.05, 0.9782), (0.5, 0.05, 0.05, 0.9), (0.02, 0.1, 0.05, 0.9782), (0.9, 0.02, 0.05, 0.97),
    (0.8, 0.9, 0.5, 0.9), (0.1, 0.9, 0.9, 0.95),
  ]

  private static let furtherRates: [(alpha: Double, u: Double, v: Double, phi: Double)] = [
    (0.9, 0.15, 0.01, 0.94), (0.3, 0.3, 0.3, 0.9), (0.6, 0.01, 0.5, 0.85), (0.95, 0.5, 0.01, 0.82),
    (0.05, 0.01, 0.2, 0.97), (0.9, 1e-4, 0.05, 0.98), (0.5, 1e-4, 0.05, 0.98), (0.8, 1e-4, 0.01, 0.9),
  ]

  private func starts(_ layout: ETSLayout) -> [[Double]] {
    let form = layout.form
    let hasSeason = form.season != .none
    let (seasons, adjusted) = start.seasons(form.season)
    let states = start.levelAndTrend(adjusted, trend: form.trend, hasSeason: hasSeason)
    let alpha = 1e-4 + 0.2 * 0.9998 / Double(hasSeason ? season : 1)
    let first = (alpha: alpha, u: 0.1, v: 0.05, phi: 0.9782)
    return ([first] + Self.rates + (isThorough ? Self.furtherRates : [])).map { rate in
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
}
