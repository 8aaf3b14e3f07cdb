/// The time of a table's rows: stamps in time order, the grid that they stand on, and how they are written.
struct TimeReading {
  let stamps: [Timestamp]
  let grid: GridReading
  let form: StampForm
  let notes: [PanelNote]
  /// The lines of the rows in time order.
  let lines: LineMap

  /// - Throws: `DataError` with line and column for stamps that cannot be read, are in no order, or follow no rule.
  init(_ table: Table, _ options: ReadingOptions) throws(DataError) {
    let names = table.timeColumns
    do throws(DataError) {
      let column = try Self.column(table, names, options)
      let grid = try GridReading(
        column.stamps, form: column.form, frequency: options.frequency, lines: table.lines)
      self.grid = grid
      form = column.form
      stamps = grid.isNewestFirst ? column.stamps.reversed() : column.stamps
      lines = grid.isNewestFirst ? table.lines.reversed(rowCount: table.rowCount) : table.lines
      notes =
        column.notes.map { .stamps($0, line: $0.row.map(table.line(ofRow:))) }
        + (grid.isNewestFirst ? [.newestFirst] : [])
    } catch {
      throw error.column == nil && !names.isEmpty ? error.at(column: names.joined(separator: ",")) : error
    }
  }

  private static func column(
    _ table: Table, _ names: [String], _ options: ReadingOptions
  ) throws(DataError) -> StampColumn {
    let indices = names.compactMap(table.index(ofColumn:))
    guard !indices.isEmpty else { return StampColumn(counting: table.rowCount) }
    let known = options.stampOptions(names)
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
      let isNumber = found.value.map { Double($0) != nil } ?? false
      throw isNumber && error.row == 0 && options.timeColumns.isEmpty ? found.remedied(by: .countRows) : found
    }
  }
}
