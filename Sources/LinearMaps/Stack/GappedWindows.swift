/// What becomes of windows with missing values.
enum GappedWindows: Sendable {
  /// They are left out.
  case windows
  /// Every two values of a window count where both were observed.
  case pairs

  /// Windows are left out as long as half of them remain.
  init(_ columns: [ColumnRows], width: Int) {
    var (all, complete) = (0, 0)
    for column in columns where column.observed != nil {
      let rows = 0..<column.count
      all += column.stretches(in: rows).reduce(0) { $0 + max(0, $1.count - width + 1) }
      complete += column.completeRuns(in: rows, width: width).reduce(0) { $0 + $1.count - width + 1 }
    }
    self = 2 * complete >= all ? .windows : .pairs
  }
}
