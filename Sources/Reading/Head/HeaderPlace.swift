import Calendar
import Stamps
import Text

/// Where the header stands, and what stands above it.
struct HeaderPlace {
  private(set) var offset = 0
  private(set) var line = 0
  /// A comma unless something else is told or found.
  private(set) var delimiter: UInt8 = 44
  private(set) var commentCount = 0
  private(set) var firstCommentLine = 0
  private(set) var hasDelimiterLine = false
  private(set) var comment: Range<Int>?
  /// Where the rows begin when lines below the header are left out.
  private(set) var body: (offset: Int, line: Int)?

  private init() {}

  /// Looks at the head of a text.
  ///
  /// - Throws: `DataError` for a text without a line, and for what cannot be a delimiter.
  init(_ handle: TableHandle, _ options: ReadingOptions) throws(DataError) {
    let told = try Self.delimiterByte(options)
    let place: HeaderPlace? = handle.withHead { head in
      var place = HeaderPlace()
      let preamble = Preamble(head)
      (place.commentCount, place.firstCommentLine) = (preamble.commentCount, preamble.firstCommentLine)
      (place.comment, place.hasDelimiterLine) = (preamble.comment, preamble.delimiter != nil)
      (place.offset, place.line) = (preamble.offset, preamble.line)
      if options.skippedLineCount > 0 { place.skip(head, options, told ?? preamble.delimiter) }
      guard place.offset < head.count else { return nil }
      place.delimiter = told ?? preamble.delimiter ?? DelimiterFinder.delimiter(head, header: place.offset)
      return place
    }
    guard let place else {
      throw options.skippedLineCount > 0 && handle.isWhole
        ? .nothingLeft(options.skippedLineCount) : .emptyFile
    }
    self = place
  }

  /// Finds the header among the first lines, the others of which are left out.
  private mutating func skip(_ head: Span<UInt8>, _ options: ReadingOptions, _ told: UInt8?) {
    var lines: [(range: Range<Int>, number: Int)] = []
    var offset = 0
    for number in 0..<options.skippedLineCount + (options.hasHeader ? 1 : 0) where offset < head.count {
      let line = Preamble.line(head, at: offset)
      let text = head.trimmingSpaces(line.text)
      if number >= self.line, !text.isEmpty, !Preamble.isComment(head, text) {
        lines.append((line.text, number))
      }
      offset = line.next
    }
    let body = (offset: offset, line: options.skippedLineCount + (options.hasHeader ? 1 : 0))
    (commentCount, comment) = (0, nil)
    // A header that is left without a row is no header: lines of the table were left out.
    guard options.hasHeader, offset < head.count else {
      (self.offset, line) = body
      return
    }
    let delimiter = told ?? DelimiterFinder.delimiter(head, header: body.offset)
    let row = Self.cells(head, Preamble.line(head, at: body.offset).text, delimiter)
    let width = row.count
    let stamp =
      row.firstIndex { ColumnGuess.looksLikeStamp($0.utf8.filter { $0 != UInt8(ascii: "\"") }[...]) } ?? 0
    let complete = lines.filter { line in
      // Columns of the time may have no name.
      let cells = Self.cells(head, line.range, delimiter)
      let names = cells.drop(while: \.isEmpty)
      return cells.count == width && !names.isEmpty && Set(names).count == names.count && !names.contains("")
    }
    // Remarks may come in as many columns; the time is seldom among them, and least above the stamps.
    let times = complete.map { line in
      Self.cells(head, line.range, delimiter).map { TimeNames.isTime($0.filter { $0 != "\"" }) }
    }
    let named = times.firstIndex { $0[stamp] } ?? times.firstIndex { $0.contains(true) }
    let other = lines.last { Self.cells(head, $0.range, delimiter).count == width } ?? lines.last
    guard let chosen = named.map({ complete[$0] }) ?? complete.first ?? other else {
      self.offset = head.count
      return
    }
    (self.offset, line, self.body) = (chosen.range.lowerBound, chosen.number, body)
  }

  /// The cells of a line, as far as quotes do not hide delimiters.
  private static func cells(_ head: Span<UInt8>, _ line: Range<Int>, _ delimiter: UInt8) -> [String] {
    head.text(line).split(separator: Character(Unicode.Scalar(delimiter)), omittingEmptySubsequences: false)
      .map(String.init)
  }

  private static func delimiterByte(_ options: ReadingOptions) throws(DataError) -> UInt8? {
    guard let delimiter = options.delimiter else { return nil }
    guard let byte = delimiter.asciiValue, delimiter.isDelimiter else {
      throw DataError(
        .invalidOption, "'\(String(delimiter).printable)' cannot be a delimiter",
        fix: "use one of , ; | or a tab")
    }
    return byte
  }
}

extension DataError {
  /// So many lines are left out that no row is left.
  fileprivate static func nothingLeft(_ count: Int) -> DataError {
    DataError(
      .empty,
      "no row is left where \(TextFormatting.count(count, "line")) around the header \(count == 1 ? "is" : "are") left out",
      fix: "leave out fewer")
  }
}
