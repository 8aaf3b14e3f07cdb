import CTableReader
import Calendar
import Text

/// Looks at parsed columns: which are used, what is odd about them, and whether series stand below each other.
struct TableColumns {
  let handle: TableHandle
  let names: [String]
  let options: ReadingOptions
  let layout: TableLayout
  let lines: LineMap
  /// The field of the times of a table that was turned, whose texts were the names of columns.
  let turnedTime: Int?
  private(set) var rowCount: Int
  private(set) var columns: [TableColumn] = []
  var notes: [TableNote] = []
  var problems: [DataError] = []
  /// What was found wrong with fields in the first rows.
  var packedProblems: [Int: DataError] = [:]
  private(set) var form = TableForm.wide

  init(
    _ handle: TableHandle, names: [String], options: ReadingOptions, layout: TableLayout, lines: LineMap,
    turnedTime: Int? = nil
  ) {
    self.turnedTime = turnedTime
    (self.handle, self.names, self.options, self.layout, self.lines) = (handle, names, options, layout, lines)
    rowCount = handle.rowCount
  }

  /// - Throws: `DataError` for columns without names.
  mutating func settle(_ header: TableHeader) throws(DataError) {
    dropEmptyRows()
    for field in names.indices { columns.append(column(field, handle.report(field))) }
    let nameless = leaveOut()
    try header.checkNames(nameless: nameless)
    findForm()
    leaveOutTexts()
    for field in names.indices where !columns[field].isLeftOut { look(at: field, handle.report(field)) }
    lookAtTheEnd()
    let isUsable = { (column: TableColumn) in
      column.content == .numbers && !column.isLeftOut && !problems.contains { $0.column == column.name }
    }
    if !columns.contains(where: isUsable) { problems = problems.map(\.keepingItsColumn) }
  }

  private func column(_ field: Int, _ report: TableColumnReport) -> TableColumn {
    let content: TableColumn.Content =
      switch report.kind {
      case .numbers: .numbers
      case .stamps: .stamps
      case .text: layout.timeColumns.contains(names[field]) ? .stamps : .text
      case .skipped: .skipped
      @unknown default: .skipped
      }
    let digits = report.fraction_digits
    let dropped = handle.rowCount - rowCount
    return TableColumn(
      name: names[field], field: field, content: content, omission: content == .skipped ? .told : nil,
      missingCount: content == .numbers
        ? Int(report.missing.count + report.infinite.count + report.not_a_number.count) - dropped : 0,
      isInteger: content == .numbers && !report.has_exponents && digits & ~1 == 0 && digits != 0,
      decimalCount: digits == 0 ? 0 : 31 - digits.leadingZeroBitCount)
  }

  /// Rows of nothing but delimiters, as spreadsheets write them below a table.
  private mutating func dropEmptyRows() {
    while rowCount > 1, isEmpty(row: rowCount - 1) { rowCount -= 1 }
    let dropped = handle.rowCount - rowCount
    if dropped > 0 { notes.append(.emptyRows(line: lines.line(ofRow: rowCount), count: dropped)) }
  }

  private func isEmpty(row: Int) -> Bool {
    names.indices.allSatisfy { field in
      switch handle.report(field).kind {
      case .numbers: return handle.withNumbers(field, count: row + 1) { $0[row].isNaN }
      case .stamps, .text: return handle.withCell(field, row) { $0.isEmpty }
      case .skipped: return true
      @unknown default: return true
      }
    }
  }

  /// Leaves out saved row indices and columns without anything in them; gives the fields that need no name.
  private mutating func leaveOut() -> Set<Int> {
    // What was left out of an earlier file of the kind needs no name in this one either.
    var nameless = Set(
      names.indices.filter { layout.timeColumns.contains(names[$0]) || columns[$0].content == .skipped })
    for field in names.indices
    where columns[field].content == .numbers && !options.namedColumns.contains(names[field]) {
      guard MissingNames.contains(names[field]) else {
        if isRowNumber(field) {
          columns[field].omission = .rowIndex
          notes.append(.rowIndex(column: names[field]))
        } else if isEmpty(column: field) {
          columns[field].omission = .empty
          notes.append(.namedEmptyColumn(column: names[field]))
        }
        continue
      }
      if columns[field].missingCount == rowCount {
        columns[field].omission = .empty
        notes.append(.emptyColumn(number: field + 1))
      } else if countsRows(field) {
        columns[field].omission = .rowIndex
        notes.append(.rowIndex(column: names[field]))
      } else {
        continue
      }
      nameless.insert(field)
    }
    return nameless
  }

