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
  /// The stamps that the rows should have, from the first to the last of them.
  public let grid: TimeGrid
  /// Steps of the grid that have a row.
  public let presentCount: Int
  /// Where the stamps leave the grid, in time order.
  public let irregularities: [TimeIrregularity]

  /// Shape `[column, row]`, data units.
  let storage: ColumnStorage<Double>
  let lines: LineMap

  init(
    id: String? = nil, timestamps: [Timestamp], grid reading: GridReading, storage: ColumnStorage<Double>,
    lines: LineMap
  ) {
    precondition(
      storage.rowCount == timestamps.count, "Series: \(storage.rowCount) rows, \(timestamps.count) stamps")
    (self.id, self.timestamps) = (id, timestamps)
    (grid, presentCount, irregularities) = (reading.grid, reading.presentCount, reading.irregularities)
    (self.storage, self.lines) = (storage, lines)
  }

  /// How much of the grid between the first and the last row has rows, 0…1.
  public var coverage: Double { Double(presentCount) / Double(max(1, grid.count)) }

  /// Rows.
  public var rowCount: Int { timestamps.count }

  /// The 1-based line of the file on which a row stands.
  public func line(ofRow row: Int) -> Int { lines.line(ofRow: row) }

  /// The `count` stamps that follow the last row on the grid.
  public func stamps(afterLastCount count: Int) -> [Timestamp] {
    grid.stamps(after: timestamps[timestamps.count - 1], count: count)
  }
}
