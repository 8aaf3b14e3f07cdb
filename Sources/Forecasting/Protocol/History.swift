import Tensors
import TimeSeries

/// What is known when a forecast is made.
public struct History: Sendable {
  /// Standardised values of the last `lookback` rows, shape `[batch, channel, lookback]`.
  public let values: Tensor
  /// The row of the data file, counted from 0, on which the history of each window begins.
  public let firstRows: [Int]
  /// The calendar of history and future; nil unless the forecaster asks for it.
  public let calendar: CalendarMarks?

  /// - Parameter values: Shape `[batch, channel, lookback]`.
  /// - Parameter firstRows: One row of the data file per window; nil for windows that all begin on row 0.
  /// - Parameter calendar: Marks for as many windows.
  public init(values: Tensor, firstRows: [Int]? = nil, calendar: CalendarMarks? = nil) {
    let batch = values.shape[0]
    let firstRows = firstRows ?? Array(repeating: 0, count: batch)
    precondition(
      firstRows.count == batch && (calendar?.history.shape[0] ?? batch) == batch,
      "History: \(values.shape), \(firstRows.count) first rows, calendar \(calendar?.history.shape ?? [])")
    (self.values, self.firstRows, self.calendar) = (values, firstRows, calendar)
  }
}

/// What the calendar says about each row of some windows: known for the future as well as for the past.
///
/// Nothing here comes from the data's values, so marks of the future give nothing away.
public struct CalendarMarks: Sendable {
  /// Shape `[batch, lookback, feature]`.
  public let history: Tensor
  /// Shape `[batch, horizon, feature]`.
  public let future: Tensor

  /// - Parameter history: Shape `[batch, lookback, feature]`.
  /// - Parameter future: Shape `[batch, horizon, feature]`.
  public init(history: Tensor, future: Tensor) {
    precondition(
      history.shape.count == 3 && future.shape.count == 3 && history.shape[0] == future.shape[0]
        && history.shape[2] == future.shape[2], "CalendarMarks: \(history.shape), \(future.shape)")
    (self.history, self.future) = (history, future)
  }

  /// The marks of one window.
  ///
  /// - Parameter history: The stamp of each row of the history.
  /// - Parameter future: The stamp of each row to forecast.
  public init(_ features: CalendarFeatures, history: [Timestamp], future: [Timestamp]) {
    func marks(_ stamps: [Timestamp]) -> Tensor {
      CalendarTable(features, at: stamps).marks.reshaped(to: [1, stamps.count, features.features.count])
    }
    self.init(history: marks(history), future: marks(future))
  }
}
