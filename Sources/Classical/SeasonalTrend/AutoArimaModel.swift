import Arima
import LocalModels

/// The ARIMA model that a stepwise search chooses: seasonal strength and KPSS tests for the differences, AICc of the exact likelihood for the orders.
///
/// Seasons of more than 24 rows (or of 24 with more than 1,500 rows) are taken out by STL first; see ``SeasonalTrendModel``.
///
/// ```swift
/// let fitted = try AutoArimaModel().fit(LocalSeries(values: sales, season: 12))
/// print(fitted.name)  // ARIMA(0,1,1)(0,1,1)[12]
/// ```
public struct AutoArimaModel: LocalModel, Equatable {
  /// Whether models are ranked by their conditional sum of squares: faster, but other models win.
  public var isApproximate: Bool
  /// Whether the search moves from model to model; false: all with p + q + P + Q ≤ 5 are tried.
  public var isStepwise: Bool
  /// The longest season that seasonal orders are tried for.
  private static let longestSeason = 24

  /// Makes an automatic model.
  public init(isApproximate: Bool = false, isStepwise: Bool = true) {
    self.isApproximate = isApproximate
    self.isStepwise = isStepwise
  }

  /// The name; see `LocalModel`.
  public var name: String { "auto-arima" }

  /// True: the orders are chosen.
  public var isAutomatic: Bool { true }

  /// True: rows may be missing.
  public var takesMissingValues: Bool { true }

  /// True: the errors of a regression are ARIMA.
  public var takesRegressors: Bool { true }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let isLong =
      series.season > Self.longestSeason || series.season == Self.longestSeason && series.count > 1500
    guard isLong, series.count > 2 * series.season else {
      return try StepwiseArima(isApproximate: isApproximate, isStepwise: isStepwise)
        .fitOrdinary(series)
    }
    var model = SeasonalTrendModel(.arima, periods: [series.season])
    model.isApproximate = isApproximate
    let filled = series.replacingValues(MissingValues.filled(series))
    // The likelihood of the adjusted series is not that of an ARIMA of the series.
    return try model.fit(filled, showsCriteria: false)
  }
}
