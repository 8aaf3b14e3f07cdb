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
      let (stamps, places) = try sharedRows()
      let joined = try ColumnStorage<Double>(columnCount: series.count, rowCount: stamps.count) {
        index, values in
        for row in values.indices { values[row] = .nan }
        withColumn(0, ofSeries: index) { column in
          for (row, place) in places[index].enumerated() { values[place] = column[row] }
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

  /// The steps of all series, and the place of every row among them.
  private func sharedRows() throws(DataError) -> ([Timestamp], [[Int]]) {
    if let inexact { return inexact }
    let stamps = sharedStamps
    return (stamps, try sharedPlaces(among: stamps))
  }

  /// The same where clocks are not exact: rows count as those of the steps; nil where they are exact, or some are on no step.
  private var inexact: ([Timestamp], [[Int]])? {
    guard series.contains(where: { $0.grid.tolerance > 0 }),
      let grid = series.map(\.grid).min(by: { $0.start < $1.start })
    else { return nil }
    var places = series.map { $0.timestamps.map(grid.index(nearly:)) }.map { $0.compactMap(\.self) }
    guard zip(places, series).allSatisfy({ $0.count == $1.rowCount && Set($0).count == $0.count }),
      let first = places.joined().min(), let last = places.joined().max()
    else { return nil }
    for index in places.indices { places[index] = places[index].map { $0 - first } }
    return ((first...last).map(grid.stamp(at:)), places)
  }

  /// The steps of the grid from the first stamp of any series to the last.
  private var sharedStamps: [Timestamp] {
    let ends = series.map { ($0.timestamps[0], $0.timestamps[$0.rowCount - 1]) }
    guard let first = ends.map(\.0).min(), let last = ends.map(\.1).max() else { return [] }
    var stamps = [first]
    while let end = stamps.last, end < last { stamps += frequency.stamps(after: end, count: 1024) }
    return stamps.filter { $0 <= last }
  }

  /// The place of every row of each series among the steps of all.
  private func sharedPlaces(among stamps: [Timestamp]) throws(DataError) -> [[Int]] {
    var shared: [[Int]] = []
    for series in series {
      let found = places(of: series.timestamps, among: stamps)
      if let row = found.firstIndex(of: nil) {
        throw DataError(
          .noFrequency,
          "series '\((series.id ?? "").printable)' does not share the steps of the others, which have none at "
            + stampForm.text(for: series.timestamps[row]),
          fix: "fit the series one by one")
      }
      shared.append(found.compactMap(\.self))
    }
    return shared
  }
}
