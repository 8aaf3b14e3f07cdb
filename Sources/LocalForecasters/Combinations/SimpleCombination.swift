import Classical
import Forecasting
import LocalModels

/// The median of four: automatic exponential smoothing, ARIMA, complex smoothing and the dynamic optimised Theta model; sixth of the M4 competition.
public struct SimpleCombination: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "scum", summary: "median of ets, arima, ces and dotm, step by step",
    source: "Petropoulos and Svetunkov 2020, https://doi.org/10.1016/j.ijforecast.2019.01.006")

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
    CombinationModel.scum
  }
}
