import Calendar
import Text

/// Finds the header, the delimiter and the first rows in the head of a text.
struct HeaderReader {
  let options: ReadingOptions
  private(set) var notes: [TableNote] = []
  private(set) var layout = TableLayout()
  /// The rows below the header, as far as they were sampled.
  private(set) var rows: SampleRows
  private(set) var header: TableHeader
  private(set) var delimiter: UInt8
  /// Where the rows end; 0 at the end of the text.
  private(set) var bodyEnd = 0

  /// Rows that are looked at.
  static let sampleCount = 64

  /// Reads the head, without the lines above the header where they are plain to see.
  ///
  /// - Throws: `DataError` for a text without a usable header.
  static func reading(_ handle: TableHandle, _ options: ReadingOptions) throws(DataError) -> HeaderReader {
    do {
      return try HeaderReader(handle, options)
    } catch {
      // Lines of another shape stand above the header, at whose first one the error is.
      guard options.hasHeader, options.skippedLineCount == 0,
        case .skipLines(let count)? = error.remedies.first, error.line.map({ $0 <= count }) == true
      else { throw error }
      var below = options
      below.skippedLineCount = count
      guard var reader = try? HeaderReader(handle, below), reader.header.line == count + 1,
        reader.hasPlainNames
      else { throw error }
      // A later file may have other lines there.
      reader.layout.skippedLineCount = 0
      return reader
    }
  }

  /// Whether the header can be no row: it begins with a text that is no time, no cell is missing, and its numbers are the times of a table that
  /// is turned.
  private var hasPlainNames: Bool {
    func isText(_ name: String) -> Bool {
      let cell = Array(name.utf8)[...]
      return !Self.isNumber(cell) && !Self.isNumberOrMissing(cell)
        && (name.first?.isNumber == false || !ColumnGuess.looksLikeStamp(cell))
    }
    guard let first = header.names.first,
      first.isEmpty || (isText(first) && TimeAcross.stamp(first) == nil)
    else { return false }
    return header.names.contains { !$0.isEmpty && isText($0) }
      && header.names.allSatisfy { $0.isEmpty || isText($0) || TimeAcross.stamp($0) != nil }
  }

  /// Reads the head.
  ///
  /// - Throws: `DataError` for a text without a usable header.
  init(_ handle: TableHandle, _ options: ReadingOptions) throws(DataError) {
    self.options = options
    let place = try HeaderPlace(handle, options)
    delimiter = place.delimiter
    let sample = try handle.sample(at: place.offset, delimiter: delimiter, limit: Self.sampleCount + 1)
    guard sample.count > 0 else {
      guard sample.isInsideQuotes || handle.isWhole else {
        throw handle.withHead { .endlessLine(place.line + 1, $0) }
      }
      throw sample.isInsideQuotes
        ? DataError(.raggedRow, "a quote opened here is never closed", fix: "add the closing quote").at(
          line: place.line + 1)
        : .emptyFile
    }
    if place.commentCount > 0 {
      notes.append(.comments(line: place.firstCommentLine, count: place.commentCount))
    }
    if place.hasDelimiterLine { notes.append(.delimiterLine(line: 1)) }
    if options.skippedLineCount > 0 { notes.append(.skippedLines(count: options.skippedLineCount)) }
    layout.hasDelimiterLine = place.hasDelimiterLine
    if options.hasHeader {
      (header, rows) = try Self.named(place, sample, handle, delimiter, &notes)
    } else {
      header = Self.numbered(place, sample)
      rows = sample
    }
    // A block of a large file ends where its rows go on.
    if rows.count > 0, options.precedingLines == nil,
      let footer = Footer(
        handle, below: header.bodyOffset, width: rows.cells(ofRow: 0).count, delimiter: delimiter)
    {
      bodyEnd = footer.offset
      rows = rows.upTo(footer.offset)
      notes.append(.footer(line: footer.line, count: footer.count))
    }
    try checkShape()
    layout.delimiter = Character(Unicode.Scalar(delimiter))
    layout.hasHeader = options.hasHeader
    layout.skippedLineCount = options.skippedLineCount
    layout.encoding = handle.encoding
    layout.hasByteOrderMark = handle.hasByteOrderMark
    layout.isCompressed = handle.isCompressed
    layout.missingValues = options.missingValues
    if handle.encoding != "UTF-8" { notes.append(.encoding(handle.encoding)) }
    if let foreign = header.foreignEncoding { notes.append(.notUTF8(line: header.line, looksLike: foreign)) }
  }

  /// The header of a text without one.
  private static func numbered(_ place: HeaderPlace, _ sample: SampleRows) -> TableHeader {
    TableHeader(
      names: (1...sample.cells(ofRow: 0).count).map { "column\($0)" }, line: place.line + 1,
      bodyOffset: place.offset,
      linesBeforeBody: place.line)
  }

