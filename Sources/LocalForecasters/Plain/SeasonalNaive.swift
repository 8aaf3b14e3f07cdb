import Forecasting
import Layers
import LocalModels
import Tensors
import TimeSeries
import Training

/// Repeats the last season of each channel.
///
/// `ŷ_h = x_{L − m + ((h − 1) mod m) + 1}` for a season of m rows.
public struct SeasonalNaive: PlainForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "seasonal-naive", summary: "repeats the last day, week or other season of each channel",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/simple-methods.html")

  /// Where a season that is not given comes from.
  public enum Origin: String, Sendable, CaseIterable {
    /// The usual one of the data's frequency.
    case frequency
    /// The one of the usual ones with the smallest error over the training rows.
    case training
  }

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Rows of a season; 0 to have one found.
    public var season = 0
    /// How a season is found.
    public var from = Origin.frequency

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("season", \.season, in: 0...100_000, "rows of a season; 0: found as the next setting says"),
      .choice(
        "from", \.from,
        "frequency: 24 for hours, 7 for days, …; training: the usual one that fits training rows best"),
    ]
  }

  /// True: the last value is repeated where there is not one season.
  public static let continuesShortHistories = true

  /// The law of a walk from season to season.
  public var law: LocalFits
  private var season: Int { law.season }
  /// Seasons to choose from in a fit.
  private let candidates: [Int]
  /// The frequency's season if the history is too short for it.
  private let missing: Int?

  /// Seasons tried where the frequency is not known, or rows are only counted.
  private static let usualSeasons = [4, 5, 7, 12, 24, 48, 52, 96, 144, 168, 288, 365]

  /// Creates the forecaster; there is nothing random.
  ///
  /// - Throws: `ConfigurationError` if a given season is longer than the history.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    guard configuration.season <= task.lookback else {
      throw .invalidValue(
        key: "season", value: "\(configuration.season)", accepted: "1 … \(task.lookback), the rows of history"
      )
    }
    let usual = task.frequency?.seasonCandidates ?? []
    let fitting = usual.filter { $0 <= task.lookback }
    law = LocalFits(
      LocalModels.SeasonalNaive(),
      season: configuration.season > 0 ? configuration.season : fitting.first ?? 1,
      for: task)
    missing = configuration.season > 0 ? nil : usual.first.flatMap { $0 > task.lookback ? $0 : nil }
    let isSearched = configuration.season == 0 && (configuration.from == .training || !task.tellsSeasons)
    let known = task.tellsSeasons ? fitting : Self.usualSeasons.filter { $0 <= task.lookback }
    candidates = isSearched ? [1] + known : []
  }

  /// A season at least, where the longest series has room for it.
  public static func usualLookback(
    _ configuration: Configuration, rows: [Int], horizon: Int, frequency: Frequency
  ) -> Int {
    let most = rows.max() ?? 0
    let season = Frequency?(frequency).seasonLength(asked: configuration.season)
    return max(
      UsualSizes.lookback(rows: most, horizon: horizon), season <= most - horizon ? season : 1)
  }

  /// Finds the season with the smallest error over the training rows, where none is given, and the variance of the errors.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    let errors = candidates.map { (season: $0, error: Self.error(ofSeason: $0, in: data.training)) }
    if let best = errors.min(by: { $0.error < $1.error }) { law.season = best.season }
    try refit(on: data, plan, control)
    return TrainingSummary(ending: .untrained)
  }

  /// The season that was found.
  public func resolved(_ configuration: Configuration) -> Configuration {
    var result = configuration
    result.season = season
    return result
  }

  /// What a history that is too short for the usual season leads to.
  public var notes: [String] {
    guard let missing else { return [] }
    let instead = season == 1 ? "repeats the last value" : "uses a season of \(season) rows"
    return [
      "seasonal-naive: a season of \(missing) rows does not fit into the lookback; \(instead) "
        + "(a longer lookback or another season may be given)"
    ]
  }

  /// Continues one channel of one window; see `UntrainedForecaster`.
  public func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {
    let season = season <= history.count ? season : 1
    for step in forecast.indices { forecast[step] = history[history.count - season + step % season] }
  }

  /// Repeats the last value of each season's row that was observed; the last value of all where there is none.
  public func continuing(observed history: Span<Double>, into forecast: inout MutableSpan<Double>) -> Bool {
    guard let last = history.indices.last(where: { !history[$0].isNaN }) else { return false }
    let season = season <= history.count ? season : 1
    for step in forecast.indices {
      let row = stride(from: history.count - season + step % season, through: 0, by: -season)
        .first { !history[$0].isNaN }
      forecast[step] = history[row ?? last]
    }
    return true
  }

  /// The mean squared error over the training rows of all series and channels, in deviations: step h of a forecast
  /// repeats what was `⌈h / m⌉ m` rows before.
  private static func error(ofSeason season: Int, in windows: TrainingWindows) -> Double {
    windows.segments.reduce(0) { total, segment in
      let rows = windows.rows(of: segment)
      return windows.targetColumns.reduce(total) { total, column in
        let deviation = windows.data.scalers[segment.series].deviations[column]
        return windows.data.panel.withColumn(column, ofSeries: segment.series) { values in
          stride(from: 0, to: windows.horizon, by: season).reduce(total) { total, first in
            let lag = first + season
            let steps = min(season, windows.horizon - first)
            let squares = squaredDifference(values.extracting(rows), lag: lag)
            return total + Double(steps) * squares / (deviation * deviation)
          }
        }
      }
    }
  }

  private static func squaredDifference(_ values: Span<Double>, lag: Int) -> Double {
    guard values.count > lag else { return 0 }
    var (sum, count) = (0.0, 0)
    for row in lag..<values.count {
      let difference = values[row] - values[row - lag]
      // Where one of both is missing there is no difference.
      guard !difference.isNaN else { continue }
      sum += difference * difference
      count += 1
    }
    return sum / Double(max(1, count))
  }
}
