import LocalModels

/// The classical names of exponential smoothing: the form, with parameters that minimise the sum of squared one-step errors.
public enum SmoothingMethod: String, LocalModel, CaseIterable {
  /// Simple exponential smoothing, ETS(A,N,N).
  case simple = "ses"
  /// Holt's linear trend, ETS(A,A,N).
  case holt = "holt"
  /// Holt's linear trend, damped, ETS(A,Ad,N).
  case holtDamped = "holt-damped"
  /// Holt and Winters' method with an additive season, ETS(A,A,A).
  case holtWintersAdditive = "hw-additive"
  /// Holt and Winters' method with a multiplicative season, ETS(M,A,M).
  case holtWintersMultiplicative = "hw-multiplicative"

  /// The name of the model.
  public var name: String { rawValue }

  /// The form of the method.
  public var form: ETSForm {
    switch self {
    case .simple: ETSForm(error: .additive)
    case .holt: ETSForm(error: .additive, trend: .additive)
    case .holtDamped: ETSForm(error: .additive, trend: .additive, isDamped: true)
    case .holtWintersAdditive: ETSForm(error: .additive, trend: .additive, season: .additive)
    case .holtWintersMultiplicative:
      ETSForm(error: .multiplicative, trend: .additive, season: .multiplicative)
    }
  }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let squares = ETSForm(
      error: .additive, trend: form.trend, isDamped: form.isDamped, season: form.season)
    return try ETS.fit(form, to: series, name: name, minimizing: squares)
  }
}