  /// The header in the first row of the sample, or in the comment above it, and the rows below.
  private static func named(
    _ place: HeaderPlace, _ sample: SampleRows, _ handle: TableHandle, _ delimiter: UInt8,
    _ notes: inout [TableNote]
  ) throws(DataError) -> (TableHeader, SampleRows) {
    let cells = sample.cells(ofRow: 0)
    if let names = commentNames(place, sample, handle, delimiter) {
      notes.removeAll { if case .comments = $0 { true } else { false } }
      if place.commentCount > 1 {
        notes.append(.comments(line: place.firstCommentLine, count: place.commentCount - 1))
      }
      notes.append(.headerInComment(line: place.line))
      return (
        TableHeader(names: names, line: place.line, bodyOffset: place.offset, linesBeforeBody: place.line),
        sample
      )
    }
    let body =
      place.body ?? (sample.offsets[0], place.line + linesTaken(by: sample, from: place.offset, handle))
    var header = TableHeader(
      names: cells.map(sample.text(ofCell:)), line: place.line + sample.lines[0] + 1, bodyOffset: body.0,
      linesBeforeBody: body.1)
    let raw = cells.flatMap { Array(sample.bytes(ofCell: $0)) + [UInt8(ascii: " ")] }
    if String(validating: raw, as: UTF8.self) == nil { header.foreignEncoding = EncodingHint.name(for: raw) }
    if place.body == nil, let row = headerRow(sample) {
      let line = place.line + sample.lines[row] + 1
      throw TableHeader.namesBelow(sample.text(ofCell: sample.cells(ofRow: row).lowerBound), line: line)
    }
    if let error = missingHeader(sample) { throw error.at(line: header.line) }
    return (header, try handle.sample(at: body.0, delimiter: delimiter, limit: sampleCount))
  }

  /// The lines of the header, which may be several where a name has line ends.
  private static func linesTaken(by sample: SampleRows, from offset: Int, _ handle: TableHandle) -> Int {
    handle.withHead { head in
      var (position, lines) = (offset, 0)
      while position < sample.offsets[0] {
        position = Preamble.line(head, at: position).next
        lines += 1
      }
      return lines
    }
  }

  /// numpy writes `# a,b` above rows of numbers.
  private static func commentNames(
    _ place: HeaderPlace, _ sample: SampleRows, _ handle: TableHandle, _ delimiter: UInt8
  ) -> [String]? {
    guard let comment = place.comment, missingHeader(sample) != nil else { return nil }
    let text = handle.withHead { $0.text(comment) }.drop { "#%/ ".contains($0) }
    let names = text.split(separator: Character(Unicode.Scalar(delimiter)), omittingEmptySubsequences: false)
    guard names.count == sample.cells(ofRow: 0).count else { return nil }
    return names.map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
  }

  /// Why the first row is no header, if it is none.
  private static func missingHeader(_ sample: SampleRows) -> DataError? {
    let cells = sample.cells(ofRow: 0)
    let isDate =
      ColumnGuess.looksLikeStamp(sample.bytes(ofCell: cells.lowerBound))
      && isDateOfDigits(sample.bytes(ofCell: cells.lowerBound))
    if isDate { return TableHeader.noHeader(stamp: sample.text(ofCell: cells.lowerBound)) }
    // Ids may stand before the first date: above dates it is no name.
    for field in cells.indices.dropFirst() where sample.count > 3 {
      let place = field - cells.lowerBound
      let areDates = (0...3).allSatisfy { row in
        let cells = sample.cells(ofRow: row)
        return place < cells.count && isWholeDate(sample.bytes(ofCell: cells.lowerBound + place))
      }
      if areDates { return TableHeader.noHeader(stamp: sample.text(ofCell: field)) }
    }
    // A stamp beside numbers is one, of months or weeks too; stamps alone may be names of columns, and so may a year beside names.
    let texts = cells.map { sample.bytes(ofCell: $0) }
    let numbers = texts.map(isNumber)
    guard texts.count > 1, numbers.contains(true),
      texts.indices.allSatisfy({ numbers[$0] || ColumnGuess.looksLikeStamp(texts[$0]) })
    else { return nil }
    let first = sample.text(ofCell: cells.lowerBound)
    return numbers[0] ? TableHeader.noHeader(number: first) : TableHeader.noHeader(stamp: first)
  }

