import Forecasting
import Layers
import Tensors
import TimeSeries

extension Predictor {
  /// A few test windows with their forecasts: evenly spread over the test rows, of many series over those of the best, the
  /// median and the worst.
  func samples(
    _ count: Int, of data: PreparedData, _ windows: TestWindows, _ score: ForecastScore?,
    _ intervals: ForecastIntervals? = nil
  ) -> [SampleForecast] {
    let positions = windows.shown(count, score)
    guard !positions.isEmpty else { return [] }
    let batch = windows.histories(positions)
    let forecast = forecast(batch)
    let scales = intervals?.scales(of: batch, channels: windows.targetChannels) ?? []
    return positions.enumerated().map { index, window in
      let number = windows.position(ofWindow: window).series
      let (series, scaler) = (data.panel.series[number], windows.data.scalers[number])
      let targets = windows.targetRows(ofWindow: window)
      let past = max(0, targets.lowerBound - min(windows.horizon, windows.lookback))..<targets.lowerBound
      var sample = SampleForecast(
        window: window, start: data.panel.stampForm.string(for: series.timestamps[targets.lowerBound]),
        channels: windows.shownTargets.map { target in
          let column = windows.targetColumns[target]
          let predicted = forecast.units(
            window: index, channel: windows.targetChannels[target], mean: scaler.means[column],
            deviation: scaler.deviations[column])
          var drawn = data.panel.withColumn(column, ofSeries: number) { values in
            SampleForecast.Channel(
              name: data.panel.columns[column], history: past.map { Float(values[$0]) },
              truth: targets.map { Float(values[$0]) }, forecast: predicted.map { Float($0) })
          }
          let scale = scales.isEmpty ? 1 : Double(scales[index][target])
          drawn.add(
            intervals, around: predicted, target: target, unit: scaler.deviations[column] * scale,
            series: number)
          return drawn
        })
      sample.series = series.id
      return sample
    }
  }
}

extension SampleForecast.Channel {
  /// Adds the 80 % interval of each step, where there is one.
  fileprivate mutating func add(
    _ intervals: ForecastIntervals?, around points: [Double], target: Int, unit: Double, series: Int
  ) {
    guard let intervals, let level = intervals.index(ofLevel: 0.8) else { return }
    let offsets = points.indices.compactMap {
      intervals.offsets(channel: target, step: $0, level: level, series: series)
    }
    guard offsets.count == points.count else { return }
    lower = zip(points, offsets).map { Float($0 + $1.lower * unit) }
    upper = zip(points, offsets).map { Float($0 + $1.upper * unit) }
  }
}

/// What a forecaster attends to, averaged over test windows that are evenly spread over the test rows; nothing for one
/// that cannot say.
func attentionMaps(
  _ forecaster: some Forecaster, of data: PreparedData, _ windows: TestWindows
) -> [AttentionMap] {
  let positions = windows.evenlySpread(32)
  guard !positions.isEmpty, let explaining = forecaster as? any Explaining else { return [] }
  let names = windows.channels.map { data.panel.columns[$0] }
  return explaining.attention(over: windows.histories(positions)).compactMap { layer in
    let (rows, columns) = (layer.weights.shape.suffix(2).first ?? 0, layer.weights.shape.last ?? 0)
    // A map of more tokens than this is no picture for a report and would fill the disk.
    let limit = layer.tokens == .channels ? 128 : 64
    guard rows <= limit, columns <= limit else { return nil }
    return AttentionMap(averaging: layer, channels: names)
  }
}

extension AttentionMap {
  /// The mean over windows and heads.
  ///
  /// - Parameter channels: Names of the channels of the history.
  package init(averaging layer: AttentionWeights, channels: [String]) {
    let (rows, columns) = (layer.weights.shape.suffix(2).first ?? 0, layer.weights.shape.last ?? 0)
    func tokens(_ count: Int) -> [String] {
      layer.tokens == .channels && count == channels.count ? channels : (0..<count).map { "\($0 + 1)" }
    }
    self.init(
      name: layer.layer, rows: tokens(rows), columns: tokens(columns),
      weights: layer.weights.meanMatrix(rows, columns))
  }
}

extension Windows {
  /// Up to `count` windows in the middles of equal stretches.
  package func evenlySpread(_ count: Int) -> [Int] {
    (0..<self.count).evenlySpread(count)
  }

  /// The windows to look at.
  fileprivate func shown(_ count: Int, _ score: ForecastScore?) -> [Int] {
    let chosen = SeriesSummary.extremes(of: score)
    guard chosen.count > 1 else { return evenlySpread(count) }
    return chosen.enumerated().flatMap { place, series in
      windows(ofSeries: series.series).evenlySpread((count + chosen.count - 1 - place) / chosen.count)
    }
  }

  /// The first and the last target channel: enough to look at, and records stay small.
  fileprivate var shownTargets: [Int] {
    targetCount > 1 ? [0, targetCount - 1] : Array(0..<targetCount)
  }
}

extension Range<Int> {
  /// Up to `count` of the numbers, in the middles of equal stretches.
  package func evenlySpread(_ count: Int) -> [Int] {
    let wanted = Swift.min(count, self.count)
    return (0..<wanted).map { lowerBound + (2 * $0 + 1) * self.count / (2 * wanted) }
  }
}

extension Tensor {
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
