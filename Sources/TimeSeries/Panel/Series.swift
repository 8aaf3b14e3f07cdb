/// One series of a panel: its stamps and the values of every column.
///
/// ```swift
/// let series = panel.only
/// print("\(series.rowCount) rows since \(series.timestamps[0])")
/// ```
public struct Series: Sendable {
  /// Its name as in the file; nil for the only series of a wide file.
  public let id: String?
  /// The stamp of each row, never decreasing.
  public private(set) var timestamps: SeriesStamps
  /// The stamps that the rows should have, from the first to the last of them.
  public let grid: TimeGrid
  /// Steps of the grid for which the file has a row.
  public let presentCount: Int
  /// Where the stamps of the file leave the grid, in time order.
  public let irregularities: [TimeIrregularity]
  /// The rows before which rows are missing that were not inserted: no window may cross them.
  public let breaks: [Int]
  /// The value of each of the panel's fixed columns.
  public internal(set) var fixed: [Double] = []
  /// The row behind the last one with a target; rows from there on have known future values alone.
  public internal(set) var targetEnd: Int

  /// Shape `[column, row]`, data units; NaN where a cell is missing.
  private(set) var storage: ColumnStorage<Double>
  /// Missing cells of each column of the storage; empty where there are none.
  private(set) var missingCounts: [Int] = []
  private let lines: LineMap
  private let rows: SeriesRows
  /// Rows that came from somewhere; rows that were added later stand on the line of the last of them.
  private let knownRowCount: Int

  /// A series with a row for each row of the table.
  init(
    id: String? = nil, timestamps: SeriesStamps, grid reading: GridReading, breaks: [Int] = [],
    storage: ColumnStorage<Double>, lines: LineMap, rows: SeriesRows, countsMissing: Bool = true
  ) {
    precondition(
      storage.rowCount == timestamps.count, "Series: \(storage.rowCount) rows, \(timestamps.count) stamps")
    (self.id, self.timestamps, self.breaks) = (id, timestamps, breaks)
    (grid, presentCount, irregularities) = (reading.grid, reading.presentCount, reading.irregularities)
    (self.storage, self.lines, self.rows) = (storage, lines, rows)
    targetEnd = timestamps.count
    knownRowCount = timestamps.count
    if countsMissing { missingCounts = Self.missingCounts(storage) }
  }

  private static func missingCounts(_ storage: ColumnStorage<Double>) -> [Int] {
    let counts = (0..<storage.columnCount).map { column in
      storage.withColumn(column) { values in values.indices.count { values[$0].isNaN } }
    }
    return counts.contains { $0 > 0 } ? counts : []
  }

  /// How much of the grid between the first and the last row has rows in the file, 0…1.
  public var coverage: Double { Double(presentCount) / Double(max(1, grid.count)) }

  /// Rows.
  public var rowCount: Int { storage.rowCount }

  /// The 1-based line of the file on which a row stands; of an inserted row that of the row before.
  public func line(ofRow row: Int) -> Int {
    lines.line(ofRow: rows.tableRow(min(row, knownRowCount - 1)))
  }

  /// The stamps of the rows that are in the file.
  public var recordedTimestamps: [Timestamp] {
    guard case .listed = rows else { return Array(timestamps) }
    return timestamps.indices.filter { row in
      row == 0 || rows.tableRow(row) != rows.tableRow(row - 1)
    }.map { timestamps[$0] }
  }

  /// The `count` stamps that follow the last row with a target on the grid.
  public func stamps(afterLastCount count: Int) -> [Timestamp] {
    if targetEnd == 0 { return (0..<count).map(grid.stamp(at:)) }
    return grid.stamps(after: timestamps[targetEnd - 1], count: count)
  }

  /// The series with other values, of which the rows after the last one with a target have these stamps.
  func extended(to storage: ColumnStorage<Double>, followedBy stamps: [Timestamp]) -> Series {
    precondition(storage.rowCount == targetEnd + stamps.count, "Series: \(storage.rowCount) rows")
    var copy = self
    copy.timestamps = SeriesStamps(Array(timestamps.prefix(targetEnd)) + stamps)
    copy.storage = storage
    copy.missingCounts = Self.missingCounts(storage)
    return copy
  }
}
