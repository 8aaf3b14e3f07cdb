/// What columns known ahead are in some rows of a series.
struct KnownRows: Sendable {
  /// The row of the series that the columns begin with.
  let first: Int
  /// One array a column.
  let columns: [[Double]]

  /// No columns.
  static let none = KnownRows(first: 0, columns: [])

  /// The columns from a row of the series on.
  func from(_ row: Int) -> [[Double]] { columns.map { Array($0[(row - first)...]) } }

  /// One row of the series.
  subscript(_ row: Int) -> [Double] { columns.isEmpty ? [] : columns.map { $0[row - first] } }
}
