import Forecasting
import LocalModels
import Smoothing

/// Holt-Winters' method with a multiplicative season and error, ETS(M,A,M); for values above zero.
public struct HoltWintersMultiplicative: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "hw-multiplicative", summary: "exponential smoothing of level, trend and multiplicative season",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/holt-winters.html")

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
    SmoothingMethod.holtWintersMultiplicative
  }
}
