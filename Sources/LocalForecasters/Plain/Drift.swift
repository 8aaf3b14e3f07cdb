import Forecasting
import Layers
import LocalModels
import Tensors

/// Continues the line through the first and the last value of each channel's history.
///
/// `ŷ_h = x_L + h (x_L − x_1) / (L − 1)`. The history is all rows up to the origin or, where a lookback is told, its rows.
public struct Drift: PlainForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "drift", summary: "continues the line through the first and last value of each channel",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/simple-methods.html")

  /// Over which rows it looks back.
  public typealias Configuration = HistoryChoice

  /// True: one row is enough.
  public static let continuesShortHistories = true

  /// The law of a random walk with drift.
  public var law: LocalFits
  private let history: HistoryChoice.History

  /// Creates the forecaster; there is nothing random.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    history = configuration.history
    law = LocalFits(LocalModels.Drift(), season: 1, for: task)
    law.fitsHistories = history == .lookback
  }

  /// Forecasts in data units; in standardised ones, by the rows of the lookback, where the batch knows no others.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    predicting(from: history) { past, step in
      let (first, last) = (past.first, past.last)
      let slope = (last.value - first.value) / Double(max(1, last.row - first.row))
      return last.value + Double(past.rowCount + step - last.row) * slope
    }
  }

  /// Continues one channel of one window; see `UntrainedForecaster`.
  public func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {
    let (first, last) = (history[0], history[history.count - 1])
    let slope = (last - first) / Double(max(1, history.count - 1))
    for step in forecast.indices { forecast[step] = last + Double(step + 1) * slope }
  }

  /// Continues the line through the first and the last value that were observed.
  public func continuing(observed history: Span<Double>, into forecast: inout MutableSpan<Double>) -> Bool {
    guard let first = history.indices.first(where: { !history[$0].isNaN }),
      let last = history.indices.last(where: { !history[$0].isNaN })
    else { return false }
    let slope = (history[last] - history[first]) / Double(max(1, last - first))
    for step in forecast.indices {
      forecast[step] = history[last] + Double(history.count + step - last) * slope
    }
    return true
  }
}
