import LocalModels

/// Exponential smoothing in state space form, with a named form or the one with the smallest AICc.
///
/// ```swift
/// let fitted = try ETS(.automatic).fit(LocalSeries(values: sales, season: 12))
/// print(fitted.name)                       // ETS(M,A,A)
/// let forecast = fitted.forecast(horizon: 12, levels: [0.95])
/// ```
///
/// Hyndman, Koehler, Ord, Snyder 2008; see ``ETSTrendCaution`` for where the choice differs. All coefficients are estimated together by maximum likelihood.
public struct ETS: LocalModel, Equatable {
  /// Which form is fitted.
  public enum Choice: Sendable, Equatable {
    /// The form with the smallest AICc among the 15 stable ones.
    case automatic
    /// The same with the four forms with a multiplicative trend and error besides.
    case automaticWithMultiplicativeTrend
    /// One form.
    case named(ETSForm)
  }

  /// Which form is fitted.
  public let choice: Choice

  /// What an automatic choice asks of a trend that follows the last rows; nil: nothing but AICc. Named forms are not asked.
  public let trendCaution: ETSTrendCaution?

  /// Makes the model.
  public init(_ choice: Choice = .automatic, trendCaution: ETSTrendCaution? = ETSTrendCaution()) {
    self.choice = choice
    self.trendCaution = trendCaution
  }

  /// The name of the model.
  public var name: String {
    if case .named(let form) = choice { form.name } else { "ets" }
  }

  /// Whether the model chooses its form by itself.
  public var isAutomatic: Bool {
    if case .named = choice { false } else { true }
  }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    switch choice {
    case .named(let form): return try Self.fit(form, to: series)
    case .automatic: return try fitBest(series, multiplicativeTrend: false)
    case .automaticWithMultiplicativeTrend: return try fitBest(series, multiplicativeTrend: true)
    }
  }

  /// Fits one form; `criterion` may be another form whose criterion is minimised in its place.
  static func fit(
    _ form: ETSForm, to series: LocalSeries, name: String? = nil, minimizing criterion: ETSForm? = nil
  ) throws(LocalFitError) -> ETSFit {
    try check(form, series, name: name ?? form.name)
    let scale = series.scale
    let search = ETSSearch(values: series.scaled(by: scale), season: series.season, isThorough: true)
    let minimized = criterion ?? form
    // The errors of a form with multiplicative errors are smallest near those of the same form with additive ones, which are simpler.
    let former = minimized.error == .additive ? nil : search.optimum(minimized.withAdditiveError)
    let others = former.map { [$0.layout.coefficients($0.x)] } ?? []
    guard let optimum = search.optimum(minimized, from: others) else {
      throw .tooFewRows(
        model: name ?? form.name, needed: series.count + 1, has: series.count)
    }
    return ETSFit(
      form: form, name: name, scaled: optimum.layout.coefficients(optimum.x),
      recursion: search.recursion, scale: scale)
  }

  private static func check(
    _ form: ETSForm, _ series: LocalSeries, name: String
  ) throws(LocalFitError) {
    if form.season != .none, series.season < 2 { throw .noSeason(model: name) }
    if form.needsPositiveValues, let row = series.values.firstIndex(where: { $0 <= 0 }) {
      throw .notPositive(model: name, row: row, value: series.values[row])
    }
    let needed = form.parameterCount(season: series.season)
    if series.count < needed { throw .tooFewRows(model: name, needed: needed, has: series.count) }
  }
}
