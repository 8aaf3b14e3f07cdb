import Text

/// Makes a panel of rows in memory, by the rules for those of a file.
struct SeriesDataReader {
  let source: String
  let columns: [String]
  let series: [SeriesData]
  let options: ReadingOptions

  /// What a forecast calls the columns that a panel in memory has besides those of its values.
  private static let (timeColumn, seriesColumn) = ("date", "series")

  /// How a forecast writes its stamps.
  private let form: StampForm
  private var gapRule: GapRule { options.gapRule ?? .fill }
  private var duplicateRule: DuplicateRule { options.duplicateRule ?? .error }
  private var isWide: Bool { series.count == 1 && series[0].id == nil }

  init(source: String, columns: [String], series: [SeriesData], options: ReadingOptions) {
    (self.source, self.columns, self.series, self.options) = (source, columns, series, options)
    let stamps = series.map(\.timestamps)
    // One row may stand at midnight by chance: the next one shows it.
    let next = stamps.compactMap { rows in rows.last.flatMap { options.frequency?.advance($0) } }
    form = StampForm.iso(showing: stamps + [next])
  }

  /// - Throws: `DataError` without file.
  func panel() throws(DataError) -> Panel {
    try requireNames()
    let roles = options.roles(of: columns)
    let frequency = try frequency()
    var made: [Series] = []
    for data in series {
      do throws(DataError) {
        var series = try series(of: data, frequency)
        series.fixed = data.fixed
        if !options.futureColumns.isEmpty, let targets = roles?.columns(.target) {
          series.targetEnd = series.endOfKnown(targets)
        }
        made.append(series)
      } catch {
        throw data.id.map(error.inSeries) ?? error
      }
    }
    return Panel(
      origin: origin, columns: columns, series: made, roles: roles, fixedColumns: options.fixedColumns)
  }

  /// The step that is told, or that of several series together; nil where the only series shows it.
  private func frequency() throws(DataError) -> Frequency? {
    if isWide || options.frequency != nil { return options.frequency }
    return try PanelFrequency(
      ids: series.map { $0.id ?? "" }, rowCounts: series.map(\.timestamps.count), form,
      stamps: { series[$0].timestamps }, line: { $1 + 2 }
    ).frequency
  }

  /// One series, its gaps and duplicates treated.
  private func series(of data: SeriesData, _ frequency: Frequency?) throws(DataError) -> Series {
    try requireSizes(data)
    try requireValues(data)
    let reading = try GridReading(
      data.timestamps, form: form, frequency: frequency, mergesRepeats: isWide && duplicateRule.merges,
      lineOfRow: { $0 + 2 })
    guard !reading.isNewestFirst else {
      throw DataError(
        .timeGoesBackwards, "the rows run from the newest to the oldest", fix: "turn the rows round")
    }
    if !isWide, options.frequency == nil {
      try PanelFrequency.requireShared(reading.grid.frequency, by: data.timestamps, reading, form)
    }
    try reading.requireFewMissing(gapRule, among: data.timestamps.count)
    let plan = try RowPlan(data.timestamps, reading, gaps: gapRule, duplicates: duplicateRule) { $0 + 2 }
    let storage = try ColumnStorage<Double>(columnCount: columns.count, rowCount: plan.sources.count) {
      index, column in
      for (row, rows) in plan.sources.enumerated() {
        column[row] = duplicateRule.merged(rows) { data.columns[index][$0] }
      }
    }
    return Series(
      id: data.id, timestamps: SeriesStamps(plan.stamps, on: reading.grid), grid: reading,
      breaks: plan.breaks, storage: storage, lines: .plain,
      rows: plan.keepsAllRows ? .following(first: 0) : plan.rows(.following(first: 0)))
  }

  private var origin: PanelOrigin {
    var origin = PanelOrigin(source: source)
    origin.form.stamps = form
    origin.form.layout.timeColumns = [Self.timeColumn]
    origin.form.layout.seriesColumn = isWide ? nil : Self.seriesColumn
    origin.form.layout.keep(options)
    (origin.form.layout.gapRule, origin.form.layout.duplicateRule) = (gapRule, duplicateRule)
    origin.fileColumns = ownColumns + columns + options.fixedColumns
    return origin
  }

  private var ownColumns: [String] { isWide ? [Self.timeColumn] : [Self.seriesColumn, Self.timeColumn] }
}

extension SeriesDataReader {
  /// Refuses names that do not tell columns or series apart, and roles of columns that there are not.
  private func requireNames() throws(DataError) {
    guard !series.isEmpty, !columns.isEmpty else {
      throw DataError(.empty, "there are no \(series.isEmpty ? "series" : "columns")", fix: "give one")
    }
    var known = Set(ownColumns)
    for name in columns + options.fixedColumns where !known.insert(name).inserted {
      throw DataError(
        .badHeader,
        ownColumns.contains(name)
          ? "the \(name == Self.timeColumn ? "time" : "name of a series") is called so too"
          : "there are two columns of this name", fix: "give it another name"
      ).at(column: name)
    }
    try options.requireOneRoleEach(besides: ownColumns)
    for name in options.targetColumns + options.pastColumns + options.futureColumns
    where !columns.contains(name) {
      throw DataError.unknownColumn(name, among: columns)
    }
    guard !isWide else { return }
    var ids: Set<String> = []
    for data in series {
      guard let id = data.id else {
        throw DataError(
          .unknownSeries, "one of \(series.count) series has no name", fix: "give every series one")
      }
      guard ids.insert(id).inserted else {
        throw DataError(
          .scatteredSeries, "two series are called \(id.quoted)", fix: "put their rows together")
      }
    }
  }

  /// Refuses columns that are not as many, or not as long, as they are to be.
  private func requireSizes(_ data: SeriesData) throws(DataError) {
    for (count, needed, word) in [
      (data.columns.count, columns.count, "column"),
      (data.fixed.count, options.fixedColumns.count, "fixed value"),
    ] where count != needed {
      throw DataError(
        .raggedRow,
        "there \(count == 1 ? "is" : "are") \(TextFormatting.count(count, word)), and \(needed) by name",
        fix: "give one for each name")
    }
    for (name, values) in zip(columns, data.columns) where values.count != data.timestamps.count {
      throw DataError(
        .raggedRow,
        "there \(values.count == 1 ? "is" : "are") \(TextFormatting.count(values.count, "value")) for "
          + "\(TextFormatting.count(data.timestamps.count, "stamp"))",
        fix: "give one for each stamp, not a number where it is missing"
      ).at(column: name)
    }
  }

  /// Refuses infinite values, and missing ones where they are to be refused.
  private func requireValues(_ data: SeriesData) throws(DataError) {
    let refusesMissing = options.missingRule == .error && options.futureColumns.isEmpty
    for (name, values) in zip(columns + options.fixedColumns, data.columns + data.fixed.map { [$0] }) {
      guard let row = values.firstIndex(where: { $0.isInfinite || (refusesMissing && $0.isNaN) }) else {
        continue
      }
      throw values[row].isNaN
        ? DataError(
          .missingValue, "the value is missing", fix: "fill it in, remove the row, or let it be masked"
        )
        .remedied(by: .missing(.mask)).at(line: row + 2, column: name)
        : DataError(.outOfRange, "\(values[row]) is infinite", fix: "give a finite number or remove the row")
          .at(line: row + 2, column: name)
    }
  }
}
