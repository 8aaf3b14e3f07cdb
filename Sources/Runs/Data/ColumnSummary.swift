import TimeSeries

/// Mean, spread and range of a column over all series, of what is not missing.
struct ColumnSummary {
  /// NaN where everything is missing.
  private(set) var mean = Double.nan, deviation = Double.nan
  private(set) var lowest = Double.nan, highest = Double.nan
  /// Values that are not missing.
  private(set) var count = 0

  /// - Parameter rows: The rows of every series to look at; nil for all.
  init(_ panel: Panel, column: Int, rows: Range<Int>? = nil) {
    var (sum, first) = (0.0, Double.nan)
    Self.each(panel, column, rows) { value in
      if first.isNaN { first = value }
      sum += value - first
      count += 1
      lowest = count == 1 ? value : min(lowest, value)
      highest = count == 1 ? value : max(highest, value)
    }
    guard count > 0 else { return }
    mean = first + sum / Double(count)
    var squares = 0.0
    let center = mean
    Self.each(panel, column, rows) { squares += ($0 - center) * ($0 - center) }
    deviation = lowest == highest ? 1 : (squares / Double(count)).squareRoot()
  }

  /// Whether there are values, and all are the same.
  var isConstant: Bool { count > 0 && lowest == highest }

  private static func each(_ panel: Panel, _ column: Int, _ rows: Range<Int>?, _ body: (Double) -> Void) {
    for index in panel.series.indices {
      panel.withColumn(column, ofSeries: index) { values in
        for row in rows ?? 0..<values.count where !values[row].isNaN { body(values[row]) }
      }
    }
  }
}
