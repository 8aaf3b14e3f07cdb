import CTableReader
import Calendar
import Stamps
import Text

/// Reads a table step by step: head, marks, kinds of columns, rows, and what the columns turned out to hold.
struct TableBuilder {
  let handle: TableHandle
  let options: ReadingOptions
  let source: String
  private var layout: TableLayout
  private var notes: [TableNote]
  private var problems: [DataError] = []
  /// What is wrong with fields in which codes stand behind values.
  private var packedProblems: [Int: DataError] = [:]
  private var header: TableHeader
  private let rows: SampleRows
  private let delimiter: UInt8
  private let bodyEnd: Int
  private var kinds: [TableColumnKind] = []
  /// What is known of a table whose lines are series.
  private let seriesLines: SeriesLines?

  /// Looks at the head of the text.
  init(_ handle: TableHandle, source: String, _ options: ReadingOptions) throws(DataError) {
    let reader = try HeaderReader.reading(handle, options)
    (self.handle, self.source) = (handle, source)
    let names = NamelessTimes.named(reader.header.names, reader.rows)
    let seriesLines = SeriesLines(names, reader.rows, options)
    self.seriesLines = seriesLines
    self.options = seriesLines == nil ? options.leavingOut(besidesWanted: names) : options
    (layout, notes, header, rows, delimiter, bodyEnd) = (
      reader.layout, reader.notes, reader.header, reader.rows, reader.delimiter, reader.bodyEnd
    )
    header.names = seriesLines?.names ?? names
  }

  /// Parses the rows and looks at the columns.
  mutating func build() throws(DataError) -> Table {
    // The times of a table that is turned tell no series apart, nor do its values.
    let tellers = seriesLines?.descriptorNames ?? header.names
    for name in seriesNames where !tellers.contains(name) {
      throw DataError.unknownColumn(name, among: tellers).at(line: header.line)
    }
    let known = seriesLines?.knownNames ?? header.names
    for name in options.timeColumns + options.namedColumns + (options.onlyColumns ?? [])
    where !known.contains(name) {
      throw DataError.unknownColumn(name, among: known).at(line: header.line)
    }
    try options.requireOneRoleEach(besides: options.timeColumns + seriesNames)
    // What was left out of the file of a model need not be in a later one.
    let leftOutBefore = options.form?.layout.ignoredColumns ?? []
    for name in options.ignoredColumns where !leftOutBefore.contains(name) && !header.names.contains(name) {
      throw DataError.unknownColumn(name, among: header.names).at(line: header.line)
    }
    findMarks()
    try guess()
    try parse()
    if let comma = laterDecimalComma() {
      (layout.decimalMark, layout.thousandsMark) = comma
      try guess()
      try parse()
    }
    let lines = handle.lineMap
    guard handle.rowCount > 0 else {
      throw DataError(.empty, "there is a header but no rows", fix: "add rows below the header")
    }
    handle.releaseText()
    let digest = handle.digest
    if let seriesLines { return try turned(seriesLines, digest) }
    var columns = TableColumns(handle, names: header.names, options: options, layout: layout, lines: lines)
    columns.packedProblems = packedProblems
    try columns.settle(header)
    let leftOut = columns.columns.filter(\.isLeftOut).map(\.name)
    return table(columns, lines, leavingOut: leftOut, digest)
  }

  /// The table of columns that are settled.
  private mutating func table(
    _ columns: TableColumns, _ lines: LineMap, leavingOut leftOut: [String], _ digest: String?
  ) -> Table {
    notes += columns.notes
    if layout.decimalMark != .point || layout.thousandsMark != nil {
      notes.append(.numberMarks(decimal: layout.decimalMark, thousands: layout.thousandsMark))
    }
    if seriesLines == nil { noteTimeAcross() }
    if layout.timeColumns.count > 1, options.timeColumns.isEmpty {
      notes.append(.joinedStamp(columns: layout.timeColumns))
    }
    if case .long(let column) = columns.form { layout.seriesColumn = column }
    layout.ignoredColumns = leftOut
    layout.keep(options)
    return Table(
      source: source, layout: layout, sha256: digest, rowCount: columns.rowCount, columns: columns.columns,
      form: columns.form,
      notes: notes, problems: (problems + columns.problems).sorted { ($0.line ?? 0) < ($1.line ?? 0) },
      handle: handle, lines: lines)
  }

