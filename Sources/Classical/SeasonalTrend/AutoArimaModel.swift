import Arima
import LocalModels

/// The ARIMA model that a search chooses, for seasons of any length; see `StepwiseArima`.
///
/// Seasons of more than 24 rows (or of 24 with more than 1,500 rows) are taken out by STL first; see ``SeasonalTrendModel``.
///
/// ```swift
/// let fitted = try AutoArimaModel().fit(LocalSeries(values: sales, season: 12))
/// print(fitted.name)  // ARIMA(0,0,0)(0,1,0)[12] with drift
/// ```
public struct AutoArimaModel: LocalModel, Equatable {
  /// How the orders are chosen.
  public var search: StepwiseArima
  /// The longest season that seasonal orders are tried for.
  private static let longestSeason = 24

  /// Makes an automatic model.
  public init(_ search: StepwiseArima = StepwiseArima()) { self.search = search }

  /// That of the search.
  public var name: String { search.name }

  /// As the search is.
  public var isAutomatic: Bool { search.isAutomatic }

  /// As the search does.
  public var takesMissingValues: Bool { search.takesMissingValues }

  /// As the search does.
  public var takesRegressors: Bool { search.takesRegressors }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let isLong =
      series.season > Self.longestSeason || series.season == Self.longestSeason && series.count > 1500
    guard isLong, series.count > 2 * series.season else { return try search.fitOrdinary(series) }
    var model = SeasonalTrendModel(.arima, periods: [series.season])
    model.search = search
    let filled = series.replacingValues(MissingValues.filled(series))
    // The likelihood of the adjusted series is not that of an ARIMA of the series.
    return try model.fit(filled, showsCriteria: false)
  }
}
