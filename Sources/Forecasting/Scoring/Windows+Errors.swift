import TimeSeries

extension Windows {
  /// Forecast minus truth of windows, standardised, shape `[window, target channel, step]`; NaN where the truth is missing.
  ///
  /// Windows that overlap share truths, so that those of consecutive ones are brought to the units of the forecast once.
  ///
  /// - Parameter indices: Ascending.
  package func errors(of forecast: Forecast, at indices: some Collection<Int>) -> [Double] {
    var errors = [Double](repeating: 0, count: indices.count * targetCount * horizon)
    let places = indices.map { position(ofWindow: $0) }
    let columns = targetColumns
    var first = 0
    while first < places.count {
      let (series, start) = places[first]
      var end = first + 1
      while end < places.count, places[end].series == series,
        places[end].firstTarget - places[end - 1].firstTarget <= horizon
      {
        end += 1
      }
      let rows = start..<places[end - 1].firstTarget + horizon
      for (target, column) in columns.enumerated() {
        let truths = truths(ofColumn: column, series: series, rows, inUnits: forecast.isInUnits)
        for window in first..<end {
          let from = places[window].firstTarget - start
          forecast.putErrors(
            window: window, channel: targetChannels[target],
            truth: truths.span.extracting(from..<from + horizon),
            deviation: data.scalers[series].deviations[column], into: &errors,
            at: (window * targetCount + target) * horizon)
        }
      }
      first = end
    }
    return errors
  }

  /// Values of rows, NaN where missing.
  private func truths(ofColumn column: Int, series: Int, _ rows: Range<Int>, inUnits: Bool) -> [Double] {
    let (mean, deviation) = (data.scalers[series].means[column], data.scalers[series].deviations[column])
    return data.panel.withColumn(column, ofSeries: series) { values in
      rows.map { inUnits ? values[$0] : (values[$0] - mean) / deviation }
    }
  }

  /// Whether the truth of each error is missing, in the order of ``errors(of:at:)``; empty if no value is.
  func missingTruths(at indices: some Collection<Int>) -> [Bool] {
    guard !isComplete else { return [] }
    return indices.flatMap { window in
      (0..<targetCount).flatMap { target in
        withTarget(target, ofWindow: window) { truth, _, _ in truth.indices.map { truth[$0].isNaN } }
      }
    }
  }
}