  /// The table with a row for each time of each line.
  private mutating func turned(_ seriesLines: SeriesLines, _ digest: String?) throws(DataError) -> Table {
    var turned = try TurnedLines(handle, seriesLines, header, options, decimalMark: layout.decimalMark)
    let lines = try turned.turn()
    notes += turned.notes
    layout.timeColumns = [SeriesLines.timeName]
    var (options, header) = (options, header)
    options.seriesColumn = turned.seriesColumn
    header.names = turned.turnedNames
    var columns = TableColumns(
      handle, names: header.names, options: options, layout: layout, lines: lines,
      turnedTime: header.names.count - 2)
    try columns.settle(header)
    return table(columns, lines, leavingOut: turned.leftOutNames, digest)
  }

  /// Says that columns are times, where they are, and what would make the lines series.
  private mutating func noteTimeAcross() {
    let hint = SeriesLines.Hint(header.names, rows, options)
    if let across = TimeAcross(header.names) {
      notes.append(
        .timeAcross(first: across.first, last: across.last, unit: across.unit, remedy: hint?.remedy))
    } else if let hint, hint.isOnly {
      notes.append(.timeAcross(first: hint.first, last: hint.last, unit: "times", remedy: hint.remedy))
    }
  }

  private var seriesNames: [String] { options.seriesColumns(among: header.names) }

  /// Finds the marks inside numbers, where they were not told.
  private mutating func findMarks() {
    var marks = NumberMarks()
    var packed: [Int: PackedCodes] = [:]
    // Where other delimiters stand between cells a comma is a decimal one.
    let mayBePacked =
      delimiter == UInt8(ascii: ",") && seriesLines == nil && options.form == nil
      && options.decimalMark == nil
    for field in header.names.indices
    where !TimeNames.isTime(header.names[field]) && !options.timeColumns.contains(header.names[field]) {
      let cells = rows.column(field)
      if mayBePacked, let found = PackedCodes(cells) {
        packed[field] = found
      } else {
        for cell in cells { marks.add(cell) }
      }
    }
    packedProblems = packed.reduce(into: [:]) { problems, found in
      problems[found.key] = found.value.problem(
        header.names[found.key], line: header.linesBeforeBody + rows.lines[found.value.row] + 1,
        mayBeDecimal: !marks.hasDecimalPoint)
    }
    layout.thousandsMark = options.thousandsMark
    switch (options.decimalMark, options.thousandsMark) {
    case (let decimal?, let thousands):
      layout.decimalMark = decimal
      layout.thousandsMark = thousands ?? marks.groupingMark
    case (nil, .point?): layout.decimalMark = .comma
    case (nil, .comma?): layout.decimalMark = .point
    case (nil, _?): layout.decimalMark = marks.hasDecimalComma && !marks.hasDecimalPoint ? .comma : .point
    case (nil, nil):
      guard let decision = marks.decision else { return }
      (layout.decimalMark, layout.thousandsMark) = (decision.decimal, decision.thousands)
    }
  }

  /// Decides what the columns are read as.
  private mutating func guess() throws(DataError) {
    let guess = ColumnGuess(
      rows, names: header.names, decimalMark: layout.decimalMark, thousandsMark: layout.thousandsMark)
    if options.hasHeader, options.skippedLineCount == 0, options.form == nil,
      let count = HeaderReader.remarkCount(rows, width: header.names.count), count > 1
    {
      throw DataError(
        .badHeader, "\(count) lines under the header have no stamps: units or remarks, not rows",
        fix: "remove these lines"
      ).at(line: header.linesBeforeBody + rows.lines[0] + 1)
        .remedied(by: .skipLines(header.linesBeforeBody + rows.lines[count] - 1))
    }
    if let line = guess.unitsRow, !options.hasHeader || options.skippedLineCount == 0 {
      throw Self.unitsRow(
        rows, header.names, line: header.linesBeforeBody + rows.lines[0] + 1, field: line, options)
    }
    if let seriesLines {
      kinds = seriesLines.kinds(options)
      return
    }
    layout.timeColumns = guess.timeColumns(options)
    kinds = guess.kinds(timeColumns: layout.timeColumns, options)
  }

