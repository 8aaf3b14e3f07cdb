/// A method that is fitted to one series by itself: exponential smoothing, Theta, ARIMA, …
///
/// A conforming type writes `fitOrdinary`, for series that are no edge case; callers use `fit`, which deals with empty, single,
/// constant and short series in the same way for all models.
public protocol LocalModel: Sendable {
  /// The model's name with its settings, such as `ETS(M,Ad,M)` or `auto-ets`.
  var name: String { get }

  /// Whether the model chooses its form by itself; short series then get a simple one in place of an error.
  var isAutomatic: Bool { get }

  /// Whether the model describes demand: negative values are refused.
  var needsDemand: Bool { get }

  /// Whether the model takes missing rows (not a number) as they are; others refuse them.
  var takesMissingValues: Bool { get }

  /// Whether the model looks at the regressors of a series.
  var takesRegressors: Bool { get }

  /// Whether the model is a rule about rows with nothing to estimate, which differences are never too small for.
  var isExact: Bool { get }

  /// Fits the model to a series of at least two finite values that are not all equal.
  ///
  /// The season of the series is 1 or shorter than the series. Values keep their scale: divide by `LocalSeries.scale` before optimising.
  ///
  /// - Throws: `LocalFitError` if the series is too short for the model, or has values that it cannot take.
  func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel
}

extension LocalModel {
  /// False: the model is named.
  public var isAutomatic: Bool { false }

  /// False: negative values are as good as others.
  public var needsDemand: Bool { false }

  /// False: the series must be complete.
  public var takesMissingValues: Bool { false }

  /// False: the series speaks for itself.
  public var takesRegressors: Bool { false }

  /// False: where values hardly differ, beside their size, nothing can be estimated.
  public var isExact: Bool { false }

  /// Fits the model to `series`, edge cases included.
  ///
  /// - Throws: `LocalFitError.noValues` without rows, `.infiniteValue` or `.missingValue` for such a row, `.regressorLength`, and
  ///   what `fitOrdinary` throws.
  public func fit(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    try EdgeCases.fit(self, to: series)
  }
}
