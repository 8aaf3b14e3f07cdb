import Calendar
import Text

/// The names of the columns, and where the rows begin.
struct TableHeader {
  var names: [String]
  /// The line of the header, 1-based; without one, that of the first row.
  let line: Int
  /// Where the rows begin, and how many lines stand before them.
  let bodyOffset: Int
  let linesBeforeBody: Int
  /// Whether every name is valid UTF-8, and what it may be otherwise.
  var foreignEncoding: String?

  /// Refuses names that are empty or doubled.
  ///
  /// - Parameter nameless: Fields that need no name.
  func checkNames(nameless: Set<Int>) throws(DataError) {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() where !(name.isEmpty && nameless.contains(index)) {
      if name.isEmpty {
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

  /// Why a line with one field is no header of delimited text: a table drawn with lines, columns at fixed places, whole lines in quotes; nil
  /// for others.
  static func otherTable(_ name: String, _ delimiter: UInt8) -> DataError? {
    if name.hasPrefix("+-") || name.hasPrefix("|-") {
      return DataError(
        .badHeader, "this is a table drawn with lines", fix: "export it as CSV, or as text with tabs"
      )
    }
    let mark = Character(Unicode.Scalar(delimiter))
    if name.contains(mark) {
      return DataError(
        .badHeader, "the whole line stands in quotes, \(name.quoted)",
        fix: "remove the quotes around the lines")
    }
    guard name.contains("  ") else { return nil }
    return DataError(
      .badHeader,
      "there is only one column, \(name.shortened().quoted): columns seem to stand at fixed places, with spaces between them",
      fix: "put one comma or tab in the place of the spaces between columns")
  }

  /// - Parameters:
  ///   - told: The delimiter, where it was not looked for.
  ///   - other: A character that stands equally often in the header and in each row.
  ///   - hasNumbers: Whether the rows are numbers, which can be counted.
  static func singleColumn(_ name: String, told: Character?, other: Character?, hasNumbers: Bool) -> DataError
  {
    let marks = told.map { $0 == "\t" ? "a tab" : "'\($0)' as told" } ?? ", ; | or a tab"
    let error = DataError(
      .badHeader, "there is only one column, '\(name.shortened())'",
      fix: "a time column and at least one number column are needed, separated by \(marks)")
    if let other { return error.remedied(by: .delimiter(other)) }
    return hasNumbers ? error.remedied(by: .countRows) : error
  }

  static func noHeader(stamp cell: String) -> DataError {
    DataError(
      .badHeader, "the first line has the stamp '\(cell.shortened())' instead of a column name",
      fix: "add a line with the column names on top"
    ).at(value: cell.shortened()).remedied(by: .noHeader)
  }

  static func noHeader(number cell: String) -> DataError {
    DataError(
      .badHeader,
      "the first line has numbers, the first being '\(cell.shortened())', instead of a header with column names",
      fix: "add a line with the column names on top"
    ).at(value: cell.shortened()).remedied(by: .noHeader)
  }

  /// A title or remarks stand above the names, in as many fields.
  static func namesBelow(_ first: String, line: Int) -> DataError {
    DataError(
      .badHeader,
      "the names of the columns, '\(first.shortened())' first, seem to stand here, below other lines",
      fix: "remove the lines above them"
    ).at(line: line, value: first.shortened()).remedied(by: .skipLines(line - 1))
  }

  /// Lines of another shape stand above the header.
  static func linesAbove(header fields: Int, rows: Int, line: Int) -> DataError {
    DataError(
      .badHeader,
      "the line has \(fields) \(fields == 1 ? "field" : "fields") but the rows from line \(line) on have \(rows): it is no header",
      fix: "remove the lines above the header"
    ).remedied(by: .skipLines(line - 1))
  }
}
