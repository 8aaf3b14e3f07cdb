import Forecasting
import LocalModels
import Smoothing

/// Aggregate and disaggregate: smooths the sums over blocks as long as the mean interval between demands.
public struct ADIDA: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "adida", summary: "smoothed sums over blocks of the mean interval between demands",
    source: "Nikolopoulos et al. 2011, https://doi.org/10.1057/jors.2010.32")

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
    IntermittentDemand(.adida)
  }
}
