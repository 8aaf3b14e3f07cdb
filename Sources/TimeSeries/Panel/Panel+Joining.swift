extension Panel {
  /// One series whose columns are the series of this panel: a model of several channels then sees them side by side.
  ///
  /// Rows run from the first stamp of any series to the last; before a series begins and after it ends its cells are
  /// missing.
  ///
  /// - Returns: A panel with the names of the series as its columns.
  /// - Throws: `DataError` where there is one series without a name, several columns, or no grid that all series share.
  public func joiningSeries() throws(DataError) -> Panel {
    do throws(DataError) {
      guard seriesColumn != nil else {
        throw DataError(
          .invalidOption, "there is one series, and nothing to join", fix: "give a file with several series")
      }
      guard columns.count == 1, fixedColumns.isEmpty else {
        throw DataError(
          .invalidOption,
          "series are joined by one column, and there are \(columns.count + fixedColumns.count) besides the time",
          fix: "leave out the others")
      }
      let stamps = sharedStamps
      try requireShared(stamps)
      let joined = try ColumnStorage<Double>(columnCount: series.count, rowCount: stamps.count) {
        index, values in
        for row in values.indices { values[row] = .nan }
        let own = series[index].timestamps
        var row = 0
        withColumn(0, ofSeries: index) { column in
          for place in own.indices {
            while row < stamps.count, stamps[row] < own[place] { row += 1 }
            if row < stamps.count, stamps[row] == own[place] { values[row] = column[place] }
          }
        }
      }
      let grid = try GridReading(stamps, form: origin.form.stamps, frequency: frequency)
      return Panel(
        origin: origin, columns: series.map { $0.id ?? "" },
        series: [
          Series(
            timestamps: SeriesStamps(stamps), grid: grid, storage: joined, lines: .plain,
            rows: .following(first: 0))
        ])
    } catch {
      throw error.inFile(source)
    }
  }

  /// The steps of the grid from the first stamp of any series to the last.
  private var sharedStamps: [Timestamp] {
    let ends = series.map { ($0.timestamps[0], $0.timestamps[$0.rowCount - 1]) }
    guard let first = ends.map(\.0).min(), let last = ends.map(\.1).max() else { return [] }
    var stamps = [first]
    while let end = stamps.last, end < last { stamps += frequency.stamps(after: end, count: 1024) }
    return stamps.filter { $0 <= last }
  }

  /// Makes sure that the rows of all series stand on the same steps.
  private func requireShared(_ stamps: [Timestamp]) throws(DataError) {
    for series in series {
      var row = 0
      for stamp in series.timestamps {
        while row < stamps.count, stamps[row] < stamp { row += 1 }
        guard row < stamps.count, stamps[row] == stamp else {
          throw DataError(
            .noFrequency,
            "series '\((series.id ?? "").printable)' does not share the steps of the others, which have none at "
              + stampForm.string(for: stamp),
            fix: "fit the series one by one")
        }
      }
    }
  }
}
