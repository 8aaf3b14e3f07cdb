import Text

/// The checked names of a table.
struct CSVHeader {
  /// All names, the time column among them.
  let names: [String]
  let timeIndex: Int

  var timeColumn: String { names[timeIndex] }
  var channels: [String] { names.indices.filter { $0 != timeIndex }.map { names[$0] } }

  /// - Throws: `DataError.badHeader` for empty or doubled names, a missing header or a single column,
  ///   `.unknownColumn` when there is no column `timeColumn`.
  init(_ table: CSVTable, timeColumn: String?) throws(DataError) {
    names = table.names
    let line = table.headerLine
    if let timeColumn {
      guard let index = names.firstIndex(of: timeColumn) else {
        throw DataError.unknownColumn(timeColumn, among: names).at(line: line)
      }
      timeIndex = index
    } else {
      timeIndex = 0
    }
    guard names.count > 1 else { throw Self.singleColumn(names[0]).at(line: line) }
    guard !Self.looksLikeStamp(names[timeIndex]) else { throw Self.noHeader(names[timeIndex]).at(line: line) }
    try checkNames(line: line)
  }

  private func checkNames(line: Int) throws(DataError) {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() {
      // pandas writes an index without a name: the time column may have none.
      if name.isEmpty && index != timeIndex {
        throw DataError(
          .badHeader, "column \(index + 1) has no name", fix: "name every column in the first line"
        )
        .at(line: line)
      }
      guard seen.insert(name).inserted else {
        throw DataError(.badHeader, "two columns are called '\(name.shortened())'", fix: "rename one of them")
          .at(line: line, value: name.shortened())
      }
    }
  }

  private static func singleColumn(_ name: String) -> DataError {
    DataError(
      .badHeader, "there is only one column, '\(name.shortened())'",
      fix: "a time column and at least one number column are needed, separated by , ; | or a tab")
  }

  private static func noHeader(_ cell: String) -> DataError {
    DataError(
      .badHeader, "the first line has the stamp '\(cell.shortened())' instead of a column name",
      fix: "add a line with the column names on top"
    ).at(value: cell.shortened())
  }

  /// Whether a name is a date with separators; a column may well be called `2016`.
  private static func looksLikeStamp(_ name: String) -> Bool {
    StampForm.looksLikeDate(name)
  }
}
