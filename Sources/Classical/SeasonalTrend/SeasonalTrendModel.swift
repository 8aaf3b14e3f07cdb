import Arima
import LocalModels
import Smoothing

/// A non-seasonal model of the seasonally adjusted series, with the last seasons repeated: stlf-ets and stlf-arima.
///
/// Any number of seasons (an hour of the day and of the week) are taken out by MSTL.
///
/// ```swift
/// let model = SeasonalTrendModel(.ets, periods: [24, 168])
/// let fitted = try model.fit(LocalSeries(values: load, season: 24))
/// ```
public struct SeasonalTrendModel: LocalModel {
  /// The model of the adjusted series.
  public enum Method: String, Sendable, Equatable {
    /// Exponential smoothing without season, the form chosen by AICc.
    case ets
    /// ARIMA without season, orders chosen by the stepwise search.
    case arima
  }

  /// The model of the adjusted series.
  public let method: Method
  /// The seasonal periods; empty: that of the series.
  public let periods: [Int]
  /// Whether outliers lose weight in the decomposition.
  public var isRobust = false
  /// What exponential smoothing asks of a fast trend in a short series; nil: AICc alone.
  public var trendCaution: ETSTrendCaution? = ETSTrendCaution()
  /// How an ARIMA is searched for.
  public var search = StepwiseArima()

  /// Makes a model; without `periods` the season of the series is used.
  public init(_ method: Method, periods: [Int] = []) {
    self.method = method
    self.periods = periods
  }

  /// The name; see `LocalModel`.
  public var name: String { "stlf-\(method.rawValue)" }

  /// True: the model of the adjusted series is chosen.
  public var isAutomatic: Bool { true }

  /// Whether the model of the adjusted series is a regression with ARIMA errors.
  public var takesRegressors: Bool { method == .arima }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    try fit(series, showsCriteria: true)
  }

  /// Fits the model; `showsCriteria`: whether log-likelihood and AICc of the adjusted series are among the parameters.
  func fit(_ series: LocalSeries, showsCriteria: Bool) throws(LocalFitError) -> SeasonalTrendFit {
    let wanted = periods.isEmpty ? [series.season] : periods
    let parts = MSTLDecomposition(series.values, periods: wanted, isRobust: isRobust)
    var adjusted = series.replacingValues(parts?.seasonallyAdjusted ?? series.values)
    adjusted.season = 1
    if !takesRegressors { adjusted.regressors = [] }
    let inner: any FittedLocalModel
    switch method {
    case .ets: inner = try ETS(trendCaution: trendCaution).fit(adjusted)
    case .arima: inner = try search.fit(adjusted)
    }
    var fit = SeasonalTrendFit(inner, decomposition: parts, showsCriteria: showsCriteria)
    let used = parts?.periods ?? []
    let dropped = Set(wanted).subtracting(used).filter { $0 > 1 }.sorted()
    for period in dropped {
      fit.notes.append(
        "no season of \(period): \(series.count) rows are fewer than \(2 * period + 1)")
    }
    return fit
  }
}
