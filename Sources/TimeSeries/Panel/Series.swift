/// One series of a panel: its stamps and the values of every column.
///
/// ```swift
/// let series = panel.only
/// print("\(series.rowCount) rows since \(series.timestamps[0])")
/// ```
public struct Series: Sendable {
  /// Its name; nil for the only series of a wide file.
  public let id: String?
  /// The stamp of each row, never decreasing.
  public let timestamps: [Timestamp]
  /// Where the stamps leave the panel's frequency, in file order.
  public let irregularities: [TimeIrregularity]

  /// Shape `[column, row]`, data units.
  let storage: ColumnStorage<Double>
  let lines: LineMap

  init(
    id: String?, timestamps: [Timestamp], irregularities: [TimeIrregularity], storage: ColumnStorage<Double>,
    lines: LineMap
  ) {
    precondition(
      storage.rowCount == timestamps.count, "Series: \(storage.rowCount) rows, \(timestamps.count) stamps")
    (self.id, self.timestamps, self.irregularities) = (id, timestamps, irregularities)
    (self.storage, self.lines) = (storage, lines)
  }

  /// Rows.
  public var rowCount: Int { timestamps.count }

  /// The 1-based line of the file on which a row stands.
  public func line(ofRow row: Int) -> Int { lines.line(ofRow: row) }
}
