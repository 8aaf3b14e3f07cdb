extension Panel {
  /// Reads a file; `-` is standard input.
  ///
  /// Gaps and duplicate stamps load and are listed in ``Series/irregularities``; what was odd is in ``PanelOrigin/notes``.
  ///
  /// ```swift
  /// let panel = try Panel(reading: "data.csv")
  /// ```
  ///
  /// - Throws: `DataError` that names file, line, column and value of the first problem.
  public init(reading path: String, _ options: ReadingOptions = ReadingOptions()) throws(DataError) {
    try self.init(Table(reading: path, options), options)
  }

  /// Reads text that is already in memory.
  ///
  /// - Parameter name: What messages call the text.
  /// - Throws: As ``init(reading:_:)``.
  public init(
    parsing bytes: [UInt8], name: String, _ options: ReadingOptions = ReadingOptions()
  ) throws(DataError) {
    try self.init(Table(parsing: bytes, name: name, options), options)
  }

  /// The rows of a table, in time order.
  ///
  /// - Parameters:
  ///   - table: Its columns of text are freed: whoever keeps it has its numbers only.
  ///   - options: What is known about the stamps, and the frequency.
  /// - Throws: `DataError` for cells that are missing or no numbers, several series, and stamps that cannot be read or follow no rule.
  public init(_ table: Table, _ options: ReadingOptions) throws(DataError) {
    let source = table.source
    do throws(DataError) {
      try table.requireComplete()
      let channels = table.numberColumns
      guard !channels.isEmpty else { throw DataError.noNumbers }
      let time = try TimeReading(table, options)
      table.releaseTexts()
      self.init(
        origin: Self.origin(table, time), columns: channels.map(\.name),
        series: [
          Series(
            timestamps: time.stamps, grid: time.grid,
            storage: try Self.storage(table, channels, isTurned: time.grid.isNewestFirst), lines: time.lines)
        ])
    } catch {
      throw error.inFile(source)
    }
  }

  private static func origin(_ table: Table, _ time: TimeReading) -> PanelOrigin {
    var origin = PanelOrigin(source: table.source)
    origin.form = FileForm(layout: table.layout, stamps: time.form)
    let used = Set(table.numberColumns.map(\.name) + table.timeColumns)
    origin.fileColumns = table.columns.map(\.name).filter(used.contains)
    origin.sha256 = table.sha256
    origin.notes = table.notes.map(PanelNote.table) + time.notes
    return origin
  }

  /// The columns where the reader left them, or copies that run the other way.
  private static func storage(
    _ table: Table, _ channels: [TableColumn], isTurned: Bool
  ) throws(DataError) -> ColumnStorage<Double> {
    guard isTurned else { return ColumnStorage(borrowing: channels.map(\.field), of: table) }
    let count = table.rowCount
    return try ColumnStorage(columnCount: channels.count, rowCount: count) { index, column in
      table.handle.withNumbers(channels[index].field, count: count) { values in
        for row in 0..<count { column[row] = values[count - 1 - row] }
      }
    }
  }
}

extension Table {
  /// Refuses what a panel cannot hold: problems, missing cells, several series.
  fileprivate func requireComplete() throws(DataError) {
    var all = problems
    for note in notes {
      switch note {
      case .missing(let column, let line, let count, let spelling):
        let error = DataError.missingValue(spelling).at(line: line, column: column, value: spelling)
        all.append(count * 2 > rowCount ? error.remedied(by: .ignoreColumns([column])) : error)
      case .infinite(let column, let line, _, let value):
        all.append(DataError.outOfRange(value).at(line: line, column: column, value: value))
      case .longForm(let column):
        all.append(
          DataError(
            .badHeader,
            "the file has several series, one below the other, told apart by '\(column.printable)'",
            fix: "take one of them"
          )
          .at(column: column))
      default: break
      }
    }
    if let first = all.min(by: { ($0.line ?? 0) < ($1.line ?? 0) }) { throw first }
  }
}

extension DataError {
  fileprivate static let noNumbers = DataError(
    .badHeader, "there is no column of numbers besides the time",
    fix: "add one, or name the column that holds the time")

  fileprivate static func outOfRange(_ value: String) -> DataError {
    DataError(
      .outOfRange, "'\(value)' is infinite or too large for a number",
      fix: "write a finite number or remove the row")
  }
}
