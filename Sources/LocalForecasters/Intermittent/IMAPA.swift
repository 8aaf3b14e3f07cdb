import Forecasting
import LocalModels
import Smoothing

/// The mean of ADIDA over all blocks up to the mean interval between demands.
public struct IMAPA: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "imapa", summary: "mean of adida over all block lengths",
    source: "Petropoulos and Kourentzes 2015, https://doi.org/10.1057/jors.2014.62")

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
    IntermittentDemand(.imapa)
  }
}
