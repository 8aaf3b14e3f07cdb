import CTableReader
import Text

extension CSVTable {
  /// The reader's error in words, with line, column and value; the caller adds the file.
  static func error(_ error: TableError, names: [String], delimiter: UInt8) -> DataError {
    let line = error.line > 0 ? Int(error.line) : nil
    let column = Int(error.column)
    let name = names.indices.contains(column) ? names[column] : nil
    let value = text(of: error)
    switch error.problem {
    case .raggedRow:
      return raggedRow(expected: Int(error.expected_fields), actual: Int(error.actual_fields), delimiter).at(
        line: line)
    case .notANumber:
      return notANumber(value).at(line: line, column: name, value: value)
    case .missingValue:
      return missingValue(value).at(line: line, column: name, value: value)
    case .outOfRange:
      return DataError(
        .outOfRange, "'\(value)' is infinite or too large for float32",
        fix: "write a finite number or remove the row"
      ).at(line: line, column: name, value: value)
    case .openQuote:
      return DataError(.raggedRow, "a quote opened here is never closed", fix: "add the closing quote")
        .at(line: line, column: name)
    default:
      return Self.error(for: error.problem, code: error.system_error)
    }
  }

  /// Problems of the file as a whole.
  static func error(for problem: TableProblem, code: Int32) -> DataError {
    switch problem {
    case .fileMissing:
      DataError(.missingFile, "there is no such file", fix: "check the path")
    case .fileIsDirectory:
      DataError(.unreadable, "this is a directory", fix: "name a CSV file in it")
    case .fileDenied:
      DataError(.unreadable, "the file may not be read", fix: "change its permissions")
    case .emptyFile:
      DataError(.empty, "the file is empty", fix: "it needs a header line and rows")
    case .notText:
      DataError(.notText, "the file is not plain text (UTF-16 or binary?)", fix: "save it as CSV in UTF-8")
    case .outOfMemory:
      .outOfMemory
    default:
      DataError(.unreadable, "the file cannot be read (system error \(code))", fix: "check the disk")
    }
  }

  private static func text(of error: TableError) -> String {
    let bytes = unsafe withUnsafeBytes(of: error.value) { unsafe Array($0.prefix { $0 != 0 }) }
    let text = String(decoding: bytes, as: UTF8.self)
    return error.value_is_cut ? (text + "………").shortened() : text.shortened()
  }

  private static func raggedRow(expected: Int, actual: Int, _ delimiter: UInt8) -> DataError {
    let problem = "the row has \(actual) \(actual == 1 ? "field" : "fields"), the header has \(expected)"
    let shown = delimiter == 9 ? "a tab" : "'\(String(ascii: delimiter))'"
    let fix =
      actual == 1
      ? "complete the row; fields are separated by \(shown) as in the header"
      : actual < expected
        ? "add the missing fields" : "remove the surplus fields, or quote cells that contain \(shown)"
    return DataError(.raggedRow, problem, fix: fix)
  }

  private static func notANumber(_ value: String) -> DataError {
    let parts = value.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count == 2, let number = Double(parts.joined(separator: ".")) {
      return DataError(.notANumber, "'\(value)' has a decimal comma", fix: "write \(number), with a point")
    }
    return DataError(
      .notANumber, "'\(value)' is not a number", fix: "write a number, or leave the column out")
  }

  private static func missingValue(_ value: String) -> DataError {
    let problem = value.isEmpty ? "the cell is empty" : "'\(value)' stands for a missing value"
    return DataError(
      .missingValue, problem, fix: "fill it in (for instance with the value before) or remove the row")
  }
}
