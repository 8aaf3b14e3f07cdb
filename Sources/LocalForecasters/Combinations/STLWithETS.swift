import Classical
import Forecasting
import LocalModels

/// Seasonal and trend decomposition by loess, its last seasons repeated, and exponential smoothing of what is left; for any number of seasons.
public struct STLWithETS: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "stlf-ets",
    summary: "ets of the rows without the seasons that STL finds, for one or several seasons",
    source: "Cleveland et al. 1990; Bandara et al. 2021, https://arxiv.org/abs/2107.13462")

  /// The seasons and how they are found.
  public typealias Configuration = SeasonsChoice

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    configuration.model(.ets, seasons)
  }
}
