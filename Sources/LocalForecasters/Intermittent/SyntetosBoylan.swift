import Forecasting
import LocalModels
import Smoothing

/// The Syntetos-Boylan approximation: Croston's method with the factor 1 − α/2 against its bias.
public struct SyntetosBoylan: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "sba", summary: "Croston's method without its bias",
    source: "Syntetos and Boylan 2005, https://doi.org/10.1016/j.ijforecast.2004.10.001")

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
    IntermittentDemand(.sba)
  }
}
