import LocalModels

extension ETS {
  /// The forms that may be chosen for a series, in the order in which ties are broken.
  package static func candidates(for series: LocalSeries, multiplicativeTrend: Bool) -> [ETSForm] {
    let isPositive = series.isPositive
    let hasSeason = series.season > 1 && series.season <= 24 && series.count > series.season
    var result: [ETSForm] = []
    for error in [ETSForm.Error.additive, .multiplicative] where error == .additive || isPositive {
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
    let forms = Self.candidates(for: series, multiplicativeTrend: multiplicativeTrend)
    let scale = series.scale
    let search = ETSSearch(values: series.scaled(by: scale), season: series.season)
    let caution = trendCaution.flatMap { series.count < $0.longSeries ? $0 : nil }
    var best: (rank: Double, form: ETSForm, coefficients: ETSCoefficients)?
    var found: [ETSForm: ETSCoefficients] = [:]
    for form in forms {
      let nearby = ETSForm(
        error: .additive, trend: form.trend, isDamped: form.isDamped, season: form.season)
      let former = [found[nearby]].compactMap { $0 }
      guard let optimum = search.optimum(form, from: former) else { continue }
      let coefficients = optimum.layout.coefficients(optimum.x)
      found[form] = coefficients
      let aicc = Self.aicc(optimum, rows: series.count)
      let handicap = caution?.handicap(coefficients) ?? 0
      if aicc + handicap < best?.rank ?? .infinity { best = (aicc + handicap, form, coefficients) }
      guard let caution, handicap > 0, aicc < best?.rank ?? .infinity,
        let held = search.optimum(
          form, from: former + [coefficients], trendRate: caution.largestRate)
      else { continue }
      let rank = Self.aicc(held, rows: series.count)
      if rank < best?.rank ?? .infinity { best = (rank, form, held.layout.coefficients(held.x)) }
    }
    guard let best else { return try EdgeCases.shortFit(series) }
    return ETSFit(
      form: best.form, scaled: best.coefficients, recursion: search.recursion, scale: scale)
  }

  private static func aicc(_ optimum: ETSSearch.Optimum, rows: Int) -> Double {
    let k = Double(optimum.layout.form.parameterCount(season: optimum.layout.season))
    return optimum.value + 2 * k + 2 * k * (k + 1) / (Double(rows) - k - 1)
  }
}
