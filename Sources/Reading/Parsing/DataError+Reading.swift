import CTableReader
import Calendar
import Platform
import Text

extension DataError {
  /// The reader's error in words, with line, column and value; the caller adds the file.
  static func reading(_ error: TableError, names: [String], delimiter: UInt8) -> DataError {
    let line = error.line > 0 ? Int(error.line) : nil
    let column = Int(error.column)
    let value = CellText(error.value, isCut: error.value_is_cut).text
    switch error.problem {
    case .raggedRow:
      return raggedRow(expected: Int(error.expected_fields), actual: Int(error.actual_fields), delimiter).at(
        line: line)
    case .openQuote:
      return DataError(.raggedRow, "a quote opened here is never closed", fix: "add the closing quote")
        .at(line: line, column: names.indices.contains(column) ? names[column] : nil)
    default:
      return reading(error.problem, code: error.system_error, value: value).at(line: line)
    }
  }

  /// Problems of the file as a whole.
  static func reading(_ problem: TableProblem, code: Int32, value: String) -> DataError {
    switch problem {
    case .fileMissing: DataError(.missingFile, "there is no such file", fix: "check the path")
    case .fileIsDirectory: DataError(.unreadable, "this is a directory", fix: "name a CSV file in it")
    case .fileDenied: DataError(.unreadable, "the file may not be read", fix: "change its permissions")
    case .emptyFile: .emptyFile
    case .notText:
      DataError(.notText, "the file is not plain text (binary?)", fix: "save it as CSV in UTF-8")
    case .otherFormat: otherFormat(value)
    case .unknownEncoding:
      DataError(
        .invalidOption, "there is no encoding '\(value)'",
        fix: "name one that iconv knows, such as ISO-8859-1 or GBK"
      )
      .at(value: value)
    case .badEncoding:
      DataError(.notText, "the text is not \(value)", remedy: .nameEncoding).at(value: value)
    case .badCompression:
      DataError(.notText, "the gzip stream is damaged or cut off", fix: "fetch or pack the file again")
    case .outOfMemory: .outOfMemory
    default:
      DataError(.unreadable, FileError(path: "", operation: .read, reason: .system(code)).description)
    }
  }

  static let emptyFile = DataError(.empty, "the file is empty", fix: "it needs a header line and rows")

  /// A line that the first block of a large file has no end of.
  static func endlessLine(_ line: Int, _ block: Span<UInt8>) -> DataError {
    if block.indices.contains(where: { block[$0] == 0 }) { return .reading(.notText, code: 0, value: "") }
    let size = TextFormatting.count(block.count, "byte")
    return DataError(
      .badHeader,
      "the line does not end within the first \(size) of the file: no names of columns, and no row",
      fix: "write a line for each row"
    ).at(line: line)
  }

  /// Another kind of file, with the way out.
  private static func otherFormat(_ name: String) -> DataError {
    let isPacked = ["zip", "bzip2", "xz", "Zstandard", "7z", "RAR", "tar"].contains { name.hasPrefix($0) }
    let fix =
      name.contains("Excel") || name.contains("OpenDocument")
      ? "save the sheet as CSV (in Excel: Save As, CSV UTF-8)"
      : isPacked
        ? "unpack it first, or pack it with gzip"
        : name.hasPrefix("Parquet") || name.hasPrefix("Arrow") || name.hasPrefix("Feather")
          ? "convert it to CSV, for instance with DuckDB or with pandas: read_parquet(…).to_csv(…)"
          : "export the table as CSV"
    let article =
      "AEIO".contains(name.prefix(1)) || name.hasPrefix("HTML") || name.hasPrefix("XML")
        || name.hasPrefix("xz") ? "an" : "a"
    return DataError(.notText, "this is \(article) \(name), not a CSV file", fix: fix).at(value: name)
  }

  private static func raggedRow(expected: Int, actual: Int, _ delimiter: UInt8) -> DataError {
    let problem = "the row has \(actual) \(actual == 1 ? "field" : "fields"), the header has \(expected)"
    let shown = delimiter == 9 ? "a tab" : "'\(String(Unicode.Scalar(delimiter)))'"
    let fix =
      actual == 1
      ? "complete the row, where fields are separated by \(shown) as in the header, or remove the line if it is a remark"
      : actual < expected
        ? "add the missing fields" : "remove the surplus fields, or quote cells that contain \(shown)"
    return DataError(.raggedRow, problem, fix: fix)
  }

