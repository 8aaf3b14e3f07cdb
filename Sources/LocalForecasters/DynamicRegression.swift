import Classical
import Forecasting
import LocalModels
import TimeSeries

/// Regression on columns known ahead, with ARIMA errors: which of their leads, lags, carry-overs and bends count, and whether of values or of
/// logarithms, is found in the rows.
public struct DynamicRegression: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "dynamic-regression",
    summary:
      "regression on columns known ahead, their leads, lags and bends chosen by BIC, with ARIMA errors",
    source: "Pankratz 1991, https://doi.org/10.1002/9781118150528")

  /// The season.
  public typealias Configuration = SeasonChoice

  /// Columns known ahead are what it is for.
  public static let takes: Set<ColumnRole> = [.future]

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    Classical.DynamicRegression()
  }
}
