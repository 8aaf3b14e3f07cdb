import Calendar

/// Remarks below the rows: lines of fewer fields, the first of which is blank, drawn or a comment.
struct Footer {
  /// Where they begin in the text.
  let offset: Int
  /// The line of the first, 1-based, and how many have text.
  let line: Int, count: Int

  /// Lines that are looked at; more are no remarks.
  private static let lineLimit = 100

  /// Looks at the end of a text, if all of it is at hand.
  ///
  /// A line that a file which is cut off may end with is none: without a blank or drawn line above, or with what may be a number or a stamp.
  init?(_ handle: TableHandle, below start: Int, width: Int, delimiter: UInt8) {
    guard handle.isWhole, width > 1 else { return nil }
    let found = handle.withHead { head -> Footer? in
      var (offset, lines) = (head.count, [Range<Int>]())
      while offset > start, lines.count < Self.lineLimit {
        var end = offset
        if head[end - 1] == 10 { end -= 1 }
        if end > start, head[end - 1] == 13 { end -= 1 }
        var begin = end
        while begin > start, head[begin - 1] != 10, head[begin - 1] != 13 { begin -= 1 }
        let text = head.trimmingSpaces(begin..<end)
        guard text.isEmpty || Self.isRemark(head, text, width: width, delimiter) else { break }
        (offset, lines) = (begin, lines + [text])
      }
      let count = lines.count { !$0.isEmpty }
      guard let first = lines.last, count > 0, offset > start, lines.count < Self.lineLimit,
        first.isEmpty || Self.isDrawn(head, first) || Preamble.isComment(head, first)
      else { return nil }
      let line = (0..<offset).count { head[$0] == 10 || (head[$0] == 13 && head[$0 + 1] != 10) }
      return Footer(
        offset: offset, line: line + 1 + lines.reversed().prefix { $0.isEmpty }.count, count: count)
    }
    guard let found else { return nil }
    self = found
  }

  private init(offset: Int, line: Int, count: Int) {
    (self.offset, self.line, self.count) = (offset, line, count)
  }

  private static func isDrawn(_ head: Span<UInt8>, _ text: Range<Int>) -> Bool {
    text.count > 2 && text.allSatisfy { [UInt8(ascii: "_"), 45, 61, 42].contains(head[$0]) }
  }

  /// Whether a line has fewer fields than a row, none that may be one of a row, and closes its quotes.
  private static func isRemark(_ head: Span<UInt8>, _ text: Range<Int>, width: Int, _ delimiter: UInt8)
    -> Bool
  {
    var (cells, isQuoted) = ([[UInt8]()], false)
    for index in text {
      if head[index] == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if head[index] == delimiter, !isQuoted {
        cells.append([])
      } else {
        cells[cells.count - 1].append(head[index])
      }
    }
    return !isQuoted && cells.count < width
      && !cells.indices.contains { mayBeOfRow(cells[$0], isFirst: $0 == 0) }
  }

  /// Whether a field is a number or a stamp, or behind the first begins as one: `1.234,50 EUR`.
  private static func mayBeOfRow(_ cell: [UInt8], isFirst: Bool) -> Bool {
    let text = cell[cell.span.trimmingSpaces(0..<cell.count)]
    let unsigned = text.first.map { "$+-".utf8.contains($0) } == true ? text.dropFirst() : text
    if unsigned.first?.isDigit == true, !isFirst || ColumnGuess.looksLikeStamp(text) { return true }
    return HeaderReader.isNumber(text) || TimeAcross.stamp(String(decoding: text, as: UTF8.self)) != nil
  }
}
