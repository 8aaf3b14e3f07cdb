extension Panel {
  /// The panel with the values of columns known ahead for the steps after the last row with a target, from another panel.
  ///
  /// - Parameters:
  ///   - future: Rows with the names of the series, the stamps and the columns; other rows and columns are not looked at. Rows that do not
  ///     tell series apart are those of every series.
  ///   - steps: How many steps are filled in, as far as there are values.
  ///   - known: The columns that are known ahead, of this panel.
  /// - Throws: `DataError` for a column that `future` has not, `.unknownSeries` where it has none of the series, `.noFrequency` where its
  ///   rows follow each other in shorter steps, `.outOfMemory`.
  public func adding(future: Panel, steps: Int, columns known: [Int]) throws(DataError) -> Panel {
    var sources: [Int] = []
    for column in known { sources.append(try future.index(ofColumn: columns[column])) }
    let numbers = Dictionary(
      future.series.enumerated().map { ($1.id ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    let isShared = seriesColumn != nil && future.seriesColumn == nil
    if !isShared, !series.contains(where: { numbers[$0.id ?? ""] != nil }) {
      let own = series[0].id ?? "", other = future.series[0].id ?? ""
      throw DataError(
        .unknownSeries, "it has no rows of the series of the data: \(other.quoted) here, \(own.quoted) there",
        fix: "write ids as in the data"
      ).inFile(future.source)
    }
    var extended: [Series] = []
    for (index, series) in series.enumerated() {
      let stamps = series.stamps(afterLastCount: steps)
      let number = isShared ? 0 : numbers[series.id ?? ""]
      if let number { try future.requireSteps(like: series, stamps, ofSeries: number) }
      let rows = number.map { places(of: stamps, among: future.series[$0].timestamps) }
      let rowCount = series.targetEnd + steps
      let storage = try ColumnStorage<Double>(columnCount: columnCount, rowCount: rowCount) {
        column, values in
        withColumn(column, ofSeries: index) { own in
          for row in 0..<rowCount { values[row] = row < own.count ? own[row] : .nan }
        }
        guard let place = known.firstIndex(of: column), let number, let rows else {
          return
        }
        future.withColumn(sources[place], ofSeries: number) { source in
          for (step, row) in rows.enumerated() where row.map({ !source[$0].isNaN }) ?? false {
            values[series.targetEnd + step] = source[row ?? 0]
          }
        }
      }
      extended.append(series.extended(to: storage, followedBy: stamps))
    }
    return Panel(
      origin: origin, columns: columns, series: extended, roles: roles, fixedColumns: fixedColumns)
  }

  /// Makes sure that no rows stand between the steps of another series: one of them alone would count for all.
  private func requireSteps(like other: Series, _ steps: [Timestamp], ofSeries index: Int) throws(DataError) {
    let last = other.targetEnd > 0 ? [other.timestamps[other.targetEnd - 1]] : []
    let ends = last + steps
    let spans = zip(ends, ends.dropFirst()).map { $1.nanoseconds(since: $0) }
    guard let shortest = spans.min(), let first = ends.first, let end = ends.last else { return }
    let rows = series[index].recordedTimestamps.filter { $0 >= first && $0 <= end }
    let between = zip(rows, rows.dropFirst()).first { row, next in
      let span = next.nanoseconds(since: row)
      return span > 0 && 2 * span <= shortest
    }
    guard let between else { return }
    let (row, next) = (stampForm.text(for: between.0), stampForm.text(for: between.1))
    throw DataError(
      .noFrequency, "it has rows between the steps of the data, such as \(row.quoted) and \(next.quoted)",
      fix: "write one row for each step"
    ).at(value: next).inFile(source)
  }
}
