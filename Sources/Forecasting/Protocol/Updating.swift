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

  /// Whether the oldest rows can be taken out again, ``LaterRows/window``; false unless stated.
  static var dropsRows: Bool { get }
}

extension Updating {
  /// A state holds the whole past.
  public static var dropsRows: Bool { false }
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
  /// The channels that are forecast, as indices of ``channels``.
  public let targetChannels: [Int]
  /// So many rows of each series are to count, the newest; nil for all.
  public let window: Int?

  /// - Parameters:
  ///   - channels: The columns of the panel that are the channels of a history.
  ///   - future: The columns of the panel that are known ahead.
  ///   - targetChannels: The channels that are forecast; nil for all.
  ///   - members: For each series of the panel, its number among those that the forecaster was fitted on.
  ///   - window: So many rows of each series are to count, the newest; nil for all.
  public init(
    data: ScaledPanel, channels: [Int], future: [Int] = [], targetChannels: [Int]? = nil, members: [Int?],
    window: Int? = nil
  ) {
    precondition(members.count == data.panel.series.count, "LaterRows: \(members.count) members")
    (self.data, self.channels, self.future, self.members) = (data, channels, future, members)
    (self.targetChannels, self.window) = (targetChannels ?? Array(channels.indices), window)
  }

  /// The columns of the panel that are forecast.
  public var targetColumns: [Int] { targetChannels.map { channels[$0] } }
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

/// Why rows cannot be added to what a forecaster has seen.
public enum UpdateError: Error, Sendable, Equatable {
  /// The forecaster keeps no state that further rows could move: it has to be fitted again.
  case notUpdatable(model: String)
  /// A member of a combination keeps no state that further rows could move, or has lost it.
  case memberNotUpdatable(model: String, member: String)
  /// The forecaster takes further rows into its moments, and they were not kept.
  case momentsNotKept(model: String)
  /// The forecaster has no moments from which old rows could be taken out.
  case noWindow(model: String)
  /// The moments have no solution with the penalty of the model.
  case notSolvable(model: String)
  /// A window is too short for its windows of history and target.
  case windowTooShort(window: Int, needed: Int)
  /// Rows that are to be dropped are known neither to the forecaster nor from the data.
  case unknownRows(series: String?, first: Timestamp, last: Timestamp)
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
    case .memberNotUpdatable(let model, let member):
      "\(model) has \(member) as a member, which keeps no state that new rows could move; fit it again on all rows"
    case .momentsNotKept(let model):
      "\(model) was stored without the moments that new rows are added to; fit or solve it again with keepsMoments=true"
    case .noWindow(let model):
      "\(model) keeps a state of the whole past, from which no row can be taken out"
    case .notSolvable(let model):
      "the inputs of \(model) depend on each other too closely in the rows that are left; fit it again with a larger penalty"
    case .windowTooShort(let window, let needed):
      "a window of \(window) rows holds no training window; \(needed) rows or more do"
    case .unknownRows(let series, let first, let last):
      "\(Self.place(series))dropping rows takes those from \(first) to \(last), which neither the model nor the data has; give data that begin at \(first), or fit with keepsRows=true"
    case .changedRow(let series, let column, let stamp, let seen, let found):
      "\(Self.place(series))'\(column.printable)' is \(Self.words(found)) at \(stamp) and was \(Self.words(seen)) when the model saw that row; fit the model again"
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

  private static func words(_ value: Double) -> String { value.isNaN ? "missing" : "\(value)" }

  private static func place(_ series: String?) -> String { series.map { "series '\($0.printable)': " } ?? "" }
}
