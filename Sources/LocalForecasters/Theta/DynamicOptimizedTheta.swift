import Forecasting
import LocalModels
import Smoothing

/// The dynamic optimised Theta model: θ estimated, the line estimated anew with each row.
public struct DynamicOptimizedTheta: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "dotm", summary: "Theta model with an estimated theta and a line that follows the rows",
    source: "Fiorucci et al. 2016, https://doi.org/10.1016/j.ijforecast.2016.02.005")

  /// The season is all that there is to set.
  public typealias Configuration = SeasonChoice

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel { Theta(.dotm) }
}
