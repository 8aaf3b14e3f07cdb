/// The smoothing parameters and initial states of an exponential smoothing model.
package struct ETSCoefficients: Sendable, Equatable {
  package var alpha: Double
  /// β of the state-space form; Holt's own is β/α.
  package var beta = 0.0
  /// γ of the state-space form; Holt–Winters' own is γ/(1 − α).
  package var gamma = 0.0
  /// 1 without damping.
  package var phi = 1.0
  /// The level before the first row.
  package var level: Double
  /// The trend before the first row; 0 (additive), 1 (multiplicative) without one.
  package var trend = 0.0
  /// The seasons of the first m rows, in their order; empty without a season.
  package var seasons: [Double] = []

  package init(
    alpha: Double, beta: Double = 0, gamma: Double = 0, phi: Double = 1, level: Double, trend: Double = 0,
    seasons: [Double] = []
  ) {
    (self.alpha, self.beta, self.gamma, self.phi) = (alpha, beta, gamma, phi)
    (self.level, self.trend, self.seasons) = (level, trend, seasons)
  }
}

/// Where each number of the optimised vector stands: smoothing parameters in box coordinates, then the free initial states.
///
/// The box coordinates are α, u = β/α, v = γ/(1 − α) and φ; the oldest seasonal state follows from the others.
package struct ETSLayout: Sendable {
  package let form: ETSForm
  package let season: Int
  package let trendRate: Int?
  package let seasonRate: Int?
  package let damping: Int?
  package let level: Int
  package let trend: Int?
  /// The index of the season of row 1; those of rows 2 … m − 1 follow.
  package let seasons: Int?
  package let count: Int

  package init(form: ETSForm, season: Int) {
    self.form = form
    self.season = form.season == .none ? 1 : season
    var next = 1
    func place(isPresent: Bool) -> Int? {
      guard isPresent else { return nil }
      next += 1
      return next - 1
    }
    trendRate = place(isPresent: form.trend != .none)
    seasonRate = place(isPresent: form.season != .none)
    damping = place(isPresent: form.isDamped)
    level = next
    next += 1
    trend = place(isPresent: form.trend != .none)
    seasons = form.season == .none ? nil : next
    count = form.smoothingCount + form.stateCount(season: season)
  }

  /// The bounds of each number.
  package func bounds() -> (lower: [Double], upper: [Double]) {
    var lower = [Double](repeating: -.infinity, count: count)
    var upper = [Double](repeating: .infinity, count: count)
    lower[0] = 1e-4
    upper[0] = 0.9999
    for rate in [trendRate, seasonRate] {
      guard let rate else { continue }
      lower[rate] = 1e-4
      upper[rate] = 1
    }
    if let damping {
      lower[damping] = 0.8
      upper[damping] = 0.98
    }
    if let trend, form.trend == .multiplicative { lower[trend] = 1e-6 }
    if let seasons, form.season == .multiplicative {
      for index in seasons..<count { lower[index] = 1e-6 }
    }
    return (lower, upper)
  }

  /// The coefficients that a vector stands for.
  package func coefficients(_ x: [Double]) -> ETSCoefficients {
    var result = ETSCoefficients(alpha: x[0], level: x[level])
    if let trendRate { result.beta = x[trendRate] * x[0] }
    if let seasonRate { result.gamma = x[seasonRate] * (1 - x[0]) }
    if let damping { result.phi = x[damping] }
    result.trend = trend.map { x[$0] } ?? (form.trend == .multiplicative ? 1 : 0)
    if let seasons {
      let free = Array(x[seasons...])
      let total = form.season == .multiplicative ? Double(season) : 0
      result.seasons = [total - free.reduce(0, +)] + free
    }
    return result
  }

  /// The vector of given coefficients.
  package func vector(_ coefficients: ETSCoefficients) -> [Double] {
    var x = [Double](repeating: 0, count: count)
    x[0] = coefficients.alpha
    if let trendRate { x[trendRate] = coefficients.beta / coefficients.alpha }
    if let seasonRate { x[seasonRate] = coefficients.gamma / (1 - coefficients.alpha) }
    if let damping { x[damping] = coefficients.phi }
    x[level] = coefficients.level
    if let trend { x[trend] = coefficients.trend }
    if let seasons {
      for row in 1..<season { x[seasons + row - 1] = coefficients.seasons[row] }
    }
    return x
  }
}
