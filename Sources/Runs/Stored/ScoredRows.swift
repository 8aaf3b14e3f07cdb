import TimeSeries

/// The rows that windows have as their targets: those that a score is of.
public struct ScoredRows: Sendable {
  /// The first and the last of them, counted from 1, rows that were filled in among them; nil for many series.
  public let rows: ClosedRange<Int>?
  /// How many rows the data have.
  public let rowCount: Int
  /// The first and the last stamp of all series as the file writes them; nil where rows are counted.
  public let stamps: (first: String, last: String)?
  /// How many series have such rows; nil for the only one of a wide file.
  public let seriesCount: Int?

  /// - Returns: Nil where there is no window.
  init?<Role>(_ windows: Windows<Role>) {
    let panel = windows.data.panel
    let targets = windows.segments.map { segment in
      let first = segment.firstTargets
      return (series: segment.series, rows: first.lowerBound...first.upperBound + windows.horizon - 2)
    }
    guard let first = targets.map(\.rows.lowerBound).min(), let last = targets.map(\.rows.upperBound).max()
    else { return nil }
    let isWide = panel.seriesColumn == nil
    rows = isWide ? first + 1...last + 1 : nil
    rowCount = panel.rowCount
    seriesCount = isWide ? nil : Set(targets.map(\.series)).count
    func stamp(_ series: Int, _ row: Int) -> Timestamp { panel.series[series].timestamps[row] }
    let starts = targets.map { stamp($0.series, $0.rows.lowerBound) }
    let ends = targets.map { stamp($0.series, $0.rows.upperBound) }
    guard !panel.timeColumns.isEmpty, let start = starts.min(), let end = ends.max() else {
      stamps = nil
      return
    }
    stamps = (panel.stampForm.text(for: start), panel.stampForm.text(for: end))
  }
}
