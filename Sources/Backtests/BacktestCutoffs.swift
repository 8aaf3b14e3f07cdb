import TimeSeries

/// Where forecasts begin.
struct BacktestCutoffs: Sendable {
  let horizon: Int, count: Int, stride: Int
  let targets: [Int]

  /// Rows that a series must have before a forecast.
  static func fewestRows(horizon: Int) -> Int { max(4, horizon + 1) }

  /// The cutoffs from the first one on that some series has rows for.
  func withoutEmptyOnes(in panel: Panel) -> BacktestCutoffs {
    let first = panel.series.indices.compactMap { origins(in: panel, ofSeries: $0).first?.window }.min()
    return BacktestCutoffs(horizon: horizon, count: count - (first ?? 0), stride: stride, targets: targets)
  }

  /// The cutoffs that a series has the rows for, whatever their values: earlier ones have too few, however many were asked for.
  func windows(in panel: Panel, ofSeries index: Int) -> Range<Int> {
    let spare = panel.series[index].targetEnd - horizon - Self.fewestRows(horizon: horizon)
    return spare < 0 ? count..<count : max(0, count - 1 - spare / stride)..<count
  }

  /// Windows cross no break, and some of what they forecast is known.
  func origins(in panel: Panel, ofSeries index: Int) -> [BacktestPlan.Origin] {
    let series = panel.series[index]
    return windows(in: panel, ofSeries: index).compactMap { window in
      let row = series.targetEnd - horizon - (count - 1 - window) * stride
      let rows = row..<row + horizon
      guard !series.breaks.contains(where: rows.contains),
        targets.contains(where: { panel.hasValue(inColumn: $0, ofSeries: index, rows) })
      else { return nil }
      return BacktestPlan.Origin(window: window, row: row)
    }
  }
}

extension Panel {
  fileprivate func hasValue(inColumn column: Int, ofSeries series: Int, _ rows: Range<Int>) -> Bool {
    withColumn(column, ofSeries: series) { values in rows.contains { !values[$0].isNaN } }
  }
}
