import Calendar

/// A column whose cells hold a value and a code, as of quality, with a comma between them: `+0100,1`.
///
/// Read as decimals they would be other numbers. One digit stands behind every comma, and hardly ever another one, and values have one width; the digits of
/// decimals differ, but for those of halves and wholes.
struct PackedCodes {
  /// The first such cell, and its row.
  private(set) var text = ""
  private(set) var row = 0
  /// Whether zeros fill all values up to one width, as before no decimals.
  private(set) var isPadded = false
  private var codes: Set<UInt8> = []

  /// Cells that tell, different values among them, and cells that allow more codes.
  private static let leastCells = 8, leastValues = 5, manyCells = 32

  /// nil for other columns.
  init?(_ cells: [ArraySlice<UInt8>]) {
    var (values, widths, count) = (Set<[UInt8]>(), Set<Int>(), 0)
    for (row, cell) in cells.enumerated() {
      guard let comma = cell.firstIndex(of: UInt8(ascii: ",")) else {
        guard case .missing = CellMeaning(cell.span, decimalMark: .point, thousandsMark: nil) else {
          return nil
        }
        continue
      }
      let digits = cell[..<comma].drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      guard comma + 2 == cell.endIndex, !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
      if count == 0 { (self.row, text) = (row, String(readingUTF8OrLatin1: cell)) }
      count += 1
      codes.insert(cell[comma + 1])
      values.insert(Array(cell[..<comma]))
      widths.insert(digits.count)
      isPadded = isPadded || (digits.count > 2 && digits.first == UInt8(ascii: "0"))
    }
    isPadded = isPadded && widths.count == 1
    let halves: Set<UInt8> = [UInt8(ascii: "0"), UInt8(ascii: "5")]
    guard count >= Self.leastCells, values.count >= Self.leastValues, let width = widths.first,
      isPadded
        ? codes != halves && codes.count <= (count < Self.manyCells ? 2 : 4)
        : codes.count <= 2 && !codes.isSubset(of: halves) && widths.count == 1 && width > 3
    else { return nil }
  }

  /// - Parameter mayBeDecimal: Whether no other cell of the file has decimals behind a point.
  func problem(_ column: String, line: Int, mayBeDecimal: Bool) -> DataError {
    let codes = codes.sorted().map { "\(Character(Unicode.Scalar($0)))" }
    let error = DataError(
      .ambiguousNumber,
      "the comma in '\(text.shortened())' seems to stand between a value and a code: behind it is \(codes.joined(separator: " or ")) in every row",
      fix: "write values and codes in columns of their own"
    ).at(line: line, column: column, value: text.shortened())
    return (mayBeDecimal && !isPadded ? error.remedied(by: .decimalMark(.comma)) : error)
      .remedied(by: .ignoreColumns([column]))
  }
}
