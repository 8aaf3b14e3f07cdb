import Calendar
import Stamps

/// What stands above the rows: blank lines, comments, Excel's `sep=` line, lines that were told to be left out, and the header.
struct Preamble {
  /// Where the header, or without one the first row, begins.
  var offset = 0
  /// The line on which it stands, 0-based.
  var line = 0
  /// The delimiter of a `sep=` line.
  var delimiter: UInt8?
  /// Comment lines above the header; the first line's number, 1-based.
  var commentCount = 0
  var firstCommentLine = 0
  /// The text of the last comment directly above: numpy writes its names behind a `#`.
  var comment: Range<Int>?

  /// A line of the head: its text without line end, and where the next begins.
  struct Line {
    let text: Range<Int>
    let next: Int
  }

  /// Looks at the lines of `head` until the first that belongs to the table.
  init(_ head: Span<UInt8>) {
    while offset < head.count {
      let found = Self.line(head, at: offset)
      let text = head.trimmingSpaces(found.text)
      if !text.isEmpty {
        if delimiter == nil, commentCount == 0,
          let mark = Self.delimiterLine(head, text, untrimmed: found.text)
        {
          delimiter = mark
        } else if Self.isComment(head, text) {
          if commentCount == 0 { firstCommentLine = line + 1 }
          commentCount += 1
          comment = text
        } else {
          return
        }
      }
      offset = found.next
      line += 1
    }
  }

  /// The line that begins at `start`.
  static func line(_ head: Span<UInt8>, at start: Int) -> Line {
    var end = start
    while end < head.count, head[end] != 10, head[end] != 13 { end += 1 }
    let isPair = end + 1 < head.count && head[end] == 13 && head[end + 1] == 10
    return Line(text: start..<end, next: min(head.count, end + (isPair ? 2 : 1)))
  }

  /// Whether a line is a remark: it begins with `#` or `%`, or with `//`.
  static func isComment(_ head: Span<UInt8>, _ text: Range<Int>) -> Bool {
    let first = head[text.lowerBound]
    if first == UInt8(ascii: "#") {
      // Spreadsheets write #N/A, but hardly as a first cell; a name like `#` stands alone before a delimiter.
      let next = text.count > 1 ? head[text.lowerBound + 1] : 32
      return ![UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|")].contains(next)
    }
    return first == UInt8(ascii: "%") || (first == 47 && text.count > 1 && head[text.lowerBound + 1] == 47)
  }

  private static func delimiterLine(_ head: Span<UInt8>, _ text: Range<Int>, untrimmed: Range<Int>) -> UInt8?
  {
    let start = text.lowerBound
    let isQuoted = head[start] == UInt8(ascii: "\"")
    let word = start + (isQuoted ? 1 : 0)
    guard untrimmed.upperBound >= word + 5 else { return nil }
    for (index, letter) in "sep=".utf8.enumerated() {
      guard head[word + index] | 0x20 == letter | 0x20 else { return nil }
    }
    let mark = head[word + 4]
    let rest = untrimmed.upperBound - (word + 5)
    guard rest <= (isQuoted ? 1 : 0) || head.trimmingSpaces(word + 5..<untrimmed.upperBound).isEmpty else {
      return nil
    }
    return Character(Unicode.Scalar(mark)).isDelimiter ? mark : nil
  }
}

extension Character {
  /// Whether a reader can take this character as its delimiter.
  var isDelimiter: Bool {
    asciiValue != nil && !isNumber && !["\"", "\r", "\n", "\r\n", "\0", ".", "-", "+"].contains(self)
  }
}
