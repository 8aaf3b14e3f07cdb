import Forecasting
import LocalModels
import Smoothing

/// Simple exponential smoothing, ETS(A,N,N).
public struct SimpleExponentialSmoothing: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "ses", summary: "exponential smoothing of the level",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/ses.html")

  /// There is nothing to set.
  public typealias Configuration = NothingToSet

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    SmoothingMethod.simple
  }
}
