extension Panel {
  /// The mean of `|y(t) − y(t − m)|` over some rows of each series, with `m` the rows of the frequency's season, or 1 where
  /// a series has no two of them: the scale of MASE (Hyndman and Koehler 2006).
  ///
  /// - Parameters:
  ///   - columns: The columns to measure.
  ///   - rows: One range a series, which should be its training rows.
  /// - Returns: Shape `[series, column]`, data units; 0 where there is no pair of rows.
  func naiveErrors(of columns: [Int], _ rows: [Range<Int>]) -> [[Double]] {
    rows.enumerated().map { series, rows in
      let season = frequency.defaultSeasonLength
      let lag = season < rows.count ? season : 1
      return columns.map { column in
        withColumn(column, ofSeries: series) { values in
          var (sum, count) = (0.0, 0)
          for row in rows.dropFirst(lag) {
            let difference = (values[row] - values[row - lag]).magnitude
            guard !difference.isNaN else { continue }
            (sum, count) = (sum + difference, count + 1)
          }
          return count == 0 ? 0 : sum / Double(count)
        }
      }
    }
  }
}
