/// Where a series begins: rows before its first change may be of a time in which there was nothing to measure.
package enum SeriesStart {
  /// Rows that a series is too short without.
  private static let fewestRows = 8

  /// How many rows at the start are of a series that has not begun, such as the zeros of a product that is not sold yet.
  ///
  /// They have one value, fill two seasons, are more than twice as many as any later ones with one value, and leave eight known rows: the
  /// first zeros of demand that is often zero are not meant, and rows without any change have no start.
  package static func idleRows(of values: [Double], season: Int) -> Int {
    guard let first = values.first(where: { !$0.isNaN }),
      let start = values.firstIndex(where: { !$0.isNaN && $0 != first }),
      start >= max(fewestRows, 2 * season)
    else { return 0 }
    let known = values[start...].filter { !$0.isNaN }
    return known.count >= fewestRows && 2 * longestRun(known) < start ? start : 0
  }

  /// The most rows one after another with the same value.
  private static func longestRun(_ values: [Double]) -> Int {
    var (longest, run) = (0, 0)
    for index in values.indices {
      run = index > 0 && values[index] == values[index - 1] ? run + 1 : 1
      longest = max(longest, run)
    }
    return longest
  }
}