  /// Whether no row of a new file has anything in a column, while other columns have numbers.
  private func isEmpty(column field: Int) -> Bool {
    options.form == nil && options.precedingLines == nil && columns[field].missingCount == rowCount
      && columns.contains { $0.content == .numbers && $0.missingCount < rowCount && !$0.isLeftOut }
  }

  /// Leaves out text that never changes, and stamps that are not the time.
  private mutating func leaveOutTexts() {
    // Where nothing else is left the text is what is wrong with the file, and first the one that changes.
    let hasNumbers = columns.contains { $0.content == .numbers && !$0.isLeftOut }
    let hasOthers =
      hasNumbers
      || names.indices.contains { columns[$0].content == .text && !isSeries($0) && !isConstant($0) }
    var seriesOfRows: [Int]?
    for field in names.indices where !columns[field].isLeftOut && !options.namedColumns.contains(names[field])
    {
      if columns[field].content == .stamps, !layout.timeColumns.contains(names[field]) {
        if let problem = numberProblem(field) { problems.append(problem) }
        columns[field].omission = .otherStamps
        notes.append(.otherStamps(column: names[field]))
      }
      guard hasOthers, columns[field].content == .text, !isSeries(field) else { continue }
      if isConstant(field) {
        columns[field].omission = .constantText
        let value = handle.withEntry(field, 0) { $0.text($0.indices) }
        notes.append(.constantText(column: names[field], value: value))
      } else if hasNumbers, let value = mark(field) {
        columns[field].omission = .constantText
        notes.append(.constantMark(column: names[field], value: value))
      } else if hasNumbers {
        let rows = seriesOfRows ?? rowsBySeries()
        seriesOfRows = rows
        if !rows.isEmpty, LongFormFinder(handle, rowCount: rowCount).isSame(field, inEach: rows) {
          columns[field].omission = .seriesText
          notes.append(.seriesText(column: names[field]))
        }
      }
    }
  }

  /// Whether a column of text is the same in all rows.
  private func isConstant(_ field: Int) -> Bool {
    handle.withCodes(field, count: rowCount) { codes in codes.indices.allSatisfy { codes[$0] == codes[0] } }
  }

  /// The text of a column whose other cells are empty, as of flags; nil for other columns, and for `5 kg`, which may be a number.
  private func mark(_ field: Int) -> String? {
    handle.withText(field) { bytes, ends in
      guard ends.count == 2, ends[0] == 0 || ends[0] == ends[1] else { return nil }
      let text = bytes.text(0..<Int(ends[1]))
      return text.contains(where: \.isNumber) ? nil : text
    }
  }

  /// Whether one series stands below the other: as told, by its name, or because stamps come again with every text.
  private mutating func findForm() {
    let texts = names.indices.filter { columns[$0].content == .text && !columns[$0].isLeftOut }
    if let told = options.seriesColumn {
      form = .long(seriesColumn: told)
    } else if let named = texts.first(where: { SeriesNames.isSeries(names[$0], among: names) }) {
      form = .long(seriesColumn: names[named])
    } else if let found = LongFormFinder(handle, rowCount: rowCount).seriesColumn(
      among: texts, time: timeFields)
    {
      form = .long(seriesColumn: names[found])
    }
    if case .long(let column) = form, options.seriesColumn == nil {
      notes.append(.longForm(seriesColumn: column))
    }
  }

  /// A number for each row, the same for rows of a series; none where texts tell no series apart.
  private func rowsBySeries() -> [Int] {
    guard case .long(let told) = form else { return [] }
    let fields = SeriesColumns.names(told, among: names).compactMap(names.firstIndex)
    guard fields.allSatisfy({ columns[$0].content == .text }) else { return [] }
    return LongFormFinder(handle, rowCount: rowCount).groups(by: fields)
  }

  /// Whether a column tells series apart, by itself or with others.
  func isSeries(_ field: Int) -> Bool {
    guard case .long(let column) = form else { return false }
    return SeriesColumns.names(column, among: names).contains(names[field])
  }

  var timeFields: [Int] {
    names.indices.filter { layout.timeColumns.contains(names[$0]) && columns[$0].content == .stamps }
  }

  /// A total under the table.
  private mutating func lookAtTheEnd() {
    guard let field = timeFields.first else { return }
    for row in max(0, rowCount - 3)..<rowCount {
      let text = handle.withCell(field, row) { $0.text($0.indices) }
      guard SummaryWords.begins(text) else { continue }
      problems.append(
        DataError(
          .badTimestamp, "'\(text.shortened())' looks like a summary under the table, not like a row of it",
          fix: "remove the line"
        ).at(line: lines.line(ofRow: row), column: names[field], value: text.shortened()))
      return
    }
  }
}
