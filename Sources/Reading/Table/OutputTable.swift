import Calendar
import Persistence
import Text

/// A table on its way into a file: what a forecast has to say, written as the input was.
///
/// ```swift
/// let output = try OutputTable([
///   .init("date", .texts(["01.07.2016"])), .init("x", .numbers([52.5])),
/// ])
/// var layout = TableLayout()
/// (layout.delimiter, layout.decimalMark) = (";", .comma)
/// print(output.csv(layout))  // date;x ⏎ 01.07.2016;52,5
/// ```
public struct OutputTable: Sendable {
  /// What a column holds, one cell per row.
  public enum Cells: Sendable {
    /// Stamps and other text as it is.
    case texts([String])
    /// Numbers in data units; NaN leaves the cell empty.
    case numbers([Double])

    /// Rows.
    public var count: Int {
      switch self {
      case .texts(let texts): texts.count
      case .numbers(let numbers): numbers.count
      }
    }
  }

  /// A column with its name.
  public struct Column: Sendable {
    /// The name in the header.
    public let name: String
    /// One cell per row.
    public let cells: Cells
    /// What messages call the column, where the data has none of this name.
    public let meaning: String

    /// A column.
    ///
    /// - Parameter meaning: What messages call a column that is not one of the data, such as "the cutoff".
    public init(_ name: String, _ cells: Cells, meaning: String = "the column of the data") {
      (self.name, self.cells, self.meaning) = (name, cells, meaning)
    }
  }

  /// The columns in the order in which they are written.
  public let columns: [Column]
  /// Rows.
  public let rowCount: Int

  /// A table of columns of equal length.
  ///
  /// - Precondition: There is a column, and all have as many rows.
  /// - Throws: `DataError` for two columns of one name, such as a column of the data that is called like a bound of an interval.
  public init(_ columns: [Column]) throws(DataError) {
    precondition(
      !columns.isEmpty && columns.allSatisfy { $0.cells.count == columns[0].cells.count },
      "columns differ in length")
    var meanings: [String: String] = [:]
    for column in columns {
      if let other = meanings.updateValue(column.meaning, forKey: column.name) {
        throw .outputNamedTwice(column.name, other, column.meaning)
      }
    }
    self.columns = columns
    rowCount = columns[0].cells.count
  }

  /// The table as text with the delimiter and decimal mark of `layout`: UTF-8, one header line, LF.
  ///
  /// - Parameter hasHeader: Whether the first line has the names; without it rows are added to a table that is written in parts.
  public func csv(_ layout: TableLayout = TableLayout(), hasHeader: Bool = true) -> String {
    let delimiter = String(layout.delimiter)
    var text =
      hasHeader ? columns.map { Self.field($0.name, layout) }.joined(separator: delimiter) + "\n" : ""
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { text += delimiter }
        switch column.cells {
        case .texts(let texts): text += Self.field(texts[row], layout)
        case .numbers(let numbers):
          text += Self.field(NumberFormat.text(numbers[row], decimalMark: layout.decimalMark), layout)
        }
      }
      text += "\n"
    }
    return text
  }

  /// The table as JSON lines, an object a row: numbers with a point, missing ones `null`.
  public var jsonLines: String {
    var text = ""
    for row in 0..<rowCount {
      let members = columns.map { column -> (key: String, value: JSONValue) in
        switch column.cells {
        case .texts(let texts): (column.name, .string(texts[row]))
        case .numbers(let numbers): (column.name, Self.json(numbers[row]))
        }
      }
      text += JSONValue.object(JSONObject(members)).line
    }
    return text
  }

  private static func json(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    if value == value.rounded(.towardZero), value.magnitude < 0x1p53 { return .integer(Int(value)) }
    return .number(Double(NumberFormat.text(value)) ?? value)
  }

  /// Quotes only where a reader would otherwise see something else.
  private static func field(_ text: String, _ layout: TableLayout) -> String {
    let utf8 = text.utf8
    let isPadded = utf8.first == 32 || utf8.last == 32
    let needsQuotes =
      isPadded || utf8.first == UInt8(ascii: "#") || (isSpecial(utf8, layout) && !isNumber(utf8, layout))
    return needsQuotes ? String(decoding: TableHandle.quoted(text), as: UTF8.self) : text
  }

  /// Whether a text has a byte that may be a delimiter, a quote or the end of a line.
  private static func isSpecial(_ text: String.UTF8View, _ layout: TableLayout) -> Bool {
    let delimiter = layout.delimiter.asciiValue
    return text.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), 34, 10, 13, 9: true
      default: byte == delimiter
      }
    }
  }

  /// Whether a text is a number with a decimal comma, which needs no quotes unless commas are the delimiter.
  private static func isNumber(_ text: String.UTF8View, _ layout: TableLayout) -> Bool {
    layout.delimiter != "," && !text.isEmpty
      && text.allSatisfy { $0.isDigit || [43, 44, 45, 101].contains($0) }
  }
}

extension DataError {
  /// Two columns of an output would have one name.
  fileprivate static func outputNamedTwice(_ name: String, _ one: String, _ other: String) -> DataError {
    DataError(
      .badHeader, "two columns of the output would be called \(name.quoted): \(one) and \(other)",
      fix: "rename the column of the data, or leave it out of the fit")
  }
}
