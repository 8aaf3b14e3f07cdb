import Tensors
import TimeSeries

/// What is known when some windows are forecast: the one way in for histories, masks, covariates and the calendar.
///
/// ```swift
/// let (batch, target) = windows.training.batch(0..<32)
/// let forecast = forecaster.forecast(batch)
/// ```
public struct Batch: Sendable {
  /// Standardised values of the last `lookback` rows, shape `[batch, channel, lookback]`.
  public let history: Tensor
  /// 1 where a value of `history` was observed and 0 where it was filled in, the same shape; nil if all were observed.
  public let observed: Tensor?
  /// What is known of history and future alike, shape `[batch, feature, lookback + horizon]`; nil for none.
  ///
  /// First the features of the calendar that the forecaster asked for, then the columns known ahead, standardised.
  public let future: Tensor?
  /// One standardised value for each series and fixed column, shape `[batch, fixed column]`; nil for none.
  public let fixed: Tensor?
  /// Where each window lies.
  public let origins: [WindowOrigin]
  /// The histories in data units; nil where only standardised values are known.
  public let units: HistoryUnits?

  /// - Parameters:
  ///   - history: Shape `[batch, channel, lookback]`.
  ///   - observed: Shape of `history`; nil if all values were observed.
  ///   - future: Shape `[batch, feature, lookback + horizon]`.
  ///   - fixed: Shape `[batch, feature]`.
  ///   - origins: One for each window; nil for windows that all begin on the first row of 1970.
  ///   - units: The histories in data units.
  public init(
    history: Tensor, observed: Tensor? = nil, future: Tensor? = nil, fixed: Tensor? = nil,
    origins: [WindowOrigin]? = nil, units: HistoryUnits? = nil
  ) {
    let count = history.shape[0]
    precondition(
      history.shape.count == 3 && (observed.map { $0.shape == history.shape } ?? true)
        && (future.map { $0.shape.count == 3 && $0.shape[0] == count } ?? true)
        && (fixed.map { $0.shape.count == 2 && $0.shape[0] == count } ?? true)
        && (origins?.count ?? count) == count,
      "Batch: history \(history.shape), future \(future?.shape ?? []), \(origins?.count ?? count) origins")
    (self.history, self.observed, self.future, self.fixed) = (history, observed, future, fixed)
    self.origins = origins ?? Array(repeating: .start, count: count)
    self.units = units
  }

  /// Windows.
  public var count: Int { history.shape[0] }

  /// What is known of `rows`, counted from the first row of the history: shape `[batch, feature, row]`; nil for none.
  public func future(of rows: Range<Int>) -> Tensor? { future?.columns(rows) }
}

/// Where a window lies: phases and the calendar follow from here, not from the place of a row in a file.
public struct WindowOrigin: Sendable, Equatable {
  /// The index of the series in its panel.
  public let series: Int
  /// The row of the series on which the history begins, counted from 0.
  public let row: Int
  /// The stamp of that row.
  public let stamp: Timestamp

  /// - Parameter row: The row of the series on which the history begins, counted from 0.
  public init(series: Int, row: Int, stamp: Timestamp) {
    (self.series, self.row, self.stamp) = (series, row, stamp)
  }

  /// The first row of 1970.
  public static let start = WindowOrigin(series: 0, row: 0, stamp: Timestamp(milliseconds: 0))
}

/// Access to histories, and all that was before them, in the units and the precision of the data.
public struct HistoryUnits: Sendable {
  private let data: ScaledPanel
  private let channels: [Int]
  private let future: [Int]
  let lookback: Int

  /// - Parameters:
  ///   - channels: The column of the panel behind each channel of a history.
  ///   - future: The columns of the panel that are known ahead.
  public init(_ data: ScaledPanel, channels: [Int], future: [Int] = [], lookback: Int) {
    (self.data, self.channels, self.future, self.lookback) = (data, channels, future, lookback)
  }

  /// The same with shorter histories; origins are where those begin.
  func lookingBack(_ rows: Int) -> HistoryUnits {
    HistoryUnits(data, channels: channels, future: future, lookback: rows)
  }

  /// Lends the history of a channel of the window at `origin`, `[lookback]`; missing values are filled.
  public func withHistory<Result>(
    _ channel: Int, at origin: WindowOrigin, _ body: (Span<Double>) -> Result
  ) -> Result {
    data.withUnits(
      channels[channel], ofSeries: origin.series, rows: origin.row..<origin.row + lookback, body)
  }

  /// Lends all rows of a channel up to the end of the history of the window at `origin`, and nothing of what follows;
  /// missing values are no numbers.
  public func withPast<Result>(
    _ channel: Int, at origin: WindowOrigin, _ body: (Span<Double>) -> Result
  ) -> Result {
    data.panel.withColumn(channels[channel], ofSeries: origin.series) {
      body($0.extracting(0..<origin.row + lookback))
    }
  }

  /// Rows of the columns known ahead of a series, one array a column; missing values are filled.
  public func knownAhead(ofSeries series: Int, rows: Range<Int>) -> [[Double]] {
    data.units(ofColumns: future, ofSeries: series, rows: rows)
  }

  /// Mean and deviation by which a channel of a series was standardised.
  package func scale(_ channel: Int, ofSeries series: Int) -> (mean: Double, deviation: Double) {
    let scaler = data.scalers[series]
    return (scaler.means[channels[channel]], scaler.deviations[channels[channel]])
  }

  /// The stamps of all rows of the series at an index, those after a history too.
  public func timestamps(ofSeries series: Int) -> SeriesStamps { data.panel.series[series].timestamps }
}