  static func isNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    CellMeaning(cell.span, decimalMark: .point, thousandsMark: nil).isNumber
      || CellMeaning(cell.span, decimalMark: .comma, thousandsMark: nil).isNumber
  }

  /// Whether a cell is a date, with or without marks.
  private static func isWholeDate(_ cell: ArraySlice<UInt8>) -> Bool {
    ColumnGuess.compactDate(cell) != nil || (ColumnGuess.looksLikeStamp(cell) && isDateOfDigits(cell))
  }

  /// Whether a cell begins with three numbers and two separators: a date, whatever follows.
  private static func isDateOfDigits(_ cell: ArraySlice<UInt8>) -> Bool {
    var runs = 0, wasDigit = false
    for byte in cell {
      let isDigit = byte.isDigit
      if isDigit && !wasDigit { runs += 1 }
      if !isDigit && ![45, 46, 47].contains(byte) { break }
      wasDigit = isDigit
    }
    return runs >= 3
  }

  /// Compares the number of fields in header and rows.
  private mutating func checkShape() throws(DataError) {
    let width = header.names.count
    let counts = (0..<rows.count).map { rows.cells(ofRow: $0).count }
    let firstLine = header.linesBeforeBody + 1
    // Remarks may stand below the rows.
    let end = (counts.lastIndex { $0 > 1 } ?? 0) + 1
    var first = counts.firstIndex { $0 > width } ?? end
    var run = first < end ? counts[first..<end].prefix { $0 == counts[first] }.count : 0
    if first + run < end, run < 10, let tail = tableBelow(counts[..<end], width: width) {
      (first, run) = (tail, end - tail)
    }
    // Remarks below the rows may have several fields, too; above the header no line has a number.
    if run > 1, first + run == end || (run > 9 && !(0..<first).contains { Self.hasNumber(rows, $0) }),
      first > 0 || width == 1
    {
      // What has as many fields as the rows, and no number, may be more remarks: the last of these lines is the header.
      let body = (first..<end).first { Self.hasNumber(rows, $0) } ?? first
      let line = firstLine + rows.lines[max(first, body - 1)]
      throw TableHeader.linesAbove(header: width, rows: counts[first], line: line).at(line: header.line)
    }
    if counts.count > 1, counts.allSatisfy({ $0 == width + 1 }) {
      let last = rows.column(width), first = rows.column(0)
      let numbers = first.map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
      if last.allSatisfy(\.isEmpty) {
        header.names.append("")
      } else if zip(numbers, numbers.dropFirst()).allSatisfy({ $1 == $0 + 1 && $0 >= 0 }) {
        header.names.insert("", at: 0)
      } else {
        return
      }
      notes.append(.surplusField(line: firstLine + rows.lines[0]))
      return
    }
    if width > 2, header.names[width - 1].isEmpty, !counts.isEmpty, counts.allSatisfy({ $0 == width - 1 }) {
      header.names.removeLast()
      return
    }
    // Above a header of fewer fields may stand a few values with names of their own; ten rows tell them from cut ones.
    if let top = counts.firstIndex(where: { $0 != width }), top < 4, counts.count > top + (top > 0 ? 9 : 3),
      counts[top] > 1, counts[top] < width, counts[top...].allSatisfy({ $0 == counts[top] }),
      let body = (top + 1..<top + 4).first(where: { Self.hasNumber(rows, $0) }), !Self.hasNumber(rows, top)
    {
      throw TableHeader.linesAbove(header: width, rows: counts[top], line: firstLine + rows.lines[body] - 1)
        .at(line: header.line)
    }
    guard width == 1 else { return }
    guard options.countsRows else {
      let hasNumbers = rows.count > 0 && rows.column(0).allSatisfy(Self.isNumberOrMissing)
      // A title may stand above what is no delimited text.
      let last = rows.count > 0 ? rows.text(ofCell: rows.cells(ofRow: rows.count - 1).lowerBound) : ""
      for text in [header.names[0], String(last.drop { $0 == " " })] {
        if let other = TableHeader.otherTable(text, delimiter) { throw other.at(line: header.line) }
      }
      throw TableHeader.singleColumn(
        header.names[0], told: options.delimiter, other: otherDelimiter, hasNumbers: hasNumbers
      ).at(line: header.line)
    }
    // With other columns beside it, a number in the place of a name is found before.
    if options.hasHeader, Self.isNumberOrMissing(ArraySlice(header.names[0].utf8)) {
      throw TableHeader.noHeader(number: header.names[0]).at(line: header.line)
    }
  }

  /// Where rows of one width begin that are wider than the first line, below titles of any width and small tables.
  private func tableBelow(_ counts: ArraySlice<Int>, width: Int) -> Int? {
    let start = (counts.lastIndex { $0 != counts[counts.endIndex - 1] } ?? -1) + 1
    guard counts.endIndex - start > 9, counts[start] > width, start > 0, !Self.hasNumber(rows, start),
      (0..<start).count(where: { Self.hasNumber(rows, $0) }) < 4,
      // Rows of another table would be lost.
      !(0..<start).contains(where: {
        ColumnGuess.looksLikeStamp(rows.bytes(ofCell: rows.cells(ofRow: $0).lowerBound))
      })
    else { return nil }
    return start
  }

  private static func isNumberOrMissing(_ cell: ArraySlice<UInt8>) -> Bool {
    switch CellMeaning(cell.span, decimalMark: .point, thousandsMark: nil) {
    case .number, .missing: true
    default: false
    }
  }

  /// A character that may be the delimiter of a text that seems to have one column.
  private var otherDelimiter: Character? {
    [",", ";", "\t", "|", " ", "~", "^", ":"].first { mark in
      let count = header.names[0].count { $0 == mark }
      return count > 0 && rows.count > 0
        && (0..<rows.count).allSatisfy { row in
          rows.text(ofCell: rows.cells(ofRow: row).lowerBound).count { $0 == mark } == count
        }
    }
  }
}
