import Text

extension Table {
  /// Refuses cells that are no finite numbers, and columns of other text; missing cells where they are to be refused.
  func requireNumbers(_ options: ReadingOptions) throws(DataError) {
    var all = problems
    for note in notes {
      if case .infinite(let column, let line, _, let value) = note {
        all.append(DataError.outOfRange(value).at(line: line, column: column, value: value))
      }
      // Columns known ahead may go on where the others have ended.
      guard case .missing(let column, let line, _, let spelling) = note, options.missingRule == .error,
        options.futureColumns.isEmpty
      else { continue }
      all.append(
        DataError.missing(spelling).at(line: line, column: nameOfFirstMissing(in: column), value: spelling))
    }
    for name in options.roleColumns {
      guard let column = columns.first(where: { $0.name == name }), column.content != .numbers else {
        continue
      }
      all.append(
        DataError(
          .notANumber, "the column holds no numbers, and only such columns can have a role",
          fix: "write numbers, or tell it no role"
        ).at(column: name))
    }
    if let first = all.min(by: { ($0.line ?? 0) < ($1.line ?? 0) }) { throw leavingOutAllText(first, all) }
  }

  /// An error about a column of text whose advice leaves out all such columns at once.
  private func leavingOutAllText(_ error: DataError, _ all: [DataError]) -> DataError {
    guard let place = error.remedies.firstIndex(of: .ignoreColumns([error.column ?? ""])) else {
      return error
    }
    let refused = all.filter { $0.remedies.contains(.ignoreColumns([$0.column ?? ""])) }.map(\.column)
    let texts = columns.filter { $0.content == .text && refused.contains($0.name) }.map(\.name)
    guard texts.contains(error.column ?? "") else { return error }
    return error.replacing(remedy: place, by: .ignoreColumns(texts))
  }
}

extension [Series] {
  /// Rows behind the last target of each.
  var rowsToCome: Int { reduce(0) { $0 + $1.rowCount - $1.targetEnd } }
}

extension Panel {
  /// Refuses targets most of which is missing, and missing cells where they are to be refused.
  ///
  /// - Parameter isPart: Whether the rows are a part of the file, of which nothing says how much is missing in all.
  func requireFewMissing(in table: Table, _ rule: MissingRule, isPart: Bool) throws(DataError) {
    let trailing = series.rowsToCome
    let targets = targetColumns
    var sparse: [(name: String, missing: Int, rows: Int)] = []
    for note in table.notes {
      guard case .missing(let name, let line, let count, let spelling) = note,
        let column = columns.firstIndex(of: name)
      else { continue }
      let isTarget = targets.contains(column)
      let missing = count - (isTarget ? trailing : 0), rows = table.rowCount - (isTarget ? trailing : 0)
      if rule == .error, missing > 0 {
        throw DataError.missing(spelling).at(
          line: line, column: table.nameOfFirstMissing(in: name), value: spelling)
      }
      guard !isPart, isTarget, missing * 2 > rows else { continue }
      sparse.append((name, missing, rows))
    }
    guard let first = sparse.first else { return }
    let error = DataError(
      .missingValue, "\(first.missing) of \(first.rows) cells are missing, more than half",
      fix: "fill the column in"
    ).at(column: first.name)
    throw targets.count > sparse.count ? error.remedied(by: .ignoreColumns(sparse.map(\.name))) : error
  }
}

extension Table {
  /// What the file calls the column of the first missing cell of a column: where time runs across, the time.
  fileprivate func nameOfFirstMissing(in column: String) -> String {
    guard hasSeriesLines, let index = index(ofColumn: column), columns[index].content == .numbers,
      let time = timeColumns.first.flatMap(index(ofColumn:)),
      let row = withNumbers(ofColumn: index, { values in values.indices.first { values[$0].isNaN } })
    else { return column }
    return text(ofColumn: time, row: row)
  }

  /// Why a table whose columns are times is not read.
  var timeAcross: DataError? {
    for case .timeAcross(let first, let last, let unit, let remedy) in notes {
      let error = DataError(
        .badHeader,
        "the columns '\(first.printable)' to '\(last.printable)' are \(unit): time runs across the table",
        fix:
          "turn it so that every row is one time: time and value, or series, time and value (in pandas: melt)"
      )
      return remedy.map { error.remedied(by: $0) } ?? error
    }
    return nil
  }

  /// The same for columns that are numbered, `V2` to `V38` or `d_1` to `d_1941`, beside a column that holds no stamps: a series in every
  /// line.
  func stepsAcross(_ options: ReadingOptions) -> DataError? {
    guard form == .wide, options.timeColumns.isEmpty, options.form == nil,
      let (first, last) = numberedColumns, (try? TimeReading(self, options)) == nil
    else { return nil }
    let text = namesOfLines(before: first)
    let error = DataError(
      .badHeader,
      "the columns '\(first.printable)' to '\(last.printable)' are numbered, and none before them holds the time: every line seems to be a series",
      fix:
        "turn the table so that every row is one time of one series: series, time and value (in pandas: melt), or have the steps counted"
    )
    return text.map { error.remedied(by: .seriesColumn($0)) } ?? error
  }

  /// The text before a column that tells lines apart: the first that does so alone.
  private func namesOfLines(before first: String) -> String? {
    columns.prefix { $0.name != first }.first { column in
      guard column.content == .text || column.content == .stamps, !column.isLeftOut,
        let index = index(ofColumn: column.name)
      else { return false }
      let cells = (0..<rowCount).map { text(ofColumn: index, row: $0) }
      return Set(cells).count == rowCount
    }?.name
  }

  /// The first cell of a column that was taken for stamps, where there is no column of numbers.
  var onlyText: DataError? {
    guard let column = columns.firstIndex(where: { $0.omission == .otherStamps }) else { return nil }
    let (name, text) = (columns[column].name, text(ofColumn: column, row: 0))
    return DataError.notANumber(text.shortened(), column: name, readWith: layout.decimalMark).keepingItsColumn
      .at(line: line(ofRow: 0), column: name, value: text.shortened())
  }
}

extension DataError {
  fileprivate static func missing(_ spelling: String) -> DataError {
    let problem = spelling.isEmpty ? "the cell is empty" : "\(spelling.quoted) stands for a missing value"
    return DataError(
      .missingValue, problem,
      fix: "fill it in (for instance with the value before), remove the row, or let it be masked"
    ).remedied(by: .missing(.mask))
  }

  static let noNumbers = DataError(
    .badHeader, "there is no column of numbers besides the time",
    fix: "add one, or name the column that holds the time")

  fileprivate static func outOfRange(_ value: String) -> DataError {
    DataError(
      .outOfRange, "'\(value)' is infinite or too large for a number",
      fix: "write a finite number or remove the row")
  }
}
