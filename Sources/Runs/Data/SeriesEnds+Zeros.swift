import TimeSeries

extension SeriesEnds {
  /// A warning of columns that are 0 in the last rows and nowhere else, as where a source fills in what it does not know yet.
  ///
  /// - Parameters:
  ///   - columns: Those that are forecast.
  ///   - isJoined: Whether columns are series of a long file, whose rows have no line of their own.
  package func zeros(_ columns: [Int], isJoined: Bool = false) -> [String] {
    let found = panel.series.indices.compactMap { series -> (series: Int, row: Int, columns: [Int])? in
      let rows = columns.map { firstZero(ofSeries: series, $0) }
      guard let row = rows.compactMap(\.self).min() else { return nil }
      return (series, row, columns.indices.filter { rows[$0] != nil }.map { columns[$0] })
    }
    guard let first = found.first else { return [] }
    let series = panel.series[first.series]
    let names = first.columns.map { panel.columns[$0].quoted }.abridged()
    let verb = first.columns.count == 1 ? "is" : "are"
    let start = place(ofRow: first.row, in: series, isJoined: isJoined)
    let subject =
      panel.series.count == 1
      ? "\(names) \(verb) 0 from \(start) on, and nowhere before"
      : "\(names) \(verb) 0 in the last rows of \(found.count) of \(panel.series.count) series and nowhere before, as in \(id(first.series)) from \(start) on"
    let earlier =
      panel.timeColumns.isEmpty ? "" : ", or forecast as of \(text(series.timestamps[first.row - 1]))"
    return [
      (name.isEmpty ? "" : "\(name): ")
        + "\(subject); forecasts go on from there: if 0 stands for what is not known yet, remove these rows\(earlier)"
    ]
  }

  /// Fewer zeros may be values like others, and fewer rows before them say little.
  private static let (fewestZeros, fewestRows) = (3, 24)

  /// The first of the zeros at the end of a column whose values have one sign before them.
  private func firstZero(ofSeries series: Int, _ column: Int) -> Int? {
    let end = panel.series[series].targetEnd
    return panel.withColumn(column, ofSeries: series) { values in
      var start = end
      while start > 0, values[start - 1] == 0 { start -= 1 }
      guard end - start >= Self.fewestZeros else { return nil }
      let known = (0..<start).filter { !values[$0].isNaN }
      guard known.count >= Self.fewestRows, let first = known.first else { return nil }
      return known.allSatisfy { values[$0] * values[first] > 0 } ? start : nil
    }
  }
}
