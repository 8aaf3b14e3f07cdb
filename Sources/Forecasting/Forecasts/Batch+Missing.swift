import LocalModels

extension Batch {
  /// Rows without a value at the end of the history of a channel of a window, beyond those that are usual, as `MissingValues` counts them.
  package func staleRowCount(ofChannel channel: Int, window: Int) -> Int {
    units?.withPast(channel, at: origins[window]) { MissingValues.staleRowCount($0) } ?? 0
  }
}

extension HistoryUnits {
  /// The history of a channel as it was some rows earlier, standardised, and where it was observed, as 1 or 0; before the first row of the
  /// series stands its value, as one that was not observed.
  func earlierHistory(
    _ channel: Int, at origin: WindowOrigin, by rows: Int
  ) -> (values: [Float], observed: [Float]) {
    let (mean, deviation) = scale(channel, ofSeries: origin.series)
    let lacking = min(lookback - 1, max(0, rows - origin.row))
    let first = WindowOrigin(
      series: origin.series, row: max(0, origin.row - rows), stamp: origin.stamp)
    let part = lookingBack(lookback - lacking)
    let known = part.withHistory(channel, at: first) { values in
      values.indices.map { Float((values[$0] - mean) / deviation) }
    }
    let observed = part.withPast(channel, at: first) { past in
      past.indices.suffix(known.count).map { past[$0].isNaN ? Float(0) : 1 }
    }
    return (
      Array(repeating: known.first ?? 0, count: lacking) + known,
      Array(repeating: 0, count: lacking) + observed
    )
  }
}
