import Calendar
import Text

/// Something odd about a table that does not keep it from being used.
public enum TableNote: Sendable, Equatable {
  /// The text was not UTF-8 but was brought to it.
  case encoding(String)
  /// Names or text are not valid UTF-8 and were read as Latin-1; they look like another encoding.
  case notUTF8(line: Int, looksLike: String)
  /// Comments above the header were left out.
  case comments(line: Int, count: Int)
  /// The names were taken from the comment above the first row.
  case headerInComment(line: Int)
  /// Excel's `sep=` line.
  case delimiterLine(line: Int)
  /// Lines around the header were left out as told.
  case skippedLines(count: Int)
  /// Remarks below the rows were left out.
  case footer(line: Int, count: Int)
  /// The rows have one field more than the header.
  case surplusField(line: Int)
  /// Numbers are not written the usual way, `1234.5`.
  case numberMarks(decimal: NumberMark, thousands: NumberMark?)
  /// A saved row index was left out.
  case rowIndex(column: String)
  /// Text that never changes was left out.
  case constantText(column: String, value: String)
  /// Text that is the same in all rows of a series was left out.
  case seriesText(column: String)
  /// Stamps that are not the time were left out.
  case otherStamps(column: String)
  /// Numbers that are a part of the stamps beside them were left out.
  case stampPart(column: String)
  /// A column without name and values was left out.
  case emptyColumn(number: Int)
  /// A column with a name and no values was left out.
  case namedEmptyColumn(column: String)
  /// Rows of nothing but delimiters at the end were left out.
  case emptyRows(line: Int, count: Int)
  /// Cells are missing.
  case missing(column: String, line: Int, count: Int, spelling: String)
  /// Cells are infinite or too large for a number; they count as missing.
  case infinite(column: String, line: Int, count: Int, value: String)
  /// Integers have more digits than a number holds.
  case rounded(column: String, line: Int, count: Int, value: String)
  /// The table has one series below the other.
  case longForm(seriesColumn: String)
  /// Time runs across the table, and each line is a series.
  case turned(seriesCount: Int, timeCount: Int, first: String, last: String, seriesColumn: String)
  /// A number that each line of such a table has was left out.
  case seriesNumber(column: String)
  /// Lines of such a table without a value were left out.
  case emptySeries(line: Int, count: Int)
  /// Columns beside each other are times, as in a pivot table; what would make each line a series.
  case timeAcross(first: String, last: String, unit: String, remedy: Remedy?)
  /// Text that is the same wherever there is some was left out.
  case constantMark(column: String, value: String)
  /// Several columns make up a stamp.
  case joinedStamp(columns: [String])
}

extension TableNote: CustomStringConvertible {
  /// One line for a message.
  public var description: String {
    switch self {
    case .encoding(let name): "the text is \(name)"
    case .notUTF8(let line, let name): "line \(line): not UTF-8, read as ISO-8859-1; it may be \(name)"
    case .comments(let line, let count): "line \(line): \(Self.some(count, "comment line")) left out"
    case .headerInComment(let line): "line \(line): the names are in a comment"
    case .delimiterLine(let line): "line \(line): names the delimiter"
    case .skippedLines(let count): "\(Self.some(count, "line")) around the header left out"
    case .footer(let line, let count): "line \(line): \(Self.some(count, "line")) below the rows left out"
    case .surplusField(let line): "line \(line): rows have one field more than the header"
    case .numberMarks(let decimal, let thousands):
      "decimals follow \(decimal)" + (thousands.map { ", \($0) stands between thousands" } ?? "")
    case .rowIndex(let column): "column '\(column.printable)' counts the rows; left out"
    case .constantText(let column, let value):
      "column '\(column.printable)' is '\(value.shortened())' in every row; left out"
    case .seriesText(let column):
      "column '\(column.printable)' has the same text in all rows of a series; left out"
    case .otherStamps(let column): "column '\(column.printable)' holds stamps but is not the time; left out"
    case .stampPart(let column): "column '\(column.printable)' is a part of the time; left out"
    case .emptyColumn(let number): "column \(number) has neither a name nor values; left out"
    case .namedEmptyColumn(let column): "column '\(column.printable)' has no values; left out"
    case .emptyRows(let line, let count): "line \(line): \(Self.some(count, "empty row")) at the end left out"
    case .missing(let column, let line, let count, let spelling):
      "column '\(column.printable)': \(Self.some(count, "cell")) missing, the first on line \(line)"
        + (spelling.isEmpty ? "" : " ('\(spelling.shortened())')")
    case .infinite(let column, let line, let count, let value):
      "column '\(column.printable)': \(Self.some(count, "infinite value")), the first on line \(line) ('\(value.shortened())'); missing"
    case .rounded(let column, let line, let count, let value):
      "column '\(column.printable)': \(Self.some(count, "integer")) with more digits than can be kept, the first on line \(line) ('\(value.shortened())')"
    case .longForm(let column): "one series below the other, told apart by column '\(column.printable)'"
    case .turned(let series, let times, let first, let last, let column):
      "time runs across: \(series) series, a line each and told apart by column '\(column.printable)', \(times) times from '\(first.printable)' to '\(last.printable)'"
    case .seriesNumber(let column):
      "column '\(column.printable)' has a number for each series; left out"
    case .emptySeries(let line, let count):
      "line \(line): \(Self.some(count, "line")) without values left out"
    case .timeAcross(let first, let last, let unit, let remedy):
      "the columns '\(first.printable)' to '\(last.printable)' are \(unit), and each is a series of its own here; write one row for each time if they are one series"
        + (remedy.map { "; if each line is one, \($0)" } ?? "")
    case .constantMark(let column, let value):
      "column '\(column.printable)' is empty or '\(value.shortened())'; left out"
    case .joinedStamp(let columns):
      "the columns \(columns.map { "'\($0.printable)'" }.joined(separator: ", ")) make up the time"
    }
  }

  private static func some(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }
}
