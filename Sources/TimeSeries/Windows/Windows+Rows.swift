extension Windows {
  /// The rows that the windows of a segment lie in.
  package func rows(of segment: WindowSegment) -> Range<Int> {
    segment.firstTargets.lowerBound - lookback..<segment.firstTargets.upperBound + horizon - 1
  }

  /// The rows of each series that windows lie in, from the first to the last of them: those of training windows end where the training
  /// rows do.
  public var seriesRows: [(series: Int, rows: Range<Int>)] {
    var rows: [(series: Int, rows: Range<Int>)] = []
    for segment in segments {
      let own = self.rows(of: segment)
      if let last = rows.last, last.series == segment.series {
        rows[rows.count - 1].rows = last.rows.lowerBound..<own.upperBound
      } else {
        rows.append((segment.series, own))
      }
    }
    return rows
  }
}
