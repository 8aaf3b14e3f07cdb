/// Makes a panel of a table: its series, each with its rows in time order.
struct PanelReader {
  let table: Table
  let options: ReadingOptions
  let time: TimeReading
  /// The columns of numbers besides the fixed ones, and those.
  let channels: [TableColumn], fixed: [TableColumn]
  private(set) var notes: [PanelNote]
  private(set) var gapRule: GapRule
  private(set) var duplicateRule: DuplicateRule

  /// - Throws: `DataError` for cells that are no numbers, and stamps that cannot be read.
  init(_ table: Table, _ options: ReadingOptions) throws(DataError) {
    let options = options.completed
    try table.requireNumbers(options)
    let fixedNames = Set(options.fixedColumns)
    channels = table.numberColumns.filter { !fixedNames.contains($0.name) }
    fixed = table.numberColumns.filter { fixedNames.contains($0.name) }
    guard !channels.isEmpty else { throw DataError.noNumbers }
    guard options.seriesIDs.isEmpty || table.form != .wide else { throw DataError.noSeries }
    (self.table, self.options) = (table, options)
    time = try TimeReading(table, options)
    notes = table.notes.map(PanelNote.table) + time.notes(table)
    let isPublished = PublishedRows.areThose(of: table, channels)
    gapRule = options.gapRule ?? (isPublished ? .keep : .fill)
    duplicateRule = options.duplicateRule ?? (isPublished ? .keep : .error)
  }

  /// - Throws: `DataError` for stamps in no order or without a rule, and rows and cells that are to be refused.
  mutating func panel() throws(DataError) -> Panel {
    let series: [Series]
    do throws(DataError) {
      switch table.form {
      case .wide: series = [try wide()]
      case .long(let name):
        series = try long(LongRows(table, seriesColumn: name, time), seriesColumn: name)
      }
    } catch {
      throw TimeReading.placed(error, time.names)
    }
    table.releaseTexts()
    let panel = Panel(
      origin: origin, columns: channels.map(\.name), series: series, roles: roles,
      fixedColumns: fixed.map(\.name))
    try panel.requireFewMissing(in: table, options.missingRule ?? .mask)
    return panel
  }

  private var origin: PanelOrigin {
    var origin = PanelOrigin(source: table.source)
    var layout = table.layout
    (layout.gapRule, layout.duplicateRule) = (gapRule, duplicateRule)
    origin.form = FileForm(layout: layout, stamps: time.column.form)
    var used = Set(table.numberColumns.map(\.name) + table.timeColumns)
    if let name = layout.seriesColumn { used.insert(name) }
    origin.fileColumns = table.columns.map(\.name).filter(used.contains)
    origin.sha256 = table.sha256
    origin.notes = notes
    return origin
  }

  /// The roles that were told; nil where none was.
  private var roles: ColumnRoles? {
    guard !options.roleColumns.isEmpty else { return nil }
    let (targets, past) = (Set(options.targetColumns), Set(options.pastColumns))
    let future = Set(options.futureColumns)
    return ColumnRoles(
      channels.map { column in
        future.contains(column.name)
          ? .future
          : past.contains(column.name) || !(targets.isEmpty || targets.contains(column.name))
            ? .past : .target
      })
  }
}

extension PanelReader {
  /// The rows of the file as one series.
  private mutating func wide() throws(DataError) -> Series {
    let lines = table.lines
    let reading = try GridReading(
      time.column.stamps, form: time.column.form, frequency: options.frequency,
      lineOfRow: lines.line(ofRow:))
    if reading.isNewestFirst { notes.append(.newestFirst) }
    let rows: SeriesRows =
      reading.isNewestFirst ? .preceding(last: table.rowCount - 1) : .following(first: 0)
    let stamps = reading.isNewestFirst ? time.column.stamps.reversed() : time.column.stamps
    let values = TableValues(table, channels)
    return try series(nil, stamps, rows, reading) { () throws(DataError) in
      try reading.isNewestFirst ? values.copied(rows, count: stamps.count) : values.borrowed
    }
  }

  /// The series below each other, each with the frequency of all.
  private func long(_ all: LongRows, seriesColumn: String) throws(DataError) -> [Series] {
    var rows = all
    let frequency: Frequency
    if let told = options.frequency {
      frequency = told
    } else {
      frequency = try PanelFrequency(all, time.column.form, table.lines).frequency
    }
    if !options.seriesIDs.isEmpty { try rows.select(options.seriesIDs, column: seriesColumn) }
    let values = TableValues(table, channels)
    let storage =
      try rows.isGrouped ? values.borrowed : values.copied(rows.allRows, count: rows.rowCount)
    var series: [Series] = []
    series.reserveCapacity(rows.count)
    for index in 0..<rows.count {
      let (stamps, own, id) = (rows.stamps(of: index), rows.rows(of: index), rows.ids[index])
      do throws(DataError) {
        let reading = try GridReading(stamps, form: time.column.form, frequency: frequency) {
          table.line(ofRow: own.tableRow($0))
        }
        let range = rows.range(of: index)
        series.append(
          try self.series(id, stamps, own, reading) { ColumnStorage(slicing: storage, rows: range) })
      } catch {
        throw error.inSeries(id)
      }
    }
    return series
  }

  /// One series, its gaps and duplicates treated.
  ///
  /// - Parameter storage: The values of its rows as they are in the file.
  private func series(
    _ id: String?, _ stamps: [Timestamp], _ rows: SeriesRows, _ reading: GridReading,
    storage: () throws(DataError) -> ColumnStorage<Double>
  ) throws(DataError) -> Series {
    let lines = table.lines
    let hasMissing = channels.contains { $0.missingCount > 0 }
    var series: Series
    if reading.places.isEmpty || (gapRule == .keep && duplicateRule == .keep) {
      series = Series(
        id: id, timestamps: SeriesStamps(stamps, on: reading.grid), grid: reading, storage: try storage(),
        lines: lines, rows: rows, countsMissing: hasMissing)
    } else {
      let plan = try RowPlan(stamps, reading, gaps: gapRule, duplicates: duplicateRule) {
        lines.line(ofRow: rows.tableRow($0))
      }
      let isSame = plan.sources.count == stamps.count
      series = Series(
        id: id, timestamps: SeriesStamps(plan.stamps, on: reading.grid), grid: reading, breaks: plan.breaks,
        storage: try isSame ? storage() : TableValues(table, channels).planned(plan, rows, duplicateRule),
        lines: lines, rows: isSame ? rows : plan.rows(rows))
    }
    try setFixed(&series, rows, count: stamps.count)
    if let future = roles, future.roles.contains(.future) {
      series.targetEnd = series.endOfKnown(future.columns(.target))
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
