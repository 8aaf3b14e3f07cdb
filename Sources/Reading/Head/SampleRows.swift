import Calendar

/// The first rows of a text, cell by cell.
struct SampleRows {
  let bytes: [UInt8]
  let cellEnds: [Int]
  private(set) var rowEnds: [Int]
  /// The line of each row, 0 being the line on which the sample begins.
  let lines: [Int]
  /// The offset behind each row.
  let offsets: [Int]
  /// Whether the text ends inside quotes.
  let isInsideQuotes: Bool

  /// Rows.
  var count: Int { rowEnds.count }

  /// The rows that end at an offset or before.
  func upTo(_ end: Int) -> SampleRows {
    var rows = self
    rows.rowEnds = Array(rowEnds.prefix(offsets.prefix { $0 <= end }.count))
    return rows
  }

  /// The cells of a row, as places among all cells.
  func cells(ofRow row: Int) -> Range<Int> { (row == 0 ? 0 : rowEnds[row - 1])..<rowEnds[row] }

  /// The bytes of a cell.
  func bytes(ofCell cell: Int) -> ArraySlice<UInt8> {
    bytes[(cell == 0 ? 0 : cellEnds[cell - 1])..<cellEnds[cell]]
  }

  /// The text of a cell; Latin-1 where it is not UTF-8.
  func text(ofCell cell: Int) -> String { String(readingUTF8OrLatin1: bytes(ofCell: cell)) }

  /// The bytes of the cells of a column in the rows that have it.
  func column(_ field: Int) -> [ArraySlice<UInt8>] {
    (0..<count).compactMap { row in
      let cells = cells(ofRow: row)
      return field < cells.count ? bytes(ofCell: cells.lowerBound + field) : nil
    }
  }
}

extension String {
  /// UTF-8, or Latin-1 when the bytes are not valid UTF-8.
  init(readingUTF8OrLatin1 bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = text
    } else {
      self = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }
}