  private static func unitsRow(
    _ rows: SampleRows, _ names: [String], line: Int, field: Int, _ options: ReadingOptions
  ) -> DataError {
    let cells = rows.cells(ofRow: 0)
    let value = rows.text(ofCell: cells.lowerBound + field).shortened()
    if zip(names, cells).contains(where: { $0.isEmpty && !rows.bytes(ofCell: $1).isEmpty }) {
      return DataError(
        .badHeader, "the names of the columns stand on several lines, '\(value)' on this one",
        fix: "write one line with a name of its own for each column"
      ).at(line: line, value: value)
    }
    guard options.hasHeader else {
      let error = DataError(
        .notANumber, "the line has no numbers but '\(value)': names of columns, not a row",
        fix: "remove the line"
      ).at(line: line, value: value)
      // Without a header every line that is left out stands above the rows; what a model says about its files stays said.
      return error.remedied(by: options.form == nil ? .header : .skipLines(line))
    }
    return DataError(
      .notANumber, "the line has no numbers but '\(value)': units or remarks under the header, not a row",
      fix: "remove the line"
    ).at(line: line, value: value).remedied(by: .skipLines(line - 1))
  }

  private func parse() throws(DataError) {
    let plan = ParsePlan(
      bodyOffset: header.bodyOffset,
      linesBeforeBody: header.linesBeforeBody + (options.precedingLines ?? 0), bodyEnd: bodyEnd,
      delimiter: delimiter,
      decimalMark: layout.decimalMark, thousandsMark: layout.thousandsMark,
      missingValues: options.missingValues, kinds: kinds)
    guard let error = handle.parse(plan, options) else { return }
    let problem = DataError.reading(error, names: header.names, delimiter: delimiter)
    // A bad cell further up is what the reader of a message would want to mend first.
    let earlier = header.names.indices.compactMap { field -> DataError? in
      let report = handle.report(field)
      guard report.kind == .numbers, report.not_a_number.count > 0, report.not_a_number.line < error.line
      else { return nil }
      let (name, finding) = (header.names[field], report.not_a_number)
      return DataError.notANumber(
        finding.text, column: name, readWith: layout.decimalMark,
        hasDecimals: handle.hasDecimals(header.names.indices)
      ).at(line: Int(finding.line), column: name, value: finding.text)
    }
    throw earlier.min { ($0.line ?? 0) < ($1.line ?? 0) } ?? problem
  }

  /// Marks that explain the cells that were no numbers, where the first rows had none of them.
  private func laterDecimalComma() -> (decimal: NumberMark, thousands: NumberMark?)? {
    guard handle.isWhole, options.decimalMark == nil, options.thousandsMark == nil,
      layout.decimalMark == .point,
      layout.thousandsMark == nil
    else { return nil }
    var marks = NumberMarks()
    var hasBadCell = false
    for field in header.names.indices where kinds[field] == .numbers {
      let report = handle.report(field)
      if report.fraction_digits & ~1 != 0 { return nil }
      guard report.not_a_number.count > 0 else { continue }
      hasBadCell = true
      marks.add(Array(report.not_a_number.text.utf8)[...])
    }
    guard hasBadCell, let decision = marks.decision, decision.decimal == .comma else { return nil }
    return decision
  }
}

extension Table {
  /// Reads a file; `-` is standard input.
  ///
  /// - Throws: `DataError` with file, line, column and value for text that is no table. Cells that are no numbers, and the like, do
  ///   not throw but are in ``problems``.
  public init(reading path: String, _ options: ReadingOptions = ReadingOptions()) throws(DataError) {
    do {
      let options = options.completed
      var builder = try TableBuilder(try TableHandle(path: path, options), source: path, options)
      self = try builder.build().named(path)
    } catch {
      throw error.inFile(path)
    }
  }

  /// Reads text in memory.
  ///
  /// - Parameter name: What messages call it.
  /// - Throws: As ``init(reading:_:)``.
  public init(parsing bytes: [UInt8], name: String, _ options: ReadingOptions = ReadingOptions())
    throws(DataError)
  {
    do {
      let options = options.completed
      var builder = try TableBuilder(try TableHandle(bytes: bytes, options), source: name, options)
      self = try builder.build().named(name)
    } catch {
      throw error.inFile(name)
    }
  }

  private func named(_ name: String) -> Table {
    Table(
      source: source, layout: layout, sha256: sha256, rowCount: rowCount, columns: columns, form: form,
      notes: notes,
      problems: problems.map { $0.inFile(name) }, handle: handle, lines: lines)
  }
}
