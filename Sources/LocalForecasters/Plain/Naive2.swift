import Forecasting
import LocalModels

/// Repeats the last seasonally adjusted value with its season: the naive method of the M competitions where a test finds a season.
public struct Naive2: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "naive2", summary: "repeats the last seasonally adjusted value, with its season",
    source: "Makridakis and Hibon 2000, https://doi.org/10.1016/S0169-2070(00)00057-1")

  /// The season is all that there is to set.
  public typealias Configuration = SeasonChoice

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    LocalModels.Naive2()
  }
}
