/// The line of the file on which each row stands, kept only where rows and lines drift apart.
package struct LineMap: Sendable, Equatable {
  /// Rows from `row` on stand on `line`, `line + 1`, …
  package struct Mark: Sendable, Equatable {
    package let row: Int
    package let line: Int

    package init(row: Int, line: Int) { (self.row, self.line) = (row, line) }
  }

  package let marks: [Mark]
  /// Whether the rows from a mark on all stand on its line.
  private let isRepeated: Bool

  /// - Parameter isRepeated: Whether the rows from a mark on all stand on its line.
  package init(_ marks: [Mark], isRepeated: Bool = false) {
    (self.marks, self.isRepeated) = (marks, isRepeated)
  }

  /// A header on line 1 and one row per line.
  package static let plain = LineMap([Mark(row: 0, line: 2)])

  /// The 1-based line of a row.
  package func line(ofRow row: Int) -> Int {
    var (low, high) = (0, marks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if marks[middle].row <= row { low = middle } else { high = middle }
    }
    guard low < marks.count else { return row + 2 }
    return marks[low].line + (isRepeated ? 0 : row - marks[low].row)
  }
}
