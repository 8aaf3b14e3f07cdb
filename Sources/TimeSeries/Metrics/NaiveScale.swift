/// The errors of the seasonal naive forecast one step ahead over the training rows of a series: what scaled errors are
/// measured by.
public struct NaiveScale: Sendable, Equatable {
  /// The mean of `|y(t) − y(t − m)|`, data units; 0 where there is no pair of rows.
  public let absolute: Double
  /// The mean of `(y(t) − y(t − m))²`.
  public let squared: Double

  /// Measures rows, of which some may be missing.
  ///
  /// - Parameter season: The rows `m` of a season; 1 is taken where there are no two rows a season apart.
  public init(_ rows: Span<Double>, season: Int) {
    let lag = season < rows.count ? max(1, season) : 1
    var (absolute, squared, count) = (0.0, 0.0, 0)
    for row in rows.indices.dropFirst(lag) {
      let difference = rows[row] - rows[row - lag]
      guard !difference.isNaN else { continue }
      (absolute, squared) = (absolute + difference.magnitude, squared + difference * difference)
      count += 1
    }
    self.absolute = count == 0 ? 0 : absolute / Double(count)
    self.squared = count == 0 ? 0 : squared / Double(count)
  }
}

extension Panel {
  /// The scale of MASE for some rows of each series, with the season of the frequency (Hyndman and Koehler 2006).
  ///
  /// - Parameters:
  ///   - columns: The columns to measure.
  ///   - rows: One range a series, which should be its training rows.
  /// - Returns: Shape `[series, column]`, data units; 0 where there is no pair of rows.
  func naiveErrors(of columns: [Int], _ rows: [Range<Int>]) -> [[Double]] {
    rows.enumerated().map { series, rows in
      columns.map { naiveScale(ofColumn: $0, ofSeries: series, rows: rows).absolute }
    }
  }

  /// The errors of the seasonal naive forecast over some rows of a column of a series.
  public func naiveScale(ofColumn column: Int, ofSeries series: Int, rows: Range<Int>) -> NaiveScale {
    withColumn(column, ofSeries: series) {
      NaiveScale($0.extracting(rows), season: frequency.defaultSeasonLength)
    }
  }
}
