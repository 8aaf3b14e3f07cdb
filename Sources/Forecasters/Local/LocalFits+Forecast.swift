import Forecasting
import LocalModels
import Tensors

extension LocalFits {
  /// Forecasts in data units; in standardised ones where the batch knows no others.
  func forecast(_ batch: Batch) -> Forecast {
    let channelCount = batch.history.shape[1]
    guard let units = batch.units else {
      let values = forecasts(ofStandardized: batch.history).map { Float($0) }
      return Forecast(point: Tensor(shape: [batch.count, channelCount, horizon], values: values))
    }
    var values = [Double](repeating: 0, count: batch.count * channelCount * horizon)
    for channel in 0..<channelCount {
      var cursor = Cursor()
      for (window, origin) in batch.origins.enumerated() {
        let start = (window * channelCount + channel) * horizon
        let forecast = forecast(channel, at: origin, units, &cursor)
        for step in 0..<horizon { values[start + step] = forecast[step] }
      }
    }
    return Forecast(units: values, batch: batch.count, channelCount: channelCount, horizon: horizon)
  }

  /// A state on its way through the origins of a batch.
  private struct Cursor {
    var series = -1
    /// The rows that the state has seen.
    var rowCount = 0
    var fit: ChannelFit?
  }

  /// Forecasts one channel of one window: the state goes on from the last window where that lies before.
  private func forecast(
    _ channel: Int, at origin: WindowOrigin, _ units: HistoryUnits, _ cursor: inout Cursor
  ) -> [Double] {
    units.withPast(channel, at: origin) { past in
      guard targets.contains(channel) else {
        return [Double](repeating: past.isEmpty ? .nan : past[past.count - 1], count: horizon)
      }
      let isAhead = cursor.series == origin.series && cursor.rowCount <= past.count
      if !isAhead { cursor = Cursor(series: origin.series, rowCount: 0, fit: start(origin.series, channel)) }
      let known = isAhead ? cursor.rowCount : nil
      let stamps = units.timestamps(ofSeries: origin.series)
      guard cursor.fit?.follow(past, stamps, from: known, frequency) == true, let fit = cursor.fit else {
        cursor = Cursor()
        return continuation(of: past.indices.map { past[$0] })
      }
      cursor.rowCount = past.count
      return fit.model.means(horizon: horizon)
    }
  }

  private func start(_ series: Int, _ channel: Int) -> ChannelFit? {
    guard series < channels.count, channel < channels[series].count else { return nil }
    return channels[series][channel]
  }

  private func forecasts(ofStandardized history: Tensor) -> [Double] {
    let lookback = history.size(ofAxis: -1)
    let values = history.values.map { Double($0) }
    return (0..<history.count / lookback).flatMap { row in
      continuation(of: Array(values[row * lookback..<(row + 1) * lookback]))
    }
  }

  /// The forecast of the model fitted to rows; of their last value where it cannot be fitted, of no numbers where there is none.
  private func continuation(of rows: [Double]) -> [Double] {
    let fit = (try? fitted(to: rows, by: model)) ?? (try? fitted(to: rows, by: Naive()))
    return fit?.means(horizon: horizon) ?? [Double](repeating: .nan, count: horizon)
  }
}
