import Text
import TimeSeries

/// Why rows cannot be added to what a forecaster has seen.
public enum UpdateError: Error, Sendable, Equatable {
  /// The forecaster keeps no state that further rows could move: it looks back at the rows that it is given.
  case notUpdatable(model: String)
  /// No member of a combination keeps such a state.
  case membersNotUpdatable(model: String, members: [String])
  /// The forecaster takes further rows into its moments, and they were not kept.
  case momentsNotKept(model: String)
  /// The forecaster has no moments from which old rows could be taken out.
  case noWindow(model: String)
  /// The moments have no solution with the penalty of the model.
  case notSolvable(model: String)
  /// A window is too short for its windows of history and target.
  case windowTooShort(window: Int, needed: Int)
  /// Rows that are to be dropped are known neither to the forecaster nor from the data.
  case unknownRows(series: String?, first: String, last: String)
  /// A row that was seen has another value now; whether there are other series that could go on.
  case changedRow(
    series: String?, column: String, stamp: String, seen: Double, found: Double, hasOthers: Bool = false)
  /// Rows begin before the last one that was seen, which is not among them.
  case absentRow(series: String?, stamp: String)
  /// Rows do not stand on the grid of those that were seen.
  case offGrid(series: String?, last: String, first: String)
  /// More steps lie between the last row that was seen and the first new one than can be meant.
  case tooFar(series: String?, last: String, first: String, steps: Int)
  /// Rows are counted, not stamped, and are fewer than those that were seen.
  case countedRows(series: String?, count: Int, seen: Int)
  /// The data has several series, and the forecaster knows one without a name.
  case severalSeries(count: Int)
  /// No series is one that the forecaster knows.
  case nothingKnown
}

extension UpdateError: CustomStringConvertible {
  /// What is wrong and what would do.
  public var description: String {
    switch self {
    case .notUpdatable(let model):
      "\(model) keeps no state that new rows could move: it forecasts from the last rows that it is given; to learn from them, fit it again"
    case .membersNotUpdatable(let model, let members):
      "\(UpdateError.notUpdatable(model: "\(model) of \(members.joined(separator: ", "))"))"
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
    case .changedRow(let series, let column, let stamp, let seen, let found, let hasOthers):
      "\(Self.place(series))'\(column.printable)' is \(Self.words(found)) at \(stamp) and was \(Self.words(seen)) when the model saw that row; fit the model again\(hasOthers ? ", or let the other series go on without it" : "")"
    case .absentRow(let series, let stamp):
      "\(Self.place(series))the rows begin before the last one that the model has seen, and have none at \(stamp); give all rows, or those behind it"
    case .offGrid(let series, let last, let first):
      "\(Self.place(series))the first row, \(first), is no whole number of steps behind \(last), the last one that the model has seen"
    case .tooFar(let series, let last, let first, let steps):
      "\(Self.place(series))\(TextFormatting.grouped(steps)) rows are missing between \(last), the last one that the model has seen, and \(first); correct the stamps, or fit the model again"
    case .countedRows(let series, let count, let seen):
      "\(Self.place(series))rows without time stamps are counted from the first, and the data has \(count) of them where the model has seen \(seen); give all rows, those that it has seen too"
    case .severalSeries(let count):
      "the data has \(TextFormatting.grouped(count)) series, and the model was fitted on one without a name; give the rows of that one alone"
    case .nothingKnown:
      "no series of the data is one of those that the model was fitted on; fit the model on them"
    }
  }

  /// A value, or that there is none.
  private static func words(_ value: Double) -> String { value.isNaN ? "missing" : "\(value)" }

  private static func place(_ series: String?) -> String { series.map { "series '\($0.printable)': " } ?? "" }
}
