import CTableReader
import Calendar
import Text

/// Makes a table with a row for each time of each series out of one with a line a series.
///
/// A series begins with the first value of its line and ends with the last one, as in a file that has no rows where there is no value; cells
/// between them that are empty are missing.
struct TurnedLines {
  let handle: TableHandle
  let lines: SeriesLines
  let header: TableHeader
  let options: ReadingOptions
  /// The line of each line of the table.
  let lineMap: LineMap
  private(set) var notes: [TableNote] = []
  /// The columns that tell series apart.
  private(set) var ids: [Int] = []
  /// Columns that have a value a series.
  private var fixed: [Int] = []
  let values: LineValues

  /// - Throws: `DataError` for cells that are no numbers, and lines that nothing tells apart.
  init(
    _ handle: TableHandle, _ lines: SeriesLines, _ header: TableHeader, _ options: ReadingOptions,
    decimalMark: NumberMark
  ) throws(DataError) {
    (self.handle, self.lines, self.header, self.options) = (handle, lines, header, options)
    lineMap = handle.lineMap
    let nameless = header.names.indices.filter {
      !lines.times.contains($0) && !lines.descriptors.contains($0)
    }
    try header.checkNames(nameless: Set(nameless))
    if let problem = Self.problem(handle, lines, header.names, options, lineMap, decimalMark) {
      throw problem
    }
    values = LineValues(handle, lines.times)
    guard values.rowCount > 0 else {
      throw DataError(.empty, "there are times but no values below them", fix: "add lines with values")
    }
    ids = try columnsOfSeries()
    fixed = lines.descriptors.filter { options.fixedColumns.contains(header.names[$0]) }
  }

  var names: [String] { header.names }

  /// The names of the columns of the turned table.
  var turnedNames: [String] {
    (ids + fixed).map { names[$0] } + [SeriesLines.timeName, SeriesLines.valueName]
  }
  /// The columns that tell series apart, as they would be told.
  var seriesColumn: String {
    ids.count == 1 ? names[ids[0]] : ids.map { names[$0].asListedName }.joined(separator: ",")
  }
  /// The columns that are left out.
  var leftOutNames: [String] {
    let kept = Set(ids + fixed)
    return names.indices.filter { !lines.times.contains($0) && !kept.contains($0) && !names[$0].isEmpty }.map
    {
      names[$0]
    }
  }

  /// Turns the table on the handle, and gives the line of each of its rows.
  mutating func turn() throws(DataError) -> LineMap {
    note()
    var report = TableColumnReport()
    for field in lines.times { report.add(handle.report(field)) }
    report.missing = missing()
    var marks: [LineMap.Mark] = []
    var row = 0
    for (place, span) in values.spans.enumerated() where span.end > span.first {
      marks.append(LineMap.Mark(row: row, line: lineMap.line(ofRow: place)))
      row += Int(span.end - span.first)
    }
    if let error = handle.turn(kept: ids + fixed, lines.times, named: lines.stamps, values.spans, report) {
      throw .reading(error, names: names, delimiter: 0)
    }
    return LineMap(marks, isRepeated: true)
  }

  /// The cells between the first and the last value of a line that have none.
  private func missing() -> TableFinding {
    var finding = TableFinding()
    finding.count = UInt64(values.rowCount - values.valueCount)
    guard let (line, time) = values.firstMissing(handle, lines.times) else { return finding }
    let first = handle.report(lines.times.lowerBound + time).missing
    // The column's own first may be before the first value of another line.
    if first.line == lineMap.line(ofRow: line) { finding = first }
    finding.line = UInt64(lineMap.line(ofRow: line))
    finding.count = UInt64(values.rowCount - values.valueCount)
    return finding
  }
}

extension TurnedLines {
  /// The first cell that is neither a number nor missing.
  private static func problem(
    _ handle: TableHandle, _ lines: SeriesLines, _ names: [String], _ options: ReadingOptions,
    _ lineMap: LineMap, _ mark: NumberMark
  ) -> DataError? {
    var found: (line: Int, text: String, field: Int)?
    var count = 0
    for field in lines.times {
      let report = handle.report(field)
      if report.kind == .numbers {
        guard report.not_a_number.count > 0 else { continue }
        count += Int(report.not_a_number.count)
        let line = Int(report.not_a_number.line)
        if found.map({ line < $0.line }) ?? true { found = (line, report.not_a_number.text, field) }
      } else if let row = (0..<handle.rowCount).first(where: { isText(handle, field, $0, options, mark) }) {
        count += 1
        let text = handle.withCell(field, row) { $0.text($0.indices) }.shortened()
        let line = lineMap.line(ofRow: row)
        if found.map({ line < $0.line }) ?? true { found = (line, text, field) }
      }
    }
    guard let found else { return nil }
    let error = DataError.notANumber(
      found.text, column: names[found.field], readWith: mark, hasDecimals: handle.hasDecimals(lines.times)
    ).keepingItsColumn.at(line: found.line, column: names[found.field], value: found.text)
    let isWord =
      found.text.count <= 20 && !found.text.contains(where: \.isNumber)
      && (count > 1 || StateWords.begins(found.text))
    return isWord ? error.remedied(by: .missingValues(options.missingValues + [found.text])) : error
  }

  private static func isText(
    _ handle: TableHandle, _ field: Int, _ row: Int, _ options: ReadingOptions, _ mark: NumberMark
  ) -> Bool {
    handle.withCell(field, row) { cell in
      CellMeaning(cell, decimalMark: mark, thousandsMark: options.thousandsMark) == .text
        && !options.missingValues.contains(cell.text(cell.indices))
    }
  }

  /// What is worth saying, but for that of the cells of the times.
  private mutating func note() {
    notes.append(
      .turned(
        seriesCount: values.lineCount, timeCount: lines.times.count, first: names[lines.times.lowerBound],
        last: names[lines.times.upperBound - 1], seriesColumn: seriesColumn))
    notes += lines.indices.map { .rowIndex(column: names[$0]) }
    for (place, field) in lines.descriptors.enumerated() where !(ids + fixed).contains(field) {
      if !isVarying(field) {
        let text = handle.withCell(field, values.firstLine) { $0.text($0.indices) }
        notes.append(
          text.isEmpty
            ? .namedEmptyColumn(column: names[field]) : .constantText(column: names[field], value: text))
      } else {
        notes.append(
          place < lines.textCount ? .seriesText(column: names[field]) : .seriesNumber(column: names[field]))
      }
    }
    if let empty = (0..<handle.rowCount).first(where: { !values.hasValue($0) }) {
      notes.append(.emptySeries(line: lineMap.line(ofRow: empty), count: handle.rowCount - values.lineCount))
    }
    for field in lines.times {
      let finding = handle.report(field).infinite
      guard finding.count > 0 else { continue }
      notes.append(
        .infinite(
          column: names[field], line: Int(finding.line), count: Int(finding.count), value: finding.text))
    }
  }
}

extension TableColumnReport {
  /// Takes in what was found in another column of the same numbers, but for cells that are missing or infinite.
  fileprivate mutating func add(_ other: TableColumnReport) {
    has_exponents = has_exponents || other.has_exponents
    fraction_digits |= other.fraction_digits
    let count = rounded.count + other.rounded.count
    if other.rounded.count > 0, rounded.count == 0 || other.rounded.line < rounded.line {
      rounded = other.rounded
    }
    rounded.count = count
  }
}
