import Forecasting
import Tensors
import TimeSeries

/// The continuation of series that are shorter than a model's lookback.
package enum ShortSeries {
  /// The name of the forecaster that continues them.
  package static let fallback = SeasonalNaive.card.name

  /// What is said of them.
  package static func note(_ count: Int, of panel: Panel, lookback: Int) -> String {
    "\(count) of \(panel.series.count) series are shorter than the lookback of \(lookback) rows: \(fallback) continues them"
  }

  /// The last season, or the last value of series that are shorter than one; `nothing` where no value is known.
  ///
  /// - Parameters:
  ///   - values: The rows of a series, of which some may be missing.
  ///   - nothing: What is forecast where there is no value at all.
  package static func continuation(
    of values: [Double], horizon: Int, frequency: Frequency, nothing: Double
  ) -> [Double] {
    var known = values
    for row in known.indices where known[row].isNaN { known[row] = row > 0 ? known[row - 1] : .nan }
    known.removeAll(where: \.isNaN)
    var forecast = [Double](repeating: nothing, count: horizon)
    guard !known.isEmpty else { return forecast }
    let task = ForecastTask(lookback: known.count, horizon: horizon, channelCount: 1, frequency: frequency)
    var generator = SeededGenerator.idle
    guard let forecaster = try? SeasonalNaive(.init(), for: task, using: &generator) else { return forecast }
    var span = forecast.mutableSpan
    forecaster.continuing(known.span, into: &span)
    return forecast
  }
}
