import CTableReader
import Calendar

/// What the text of a file said: typed columns, the line of each row, and notes on what was odd. Nothing is decided yet.
///
/// Numbers are doubles, NaN where a cell is missing; stamps are text until their form is known. A table is cheap to copy.
///
/// ```swift
/// let table = try Table(reading: "data.csv")
/// for note in table.notes { print(note) }
/// let temperature = table.numbers(ofColumn: "OT")
/// ```
public struct Table: Sendable {
  /// What messages call the file.
  public let source: String
  /// How the text is written.
  public let layout: TableLayout
  /// The SHA-256 of the bytes that were read, packed or not, as 64 hexadecimal digits; `nil` when it was not wanted.
  public let sha256: String?
  /// Rows, without empty ones at the end.
  public let rowCount: Int
  /// All columns in the order of the file, those left out too.
  public let columns: [TableColumn]
  /// Whether series stand beside each other or below each other.
  public let form: TableForm
  /// What was odd but does not keep the table from being used, cheap to find; of far values there are `outliers()`.
  public let notes: [TableNote]
  /// What keeps columns or rows from being used, in file order.
  public let problems: [DataError]

  package let handle: TableHandle
  package let lines: LineMap

  /// The 1-based line of the file on which a row stands.
  public func line(ofRow row: Int) -> Int { lines.line(ofRow: row) }

  /// The position of a column by its name.
  public func index(ofColumn name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// The columns that hold the time, as told or found: one, or several that make up a stamp together.
  public var timeColumns: [String] { layout.timeColumns }

  /// Whether a line of the file is a series, and its columns are times; each has a row here.
  package var hasSeriesLines: Bool { notes.contains { if case .turned = $0 { true } else { false } } }

  /// Columns of numbers that are used: neither left out nor time.
  public var numberColumns: [TableColumn] { columns.filter { $0.content == .numbers && !$0.isLeftOut } }
}

extension Table {
  /// Lends the values of a column of numbers, one per row, NaN where a cell is missing.
  ///
  /// - Precondition: The column's content is `.numbers`.
  public func withNumbers<Result, Failure: Error>(
    ofColumn index: Int, _ body: (Span<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(columns[index].content == .numbers, "column \(index) is not one of numbers")
    return try handle.withNumbers(columns[index].field, count: rowCount, body)
  }

  /// Lends the text of a column of stamps: all cells end to end, and where each ends.
  ///
  /// - Precondition: The column's content is `.stamps`.
  public func withStamps<Result, Failure: Error>(
    ofColumn index: Int, _ body: (Span<UInt8>, Span<UInt64>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(columns[index].content == .stamps, "column \(index) is not one of stamps")
    guard !handle.isCoded(columns[index].field) else {
      let (bytes, ends) = joinedStamps(ofColumns: [index], separator: 0)
      return try body(bytes.span, ends.span)
    }
    return try handle.withText(columns[index].field) { (bytes, ends) throws(Failure) in
      try body(bytes, ends.extracting(first: rowCount))
    }
  }

  /// Rows of a column of packed stamps that are lent at a time; nil where they are not packed.
  package func stampPieces(ofColumn index: Int) -> [Range<Int>]? {
    guard columns[index].content == .stamps, !handle.isCoded(columns[index].field),
      handle.isPacked(columns[index].field)
    else { return nil }
    return stride(from: 0, to: rowCount, by: 1 << 16).map { $0..<min(rowCount, $0 + 1 << 16) }
  }

  /// Lends copies of some rows of such a column.
  package func withStamps<Result, Failure: Error>(
    ofColumn index: Int, rows: Range<Int>, _ body: (Span<UInt8>, Span<UInt64>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try handle.withEntries(columns[index].field, rows, body)
  }

  /// Whether the stamps of a column are kept once each, with a code a row.
  package func hasCodedStamps(ofColumn index: Int) -> Bool {
    columns[index].content == .stamps && handle.isCoded(columns[index].field)
  }

  /// Lends the different stamps of such a column, and the place of each row's among them.
  package func withCodedStamps<Result, Failure: Error>(
    ofColumn index: Int, _ body: (Span<UInt8>, Span<UInt64>, Span<UInt32>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let field = columns[index].field
    return try handle.withText(field) { (bytes, ends) throws(Failure) in
      try handle.withCodes(field, count: rowCount) { (codes) throws(Failure) in try body(bytes, ends, codes) }
    }
  }

  /// The stamps of several columns row by row: the cells of a row with `separator` between them, end to end, and where each row ends.
  package func joinedStamps(ofColumns indices: [Int], separator: UInt8) -> (bytes: [UInt8], ends: [UInt64]) {
    var bytes: [UInt8] = [], ends: [UInt64] = []
    ends.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      for (position, index) in indices.enumerated() {
        if position > 0 { bytes.append(separator) }
        handle.withCell(columns[index].field, row) { cell in
          for place in cell.indices { bytes.append(cell[place]) }
        }
      }
      ends.append(UInt64(bytes.count))
    }
    return (bytes, ends)
  }

  /// Frees columns of stamps and text; for whoever has made something else of the only copy of this table.
  package func releaseTexts() { handle.releaseTexts() }

  /// The different texts of a column of text, in the order in which they first occur.
  ///
  /// - Precondition: The column's content is `.text`.
  public func texts(ofColumn index: Int) -> [String] {
    precondition(columns[index].content == .text, "column \(index) is not one of text")
    return handle.withText(columns[index].field) { bytes, ends in
      ends.indices.map { bytes.text(Int($0 == 0 ? 0 : ends[$0 - 1])..<Int(ends[$0])) }
    }
  }

  /// Lends, row by row, the place of each cell of a column of text in ``texts(ofColumn:)``.
  ///
  /// - Precondition: The column's content is `.text`.
  public func withCodes<Result>(ofColumn index: Int, _ body: (Span<UInt32>) -> Result) -> Result {
    precondition(columns[index].content == .text, "column \(index) is not one of text")
    return handle.withCodes(columns[index].field, count: rowCount, body)
  }

  /// A copy of the values of a column of numbers; those of a column of stamps that are numbers are read as such. `nil` for text.
  public func numbers(ofColumn name: String) -> [Double]? {
    guard let index = index(ofColumn: name) else { return nil }
    switch columns[index].content {
    case .numbers: return withNumbers(ofColumn: index) { span in span.indices.map { span[$0] } }
    case .stamps: return stampNumbers(index)
    case .text, .skipped: return nil
    }
  }

  /// The cell of a column of text or stamps.
  public func text(ofColumn index: Int, row: Int) -> String {
    let field = columns[index].field
    switch columns[index].content {
    case .stamps, .text: return handle.withCell(field, row) { $0.text($0.indices) }
    case .numbers, .skipped: return ""
    }
  }

  private func stampNumbers(_ index: Int) -> [Double] {
    withStamps(ofColumn: index) { bytes, ends in
      var lower = 0
      return ends.indices.map { row in
        let range = lower..<Int(ends[row])
        lower = range.upperBound
        let meaning = CellMeaning(
          bytes.extracting(range), decimalMark: layout.decimalMark, thousandsMark: layout.thousandsMark)
        guard case .number(let value) = meaning else { return .nan }
        return value
      }
    }
  }
}

extension Span<UInt8> {
  /// The text of a stretch; Latin-1 where it is not UTF-8.
  func text(_ range: Range<Int>) -> String { String(readingUTF8OrLatin1: range.map { self[$0] }) }
}
