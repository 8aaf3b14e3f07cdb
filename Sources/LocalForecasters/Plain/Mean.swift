import Forecasting
import Layers
import LocalModels
import Tensors

/// Repeats the mean of each channel's history: of all rows up to the origin or, where a lookback is told, of its rows.
public struct Mean: PlainForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "mean", summary: "repeats the mean of each channel's history",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/simple-methods.html")

  /// Over which rows it looks back.
  public typealias Configuration = HistoryChoice

  /// True: one row is enough.
  public static let continuesShortHistories = true

  /// The law of noise around a mean.
  public var law: LocalFits
  private let history: HistoryChoice.History

  /// Creates the forecaster; there is nothing random.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    history = configuration.history
    law = LocalFits(HistoricalMean(), season: 1, for: task)
    law.fitsHistories = history == .lookback
  }

  /// Forecasts in data units; in standardised ones, by the rows of the lookback, where the batch knows no others.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    predicting(from: history) { past, _ in past.sum / Double(past.knownCount) }
  }

  /// Continues one channel of one window; see `UntrainedForecaster`.
  public func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {
    var sum = 0.0
    for row in history.indices { sum += history[row] }
    for step in forecast.indices { forecast[step] = sum / Double(history.count) }
  }

  /// Repeats the mean of the values that were observed.
  public func continuing(observed history: Span<Double>, into forecast: inout MutableSpan<Double>) -> Bool {
    var (sum, count) = (0.0, 0)
    for row in history.indices where !history[row].isNaN {
      sum += history[row]
      count += 1
    }
    for step in forecast.indices { forecast[step] = sum / Double(count) }
    return count > 0
  }
}
