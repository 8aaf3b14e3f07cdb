import Forecasting
import Layers
import Tensors
import TimeSeries

extension Forecaster {
  /// A few test windows with their forecasts, evenly spread over the test rows.
  func samples(_ count: Int, of data: PreparedData, _ windows: TestWindows) -> [SampleForecast] {
    let positions = windows.evenlySpread(count)
    guard !positions.isEmpty else { return [] }
    let (history, target) = windows.batch(positions)
    var pass = ForwardPass.inference
    let forecast = selectingChannels(forecast(history, in: &pass), windows.targetChannels)
    let pasts = selectingChannels(history.values, windows.targetChannels)
    return positions.enumerated().map { index, window in
      SampleForecast(
        window: window,
        start: data.frame.timestampFormat.string(
          for: data.frame.timestamps[windows.firstTargetRow(ofWindow: window)]),
        channels: windows.shownTargets.map { channel in
          let series = windows.targetSeriesChannels[channel]
          func units(_ tensor: Tensor) -> [Float] {
            let row = tensor.row(window: index, channel: channel).suffix(windows.horizon)
            return row.map { data.scaler.inverse($0, channel: series) }
          }
          return SampleForecast.Channel(
            name: data.frame.channels[series], history: units(pasts), truth: units(target),
            forecast: units(forecast))
        })
    }
  }

  /// What the forecaster attends to, averaged over test windows that are evenly spread over the test rows.
  func attentionMaps(of data: PreparedData, _ windows: TestWindows) -> [AttentionMap] {
    let positions = windows.evenlySpread(32)
    guard !positions.isEmpty else { return [] }
    let names = windows.channels.map { data.frame.channels[$0] }
    return attention(over: windows.batch(positions).history).compactMap { layer in
      let (rows, columns) = (layer.weights.shape.suffix(2).first ?? 0, layer.weights.shape.last ?? 0)
      // A map of more tokens than this is no picture for a report and would fill the disk.
      guard rows <= 128, columns <= 128 else { return nil }
      func tokens(_ count: Int) -> [String] {
        layer.tokens == .channels && count == names.count ? names : (0..<count).map { "\($0 + 1)" }
      }
      return AttentionMap(
        name: layer.layer, rows: tokens(rows), columns: tokens(columns),
        weights: layer.weights.meanMatrix(rows, columns))
    }
  }
}

extension Windows {
  /// Up to `count` windows in the middles of equal stretches.
  package func evenlySpread(_ count: Int) -> [Int] {
    let wanted = min(count, self.count)
    return (0..<wanted).map { (2 * $0 + 1) * self.count / (2 * wanted) }
  }

  /// The first and the last target channel: enough to look at, and records stay small.
  fileprivate var shownTargets: [Int] {
    targetCount > 1 ? [0, targetCount - 1] : Array(0..<targetCount)
  }
}

extension Tensor {
  /// One row of a tensor `[window, channel, time]`.
  fileprivate func row(window: Int, channel: Int) -> [Float] {
    let (channels, length) = (shape[1], shape[2])
    let start = (window * channels + channel) * length
    return Array(values[start..<start + length])
  }

  /// The mean over all but the last two axes, added in double precision.
  fileprivate func meanMatrix(_ rows: Int, _ columns: Int) -> [[Float]] {
    let values = values
    let matrixCount = values.count / max(1, rows * columns)
    return (0..<rows).map { row in
      (0..<columns).map { column in
        let sum = (0..<matrixCount).reduce(0.0) {
          $0 + Double(values[($1 * rows + row) * columns + column])
        }
        return Float(sum / Double(matrixCount))
      }
    }
  }
}
