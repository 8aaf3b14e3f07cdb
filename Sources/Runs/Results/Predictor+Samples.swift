import Forecasting
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
        window: window, start: data.panel.stampForm.text(for: series.timestamps[targets.lowerBound]),
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
            intervals, around: predicted,
            ResidualPlace(
              target: target, series: number, unit: scaler.deviations[column] * scale,
              staleRowCount: batch.staleRowCount(ofChannel: windows.targetChannels[target], window: index)))
          return drawn
        })
      sample.series = series.id
      return sample
    }
  }
}

extension SampleForecast.Channel {
  /// Adds the 80 % interval, where every step has one.
  fileprivate mutating func add(
    _ intervals: ForecastIntervals?, around points: [Double], _ place: ResidualPlace
  ) {
    guard let intervals, let level = intervals.index(ofLevel: 0.8) else { return }
    let bounds = intervals.bounds(around: points, level: level, place)
    guard !(bounds.lower + bounds.upper).contains(where: \.isNaN) else { return }
    (lower, upper) = (bounds.lower.map { Float($0) }, bounds.upper.map { Float($0) })
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
