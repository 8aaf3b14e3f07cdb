import LocalModels

extension ETS {
  /// The longest season that a form is chosen for: each of its rows is an estimated number.
  package static let longestSeason = 24

  /// The forms that may be chosen for a series, in the order in which ties are broken.
  package static func candidates(for series: LocalSeries, multiplicativeTrend: Bool) -> [ETSForm] {
    let mayMultiply = series.hasZero && series.isPositive
    let hasSeason = (2...longestSeason).contains(series.season) && series.count > series.season
    var result: [ETSForm] = []
    for error in [ETSForm.Error.additive, .multiplicative] where error == .additive || mayMultiply {
      for trend in [ETSForm.Trend.none, .additive, .multiplicative] {
        if trend == .multiplicative, !multiplicativeTrend || error == .additive { continue }
        for season in [ETSForm.Season.none, .additive, .multiplicative] {
          if season != .none, !hasSeason { continue }
          if season == .multiplicative, error == .additive { continue }
          if season == .additive, trend == .multiplicative { continue }
          for isDamped in trend == .none ? [false] : [true, false] {
            let form = ETSForm(error: error, trend: trend, isDamped: isDamped, season: season)
            let k = form.parameterCount(season: series.season)
            if series.count - k - 1 > 0 { result.append(form) }
          }
        }
      }
    }
    return result
  }

  /// Fits every admitted form and keeps the one with the smallest AICc, a fast trend in a short series handicapped.
  func fitBest(
    _ series: LocalSeries, multiplicativeTrend: Bool
  ) throws(LocalFitError) -> any FittedLocalModel {
    let scale = series.scale
    let search = ETSSearch(values: series.scaled(by: scale), season: series.season)
    let caution = trendCaution.flatMap { series.count < $0.longSeries ? $0 : nil }
    var leader = Leader()
    var found: [ETSForm: ETSCoefficients] = [:]
    for form in Self.candidates(for: series, multiplicativeTrend: multiplicativeTrend) {
      let former = [form.withAdditiveError, form.damped].compactMap { found[$0] }
      let penalty = Self.aiccPenalty(form, series)
      guard let optimum = search.optimum(form, from: former) else { continue }
      let coefficients = optimum.layout.coefficients(optimum.x)
      found[form] = coefficients
      let handicap = caution?.handicap(coefficients) ?? 0
      leader.meet(form, coefficients, rank: optimum.value + penalty + handicap)
      guard let caution, handicap > 0, optimum.value + penalty < leader.rank,
        let held = search.optimum(
          form, from: former + [coefficients], trendRate: caution.largestRate)
      else { continue }
      leader.meet(form, held.layout.coefficients(held.x), rank: held.value + penalty)
    }
    guard let form = leader.form, let coefficients = leader.coefficients else {
      return try EdgeCases.shortFit(series)
    }
    var fit = ETSFit(form: form, scaled: coefficients, recursion: search.recursion, scale: scale)
    if series.season > Self.longestSeason, series.count > 2 * series.season {
      fit.notes.append(
        "no season of \(series.season): forms are chosen for seasons of up to \(Self.longestSeason) rows; stlf-ets takes longer ones"
      )
    }
    return fit
  }

  /// The best form so far; the first of equally good ones stays.
  private struct Leader {
    var rank = Double.infinity
    var form: ETSForm?
    var coefficients: ETSCoefficients?

    mutating func meet(_ form: ETSForm, _ coefficients: ETSCoefficients, rank: Double) {
      if rank < self.rank { (self.rank, self.form, self.coefficients) = (rank, form, coefficients) }
    }
  }

  /// What AICc adds to −2 ln L.
  private static func aiccPenalty(_ form: ETSForm, _ series: LocalSeries) -> Double {
    let k = Double(form.parameterCount(season: series.season))
    return 2 * k + 2 * k * (k + 1) / (Double(series.count) - k - 1)
  }
}
