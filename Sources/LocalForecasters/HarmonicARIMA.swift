import Classical
import Forecasting
import LocalModels
import TimeSeries

/// ARIMA errors around sines and cosines of a long season, such as the year of days.
public struct HarmonicARIMA: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "harmonic-arima",
    summary: "sines and cosines of a long season, such as the year of days, with ARIMA errors",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/dhr.html")

  /// The seasons.
  public struct Configuration: SeasonalConfiguration {
    /// Rows of the short season, which the ARIMA model knows; 0: as the frequency says, 1: none.
    public var season = 0
    /// Rows of the long season; 0: as the frequency says.
    public var long = 0
    /// Pairs of sine and cosine.
    public var pairs = 2

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .season(\.season),
      .integer(
        "long", \.long, in: 0...100_000,
        "rows of the long season; 0: the one that the frequency has beside the usual one, if any"),
      .integer("pairs", \.pairs, in: 1...50, "pairs of sine and cosine of the long season"),
    ]
  }

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The short season, and the long one where there is one.
  public static func seasons(_ configuration: Configuration, for task: ForecastTask) -> [Int] {
    let short = task.seasons(configuration.season)
    let usual = task.frequency?.seasonCandidates.first { $0 > short.first ?? 1 }
    guard let long = configuration.long > 0 ? configuration.long : usual else { return short }
    return [short.first ?? 1, long]
  }

  /// The local model that is fitted to each series; ARIMA alone without a long season.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    guard seasons.count > 1, let long = seasons.last, long > 1 else { return AutoArimaModel() }
    return HarmonicModel(period: long, pairCount: min(configuration.pairs, max(1, long / 2)))
  }
}
