import Text
import TimeSeries

/// A forecaster that can go on with rows that came after its fit, without fitting anything again.
///
/// For those whose state can be filtered forward, or whose equations can take further rows: the result is that of having seen all rows
/// from the start with the same coefficients, or the same sums.
public protocol Updating: Forecaster {
  /// The same, having seen the rows that follow those it has seen.
  ///
  /// Rows that it has seen already are passed over where the last of them has the same value as then.
  ///
  /// - Returns: The forecaster, and what of the rows was new to it.
  /// - Throws: `UpdateError` for rows that do not follow.
  func updated(with rows: LaterRows) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport)
}

/// Rows of series, of which a forecaster has seen the first.
public struct LaterRows: Sendable {
  /// The rows, in data units and standardised as they were for the fit.
  public let data: ScaledPanel
  /// The columns of the panel that are the channels of a history.
  public let channels: [Int]
  /// The columns of the panel that are known ahead.
  public let future: [Int]
  /// For each series of the panel, its number among those that the forecaster was fitted on; nil for one that is new.
  public let members: [Int?]

  /// - Parameters:
  ///   - channels: The columns of the panel that are the channels of a history.
  ///   - future: The columns of the panel that are known ahead.
  ///   - members: For each series of the panel, its number among those that the forecaster was fitted on.
  public init(data: ScaledPanel, channels: [Int], future: [Int] = [], members: [Int?]) {
    precondition(members.count == data.panel.series.count, "LaterRows: \(members.count) members")
    (self.data, self.channels, self.future, self.members) = (data, channels, future, members)
  }
}

/// What of some rows was new to a forecaster.
public struct UpdateReport: Sendable, Equatable {
  /// Rows that were new, of all series together.
  public var rowCount = 0
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

/// Why rows cannot be added to what a forecaster has seen.
public enum UpdateError: Error, Sendable, Equatable {
  /// The forecaster keeps no state that further rows could move: it has to be fitted again.
  case notUpdatable(model: String)
  /// The last row that was seen has another value now.
  case changedRow(series: String?, column: String, stamp: Timestamp, seen: Double, found: Double)
  /// Rows begin before the last one that was seen, which is not among them.
  case absentRow(series: String?, stamp: Timestamp)
  /// Rows do not stand on the grid of those that were seen.
  case offGrid(series: String?, last: Timestamp, first: Timestamp)
  /// More steps lie between the last row that was seen and the first new one than can be meant.
  case tooFar(series: String?, last: Timestamp, first: Timestamp, steps: Int)
  /// No series is one that the forecaster knows.
  case nothingKnown
}

extension UpdateError: CustomStringConvertible {
  /// What is wrong and what would do.
  public var description: String {
    switch self {
    case .notUpdatable(let model):
      "\(model) keeps no state that new rows could move; fit it again on all rows"
    case .changedRow(let series, let column, let stamp, let seen, let found):
      "\(Self.place(series))'\(column.printable)' is \(found) at \(stamp) and was \(seen) when the model saw that row; fit the model again"
    case .absentRow(let series, let stamp):
      "\(Self.place(series))the rows begin before the last one that the model has seen, and have none at \(stamp); give all rows, or those behind it"
    case .offGrid(let series, let last, let first):
      "\(Self.place(series))the first row, \(first), is no whole number of steps behind \(last), the last one that the model has seen"
    case .tooFar(let series, let last, let first, let steps):
      "\(Self.place(series))\(steps) rows are missing between \(last), the last one that the model has seen, and \(first); fit the model again"
    case .nothingKnown:
      "no series of the data is one of those that the model was fitted on; fit the model on them"
    }
  }

  private static func place(_ series: String?) -> String { series.map { "series '\($0.printable)': " } ?? "" }
}
