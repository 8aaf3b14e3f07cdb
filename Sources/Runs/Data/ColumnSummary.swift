import TimeSeries

/// Mean, spread and range of a column over one or all series, of what is not missing.
package struct ColumnSummary {
  /// The mean and the population deviation; NaN where everything is missing.
  package private(set) var mean = Double.nan, deviation = Double.nan
  package private(set) var lowest = Double.nan, highest = Double.nan
  /// Values that are not missing.
  package private(set) var count = 0

  /// - Parameter rows: The rows of every series to look at; nil for all.
  package init(_ panel: Panel, column: Int, rows: Range<Int>? = nil) {
    var (sum, first) = (0.0, Double.nan)
    for series in panel.series.indices {
      panel.withColumn(column, ofSeries: series) { values in
        for row in rows ?? 0..<values.count where !values[row].isNaN {
          if first.isNaN { first = values[row] }
          sum += values[row] - first
          add(values[row])
        }
      }
    }
    guard count > 0 else { return }
    mean = first + sum / Double(count)
    // The sum may round away from a constant.
    guard lowest < highest else {
      deviation = 0
      return
    }
    var squares = 0.0
    for series in panel.series.indices {
      panel.withColumn(column, ofSeries: series) { values in
        for row in rows ?? 0..<values.count where !values[row].isNaN {
          squares += (values[row] - mean) * (values[row] - mean)
        }
      }
    }
    deviation = (squares / Double(count)).squareRoot()
  }

  /// Range and count of one series alone.
  package init(_ panel: Panel, column: Int, series: Int) {
    panel.withColumn(column, ofSeries: series) { values in
      for row in values.indices where !values[row].isNaN { add(values[row]) }
    }
  }

  private mutating func add(_ value: Double) {
    count += 1
    lowest = count == 1 ? value : min(lowest, value)
    highest = count == 1 ? value : max(highest, value)
  }

  /// Whether there are two values or more, and all are the same.
  package var isConstant: Bool { count > 1 && lowest == highest }
}