  /// How a number would be written that stands in brackets or before a sign as in ledgers, in quotes, or beside text.
  static func writtenOtherwise(_ value: String) -> String? {
    let inner = String(value.dropFirst().dropLast())
    let isNumber = { (text: String) in
      let bytes = Array(text.utf8)
      var marks = NumberMarks()
      marks.add(bytes[...])
      let (decimal, thousands) = marks.decision ?? (.point, .comma)
      return CellMeaning(bytes.span, decimalMark: decimal, thousandsMark: thousands).isNumber
    }
    if value.hasPrefix("("), value.hasSuffix(")"), inner.first?.isNumber == true, isNumber(inner) {
      return "write a loss as -\(inner)"
    }
    if value.hasSuffix("-"), isNumber(String(value.dropLast())) {
      return "write the sign first, -\(value.dropLast())"
    }
    if value.hasPrefix("'"), value.hasSuffix("'"), isNumber(inner) {
      return "remove the quotes from the column"
    }
    if ["true", "false", "yes", "no"].contains(value.lowercased()) { return "write 1 and 0" }
    let digits = value.prefix { $0.isNumber || ".,+-".contains($0) }
    let rest = value.dropFirst(digits.count)
    // An id or the number of an item, `1998_Gov-G` or `1. Male`, is no number with its unit.
    guard digits.contains(where: \.isNumber), digits.last != ".", !rest.isEmpty,
      !rest.contains(where: { $0.isNumber || $0 == "_" })
    else { return nil }
    // `2015Jan` is a month.
    guard CalendarLanguage.month(rest.drop { $0 == " " }) == nil else { return nil }
    // `126.45K` at once behind the digits: the number alone would be another one.
    if rest.count == 1, "kKMB".contains(rest) { return "write the number in full, without the '\(rest)'" }
    let isWord = rest.count(where: \.isLetter) > 4
    return "write the number alone, \(digits)"
      + (isWord ? ", or remove the row if that is no value of the column" : "")
  }

  /// Whether a number stands beside a sign of money or a percent sign.
  static func hasSign(_ value: String) -> Bool {
    value.contains(where: \.isNumber) && (value.last == "%" || value.contains(where: money.contains))
  }

  private static let money = "$€£¥₹₽₩₺฿¢"

  /// A cell of a column of numbers that is none, with what may mend it.
  ///
  /// - Parameters:
  ///   - value: The cell.
  ///   - column: The name of its column.
  ///   - mark: The mark before decimals that cells are read with.
  ///   - hasDecimals: Whether some cell of the file has decimals behind that mark, so that no other can be told.
  package static func notANumber(
    _ value: String, column: String, readWith mark: NumberMark = .point, hasDecimals: Bool = false
  ) -> DataError {
    let bytes = Array(value.utf8)
    var marks = NumberMarks()
    marks.add(bytes[...])
    if let error = otherDecimals(value, marks, mark, hasDecimals: hasDecimals) {
      return hasDecimals ? error.remedied(by: .ignoreColumns([column])) : error
    }
    if marks.isDoubtful, hasDecimals {
      return DataError(
        .notANumber, "'\(value)' has ',' between thousands",
        fix: "name the marks that numbers are written with"
      ).remedied(by: .thousandsMark(.comma))
    }
    if marks.isDoubtful {
      return DataError(
        .ambiguousNumber, "the comma in '\(value)' may stand between thousands or before decimals",
        fix: "say which"
      ).remedied(by: .thousandsMark(.comma), .decimalMark(.comma))
    }
    if let (decimal, thousands) = marks.decision {
      var error = DataError(
        .notANumber,
        "'\(value)' has \(decimal == .comma ? "a decimal comma" : "\(thousands ?? .comma) between thousands")",
        fix: "name the marks that numbers are written with")
      if let thousands { error = error.remedied(by: .thousandsMark(thousands)) }
      return decimal == .comma ? error.remedied(by: .decimalMark(.comma)) : error
    }
    if let sign = value.first(where: money.contains) {
      return DataError(
        .notANumber, "'\(value)' has a currency sign, '\(sign)'",
        fix: "remove the sign from the column"
      ).remedied(by: .ignoreColumns([column]))
    }
    if value.last == "%" {
      return DataError(
        .notANumber, "'\(value)' has a percent sign",
        fix: "remove the sign from the column"
      )
      .remedied(by: .ignoreColumns([column]))
    }
    return DataError(
      .notANumber, "'\(value)' is not a number", fix: writtenOtherwise(value) ?? "write a number"
    ).remedied(by: .ignoreColumns([column]))
  }
}

extension DataError {
  /// A cell with another decimal mark than it is read with, where the marks alone do not say what to tell; nil for others.
  private static func otherDecimals(
    _ value: String, _ marks: NumberMarks, _ mark: NumberMark, hasDecimals: Bool
  ) -> DataError? {
    guard mark == .comma || hasDecimals else { return nil }
    let words = (own: mark == .point ? "point" : "comma", other: mark == .point ? "comma" : "point")
    if mark == .point ? marks.hasDecimalComma : marks.hasDecimalPoint {
      guard hasDecimals else {
        return DataError(
          .notANumber, "'\(value)' has a decimal \(words.other), and a \(words.own) was told",
          remedy: .decimalMark(.point))
      }
      return DataError(
        .notANumber, "'\(value)' has a decimal \(words.other), and other cells a \(words.own)",
        fix: "write it with a \(words.own)")
    }
    guard mark == .point, marks.hasGroupingPoint else { return nil }
    return DataError(
      .notANumber, "'\(value)' has points between thousands, and other cells one before decimals",
      fix: "write it without")
  }
}

/// A cell as the reader hands it over: at most 47 bytes.
struct CellText {
  let text: String

  init<Bytes: BitwiseCopyable>(_ value: Bytes, isCut: Bool) {
    let bytes = unsafe withUnsafeBytes(of: value) { unsafe Array($0.prefix { $0 != 0 }) }
    let text = String(decoding: bytes, as: UTF8.self)
    self.text = isCut ? (text + "………").shortened() : text.shortened()
  }
}

extension TableFinding {
  /// The first such cell.
  var text: String { CellText(value, isCut: value_is_cut).text }
}
