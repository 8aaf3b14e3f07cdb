import Forecasting
import LocalModels
import Smoothing

/// The Theta method as R's `thetaf` has it: simple exponential smoothing with half the slope of the line as drift.
public struct ThetaMethod: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "theta", summary: "smoothed level with half the slope of the line, seasonally adjusted",
    source: "Assimakopoulos and Nikolopoulos 2000, https://doi.org/10.1016/S0169-2070(00)00066-2")

  /// The season is all that there is to set.
  public typealias Configuration = SeasonChoice

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel { Theta(.theta) }
}
