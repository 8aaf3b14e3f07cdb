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

  /// Fits every admitted form and keeps the one with the smallest AICc.
  func fitBest(
    _ series: LocalSeries, multiplicativeTrend: Bool
  ) throws(LocalFitError) -> any FittedLocalModel {
    let forms = Self.candidates(for: series, multiplicativeTrend: multiplicativeTrend)
    let scale = series.scale
    let search = ETSSearch(
      values: series.scaled(by: scale), season: series.season, trendPenalty: trendPenalty)
    var best: (aicc: Double, form: ETSForm, coefficients: ETSCoefficients)?
    var found: [ETSForm: ETSCoefficients] = [:]
    for form in forms {
      let nearby = ETSForm(
        error: .additive, trend: form.trend, isDamped: form.isDamped, season: form.season)
      let former = found[nearby]
      guard let optimum = search.optimum(form, from: [former].compactMap { $0 }) else { continue }
      let coefficients = optimum.layout.coefficients(optimum.x)
      found[form] = coefficients
      let n = Double(series.count)
      let k = Double(form.parameterCount(season: series.season))
      let aicc = optimum.value + 2 * k + 2 * k * (k + 1) / (n - k - 1)
      if aicc < best?.aicc ?? .infinity { best = (aicc, form, coefficients) }
    }
    guard let best else { return try EdgeCases.shortFit(series) }
    return ETSFit(
      form: best.form, scaled: best.coefficients, recursion: search.recursion, scale: scale)
  }
}
