import TimeSeries

/// A forecaster that can go on with rows that came after its fit, without fitting anything again.
///
/// For those whose state can be filtered forward, or whose equations can take further rows: the result is that of having seen all rows
/// from the start with the same coefficients, or the same sums.
public protocol Updating: Forecaster {
  /// The same, having seen the rows that follow those it has seen.
  ///
  /// Rows that it has seen already are passed over where the last of them, as many as it remembers, have the same values as then.
  ///
  /// - Returns: The forecaster, and what of the rows was new to it.
  /// - Throws: `UpdateError` for rows that do not follow.
  func updated(with rows: LaterRows) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport)

  /// Whether the oldest rows can be taken out again, ``LaterRows/window``; false unless stated.
  static var dropsRows: Bool { get }
}

extension Updating {
  /// A state holds the whole past.
  public static var dropsRows: Bool { false }
}

/// What of some rows was new to a forecaster.
public struct UpdateReport: Sendable, Equatable {
  /// Rows that were new, of all series together.
  public var rowCount = 0
  /// Rows that were dropped, of all series together.
  public var droppedCount = 0
  /// Steps between the last row that had been seen and the first new one, of all series together: they count as missing.
  public var gapCount = 0
  /// Series with new rows, series without, and series that the forecaster does not know.
  public var updatedCount = 0, unchangedCount = 0, unknownCount = 0
  /// The stamp of the last row of any series.
  public var last: Timestamp?

  /// Nothing.
  public init() {}

  /// Counts the rows of a series that were new.
  ///
  /// - Parameters:
  ///   - gap: Steps without a row before them.
  ///   - last: The stamp of the last of them.
  public mutating func add(rows: Int, gap: Int, last: Timestamp) {
    rowCount += rows
    gapCount += gap
    if rows > 0 { updatedCount += 1 } else { unchangedCount += 1 }
    self.last = self.last.map { max($0, last) } ?? last
  }
}
