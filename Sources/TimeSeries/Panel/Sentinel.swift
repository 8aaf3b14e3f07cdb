/// A value that many loggers write for "no measurement" and that is kept as a number.
public struct Sentinel: Hashable, Sendable, CustomStringConvertible {
  /// The column's name.
  public let column: String
  /// The value, such as -9999.
  public let value: Double
  /// In how many rows it occurs.
  public let count: Int

  /// One line for a warning.
  public var description: String {
    "column '\(column)': \(Int(value)) occurs \(count) \(count == 1 ? "time" : "times") and may stand for a missing value; kept"
  }
}

extension Panel {
  /// Columns with -9999, -999 or similar values far below all their other values.
  public func sentinels() -> [Sentinel] {
    series.indices.flatMap { series in
      columns.indices.compactMap { index in
        withColumn(index, ofSeries: series) { sentinel(in: $0, columns[index]) }
      }
    }
  }

  private func sentinel(in column: Span<Double>, _ name: String) -> Sentinel? {
    guard let value = Self.lowest(column), [-999, -9999, -99_999, -999_999].contains(value) else {
      return nil
    }
    var (count, next) = (0, Double.infinity)
    for row in column.indices {
      if column[row] == value { count += 1 } else { next = min(next, column[row]) }
    }
    return next > value / 4 ? Sentinel(column: name, value: value, count: count) : nil
  }

  private static func lowest(_ column: Span<Double>) -> Double? {
    guard column.count > 0 else { return nil }
    var lowest = column[0]
    for row in column.indices where column[row] < lowest { lowest = column[row] }
    return lowest
  }
}
