/// The rows of a table that make up a series, in time order.
enum SeriesRows: Sendable {
  /// One after the other from the first.
  case following(first: Int)
  /// One before the other from the last.
  case preceding(last: Int)
  /// As listed from a place in a list that series share.
  case listed([UInt32], first: Int)

  /// The row of the table behind a row of the series.
  @inline(__always)
  func tableRow(_ row: Int) -> Int {
    switch self {
    case .following(let first): first + row
    case .preceding(let last): last - row
    case .listed(let rows, let first): Int(rows[first + row])
    }
  }
}
