import Forecasting
import LocalModels
import Smoothing

/// Croston's method for intermittent demand: smoothed size over smoothed interval, α = 0.1.
public struct Croston: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "croston", summary: "smoothed size of demand over smoothed interval",
    source: "Croston 1972, https://doi.org/10.1057/jors.1972.50")

  /// There is nothing to set.
  public typealias Configuration = NothingToSet

  /// No law: intervals are quantiles of the rows.
  public static let statesLaw = false

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    IntermittentDemand(.croston)
  }
}
