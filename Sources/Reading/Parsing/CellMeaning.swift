import CTableReader
import Calendar

/// What one cell says.
enum CellMeaning: Equatable {
  case number(Double), missing, infinite, text

  /// Whether it is a finite number.
  var isNumber: Bool { if case .number = self { true } else { false } }

  /// Reads a cell as the table reader does.
  init(_ cell: Span<UInt8>, decimalMark: NumberMark, thousandsMark: NumberMark?) {
    var value = 0.0
    let kind = unsafe cell.withUnsafeBytes { bytes in
      unsafe (thousandsMark?.rawValue ?? "").withCString {
        unsafe table_parse_number(
          bytes.baseAddress, bytes.count, decimalMark == .comma ? CChar(44) : CChar(46), $0, &value)
      }
    }
    switch kind {
    case 0: self = .number(value)
    case 1: self = .missing
    case 2: self = .infinite
    default: self = .text
    }
  }
}
