import Forecasting
import Layers
import Tensors

/// Repeats the mean of each channel's history.
public struct Mean: UntrainedForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "mean", summary: "repeats the mean of each channel's history",
    source: "Hyndman and Athanasopoulos 2021, https://otexts.com/fpp3/simple-methods.html")

  /// There is nothing to set.
  public typealias Configuration = NothingToSet

  /// Rows of the forecast.
  public let horizon: Int

  /// Creates the forecaster; there is nothing random.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    horizon = task.horizon
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
