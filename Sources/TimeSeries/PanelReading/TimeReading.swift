/// The stamps of a table's rows, as they are written and in the order of the file.
struct TimeReading {
  /// One a row, or one for each different text where `codes` says which.
  let column: StampColumn
  /// Whether ``column`` has one stamp for each different text of the only time column.
  let isCoded: Bool
  /// The names of the columns that hold the time.
  let names: [String]

  /// - Throws: `DataError` with line and column for stamps that cannot be read.
  init(_ table: Table, _ options: ReadingOptions) throws(DataError) {
    names = table.timeColumns
    let indices = names.compactMap(table.index(ofColumn:))
    let isLong = table.form != .wide
    isCoded = isLong && indices.count == 1 && table.hasCodedStamps(ofColumn: indices[0])
    do throws(DataError) {
      column =
        try isCoded
        ? Self.coded(table, indices[0], options, names)
        : Self.column(table, indices, options, names)
    } catch {
      throw Self.placed(error, names)
    }
  }

  /// An error with the columns of the time, where it has none.
  static func placed(_ error: DataError, _ names: [String]) -> DataError {
    error.column == nil && !names.isEmpty ? error.at(column: names.joined(separator: ",")) : error
  }

  /// The different stamps of a column.
  private static func coded(
    _ table: Table, _ index: Int, _ options: ReadingOptions, _ names: [String]
  ) throws(DataError) -> StampColumn {
    let known = known(table, options, names)
    return try table.withCodedStamps(ofColumn: index) { (bytes, ends, codes) throws(DataError) in
      do throws(StampColumn.Failure) {
        return try StampColumn(bytes, ends: ends, options: known)
      } catch {
        let row = codes.indices.first { Int(codes[$0]) == error.row } ?? 0
        throw error.error.at(line: table.line(ofRow: row))
      }
    }
  }

  /// What is known about the stamps; of several series each turns its local time into instants by itself.
  private static func known(_ table: Table, _ options: ReadingOptions, _ names: [String]) -> StampOptions {
    var known = options.stampOptions(names)
    known.leavesLocal = table.form != .wide
    return known
  }

  private static func column(
    _ table: Table, _ indices: [Int], _ options: ReadingOptions, _ names: [String]
  ) throws(DataError) -> StampColumn {
    guard !indices.isEmpty else { return StampColumn(counting: table.rowCount) }
    let known = known(table, options, names)
    if table.form == .wide, indices.count == 1, let pieces = table.stampPieces(ofColumn: indices[0]),
      let column = StampColumn(
        pieces: pieces, known,
        { (rows) throws(StampColumn.Failure) in
          try table.withStamps(ofColumn: indices[0], rows: rows) {
            (bytes, ends) throws(StampColumn.Failure) in
            try StampColumn(bytes, ends: ends, options: known)
          }
        })
    {
      return column
    }
    do throws(StampColumn.Failure) {
      guard indices.count > 1 else {
        return try table.withStamps(ofColumn: indices[0]) { (bytes, ends) throws(StampColumn.Failure) in
          try StampColumn(bytes, ends: ends, options: known)
        }
      }
      let (bytes, ends) = table.joinedStamps(ofColumns: indices, separator: StampColumn.columnSeparator)
      return try StampColumn(bytes.span, ends: ends.span, options: known)
    } catch {
      let found = error.error.at(line: table.line(ofRow: error.row))
      // Numbers that are no stamps: there may be no time at all.
      let ends = [found.value ?? "", table.text(ofColumn: indices[0], row: table.rowCount - 1)]
      let isNumber = ends.allSatisfy { Double($0) != nil }
      guard isNumber, error.row == 0 else { throw found }
      // Who told a column of numbers may have meant one of stamps.
      let others = table.columns.filter { $0.omission == .otherStamps }.map { Remedy.timeColumns([$0.name]) }
      throw found.remedied(by: others.first ?? .countRows)
    }
  }

  /// What is worth saying about the stamps.
  func notes(_ table: Table) -> [PanelNote] {
    column.notes.map { note in
      // Of coded stamps the row is one of the texts; the file's first row with it is not worth a search.
      .stamps(note, line: isCoded ? nil : note.row.map(table.line(ofRow:)))
    }
  }
}
