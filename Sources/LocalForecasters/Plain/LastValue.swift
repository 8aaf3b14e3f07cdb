import Forecasting
import Layers
import LocalModels
import Tensors

/// Repeats the last value of each channel: the forecast that any other must beat.
public struct LastValue: PlainForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "last-value", summary: "repeats the last value of each channel",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/simple-methods.html")

  /// There is nothing to set.
  public typealias Configuration = NothingToSet

  /// True: one row is enough.
  public static let continuesShortHistories = true

  /// The law of a random walk.
  public var law: LocalFits

  /// Creates the forecaster; there is nothing random.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    law = LocalFits(Naive(), season: 1, for: task)
  }

  /// Continues one channel of one window; see `UntrainedForecaster`.
  public func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {
    for step in forecast.indices { forecast[step] = history[history.count - 1] }
  }

  /// Repeats the last value that was observed.
  public func continuing(observed history: Span<Double>, into forecast: inout MutableSpan<Double>) -> Bool {
    guard let last = history.indices.last(where: { !history[$0].isNaN }) else { return false }
    for step in forecast.indices { forecast[step] = history[last] }
    return true
  }
}
