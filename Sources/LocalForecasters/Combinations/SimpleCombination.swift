import Classical
import Forecasting
import LocalModels

/// The median of four: automatic exponential smoothing, ARIMA, complex smoothing and the dynamic optimised Theta model; sixth of the M4 competition.
public struct SimpleCombination: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "scum", summary: "median of ets, arima, ces and dotm, step by step",
    source: "Petropoulos and Svetunkov 2020, https://doi.org/10.1016/j.ijforecast.2019.01.006")

  /// The season, and what is done with few of it.
  public struct Configuration: SeasonalConfiguration {
    /// Rows of the season; 0: as the frequency says, 1: none.
    public var season = 0
    /// Whether forecasts are drawn to the last season where rows hold more than one and too few for most members.
    public var lastSeason = false

    /// As published.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .season(\.season),
      .boolean(
        "lastSeason", \.lastSeason,
        "whether rows of more than one season and less than two (two and a half of more than 24 rows) are drawn to the last one"
      ).addedLater(),
    ]

    /// Little else that is chosen among sees a season of which there are so few.
    public func amongCandidates() -> Self {
      var copy = self
      copy.lastSeason = true
      return copy
    }
  }

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    var model = CombinationModel.scum
    model.usesLastSeason = configuration.lastSeason
    return model
  }
}
