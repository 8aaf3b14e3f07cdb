extension PanelReader {
  /// The rows of the file as one series.
  mutating func wide() throws(DataError) -> Series {
    let lines = table.lines
    if let run = time.column.run,
      let reading = GridReading(run, form: time.column.form, frequency: options.frequency)
    {
      return try plain(
        nil, SeriesStamps(reading.grid), .following(first: 0), reading, TableValues(table, channels).borrowed)
    }
    let column = time.column.stamps
    let reading = try GridReading(
      column, form: time.column.form, frequency: options.frequency, mergesRepeats: duplicateRule.merges,
      lineOfRow: lines.line(ofRow:))
    if reading.isNewestFirst { add(.newestFirst) }
    note(reading.deviation, from: reading.grid.frequency)
    let rows: SeriesRows =
      reading.isNewestFirst ? .preceding(last: table.rowCount - 1) : .following(first: 0)
    let stamps = reading.isNewestFirst ? column.reversed() : column
    let values = TableValues(table, channels)
    return try series(nil, stamps, rows, reading) { () throws(DataError) in
      try reading.isNewestFirst ? values.copied(rows, count: stamps.count) : values.borrowed
    }
  }

  /// The series below each other, each with the frequency of all.
  mutating func long(_ all: LongRows, seriesColumn: String) throws(DataError) -> [Series] {
    var rows = all
    let frequency: Frequency
    if let told = options.frequency {
      frequency = told
    } else {
      frequency = try PanelFrequency(
        ids: all.ids, rowCounts: (0..<all.count).map { all.range(of: $0).count }, time.column.form,
        stamps: all.stamps(of:), line: { table.line(ofRow: all.rows(of: $0).tableRow($1)) }
      ).frequency
    }
    if !options.seriesIDs.isEmpty {
      try rows.select(options.seriesIDs, column: seriesColumn)
    } else if !options.usualSeriesIDs.isEmpty {
      try rows.select(present: options.usualSeriesIDs, column: seriesColumn)
    }
    let values = TableValues(table, channels)
    let storage =
      try rows.isGrouped ? values.borrowed : values.copied(rows.allRows, count: rows.rowCount)
    var series: [Series] = []
    series.reserveCapacity(rows.count)
    // Series with the same stamps have the same grid.
    var known: [Range<Int>: (stamps: SeriesStamps, reading: GridReading)] = [:]
    var deviation: GridDeviation?
    for index in 0..<rows.count {
      let (own, range) = (rows.rows(of: index), rows.range(of: index))
      let run = rows.run(of: index).map { $0..<$0 + range.count }
      do throws(DataError) {
        let slice = ColumnStorage(slicing: storage, rows: range)
        if let run, let found = known[run] {
          deviation.add(found.reading.deviation)
          series.append(try plain(rows.ids[index], found.stamps, own, found.reading, slice))
          continue
        }
        let stamps = rows.stamps(of: index)
        let reading = try GridReading(stamps, form: time.column.form, frequency: frequency) {
          table.line(ofRow: own.tableRow($0))
        }
        deviation.add(reading.deviation)
        if options.frequency == nil || options.findsFrequency {
          try PanelFrequency.requireShared(frequency, by: stamps, reading, time.column.form)
        }
        series.append(try self.series(rows.ids[index], stamps, own, reading) { slice })
        if let run, reading.places.isEmpty { known[run] = (series[series.count - 1].timestamps, reading) }
      } catch {
        throw error.inSeries(rows.ids[index])
      }
    }
    note(deviation, from: frequency)
    return series
  }

  private mutating func note(_ deviation: GridDeviation?, from frequency: Frequency) {
    guard let deviation else { return }
    add(
      .inexactClocks(stampCount: deviation.rowCount, largest: deviation.largest, frequency: frequency))
  }

  /// One series, its gaps and duplicates treated.
  ///
  /// - Parameter storage: The values of its rows as they are in the file.
  private func series(
    _ id: String?, _ stamps: [Timestamp], _ rows: SeriesRows, _ reading: GridReading,
    storage: () throws(DataError) -> ColumnStorage<Double>
  ) throws(DataError) -> Series {
    guard !reading.places.isEmpty, gapRule != .keep || duplicateRule != .keep else {
      let timestamps = SeriesStamps(stamps, on: reading.grid, isExact: reading.places.isEmpty)
      return try plain(id, timestamps, rows, reading, storage())
    }
    try reading.requireFewMissing(gapRule, among: stamps.count)
    let plan = try RowPlan(stamps, reading, gaps: gapRule, duplicates: duplicateRule) {
      table.line(ofRow: rows.tableRow($0))
    }
    let isSame = plan.keepsAllRows
    return try completed(
      Series(
        id: id, timestamps: SeriesStamps(plan.stamps, on: reading.grid), grid: reading, breaks: plan.breaks,
        storage: isSame ? storage() : TableValues(table, channels).planned(plan, rows, duplicateRule),
        lines: table.lines, rows: isSame ? rows : plan.rows(rows)),
      rows, count: stamps.count)
  }

  /// A series of just the rows of the file.
  private func plain(
    _ id: String?, _ timestamps: SeriesStamps, _ rows: SeriesRows, _ reading: GridReading,
    _ storage: ColumnStorage<Double>
  ) throws(DataError) -> Series {
    try completed(
      Series(
        id: id, timestamps: timestamps, grid: reading, storage: storage, lines: table.lines, rows: rows,
        countsMissing: channels.contains { $0.missingCount > 0 }),
      rows, count: timestamps.count)
  }

  /// A series with the values of its fixed columns, and the end of its targets.
  private func completed(
    _ made: Series, _ rows: SeriesRows, count: Int
  ) throws(DataError) -> Series {
    var series = made
    try setFixed(&series, rows, count: count)
    if !options.futureColumns.isEmpty, let targets = roles?.columns(.target) {
      series.targetEnd = series.endOfKnown(targets)
    }
    return series
  }

  /// The values of the fixed columns, which must not change.
  private func setFixed(_ series: inout Series, _ rows: SeriesRows, count: Int) throws(DataError) {
    for column in fixed {
      let value = table.handle.withNumbers(column.field, count: table.rowCount) { values -> (Double, Int?) in
        var known = Double.nan
        for row in 0..<count {
          let value = values[rows.tableRow(row)]
          if known.isNaN { known = value } else if !value.isNaN && value != known { return (known, row) }
        }
        return (known, nil)
      }
      if let row = value.1 {
        throw DataError(
          .invalidOption, "a fixed column has one value a series, and this one changes here",
          fix: "leave it out, or tell it as one of the columns that are known in the past or ahead"
        ).at(line: table.line(ofRow: rows.tableRow(row)), column: column.name)
      }
      series.fixed.append(value.0)
    }
  }
}

extension GridReading {
  /// Refuses to insert far more rows than there are.
  func requireFewMissing(_ rule: GapRule, among rowCount: Int) throws(DataError) {
    guard rule == .fill, missingCount > 20 * rowCount + 10_000 else { return }
    throw DataError(
      .missingRow,
      "\(missingCount) of \(grid.count) steps of \(grid.frequency) have no row, too many to insert",
      fix: "resample the rows to a longer step"
    ).remedied(by: .nameFrequency, .gaps(.segment))
  }
}

extension GridDeviation? {
  /// Counts the rows of another series too.
  fileprivate mutating func add(_ other: GridDeviation?) {
    guard let other else { return }
    guard var sum = self else { return self = other }
    sum.add(other)
    self = sum
  }
}
