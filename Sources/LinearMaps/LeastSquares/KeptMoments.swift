import Forecasting
import TimeSeries
import Training

/// The moments of the windows that a linear map was fitted on, kept so that rows may come and go without the old data.
///
/// ```swift
/// var kept = KeptMoments(lookback: 24, horizon: 12)
/// try kept.add(windows.training)
/// let moments = try WindowMoments(of: kept.runs(), lookback: 24, horizon: 12, workers: workers)
/// ```
public struct KeptMoments: Sendable, Equatable {
  /// Rows of a history.
  public let lookback: Int
  /// Rows of a target.
  public let horizon: Int
  /// Whether the rows themselves are kept too, so that the oldest may be dropped.
  public let keepsRows: Bool
  /// Whether deviations of histories are summed.
  public let sumsDeviations: Bool
  /// One for each column of each series.
  public internal(set) var columns: [SeriesMoments] = []

  /// Nothing yet.
  public init(lookback: Int, horizon: Int, keepsRows: Bool = false, sumsDeviations: Bool = false) {
    (self.lookback, self.horizon) = (lookback, horizon)
    (self.keepsRows, self.sumsDeviations) = (keepsRows, sumsDeviations)
  }

  /// A run without rows.
  var empty: RunMoments {
    RunMoments(width: lookback + horizon, lookback: sumsDeviations ? lookback : nil)
  }

  /// Adds the rows that training windows lie in, series by series.
  ///
  /// - Throws: `TrainingError.notFitted` for rows that do not stand on a grid.
  public mutating func add(_ windows: TrainingWindows) throws(TrainingError) {
    for (series, rows) in windows.seriesRows {
      for (target, column) in windows.targetColumns.enumerated() {
        var own = SeriesMoments(series: series, target: target)
        try own.append(
          windows.data, series: series, column: column, rows: rows, empty: empty, keepsRows: keepsRows)
        columns.append(own)
      }
    }
  }

  /// All runs, or those of one target.
  public func runs(target: Int? = nil) -> [RunMoments] {
    columns.filter { target == nil || $0.target == target }.flatMap { $0.runs.map(\.moments) }
  }

  /// Windows of all columns together.
  public var windowCount: Int { columns.reduce(0) { $0 + $1.windowCount } }

  /// The mean of the means of a target over its series, of all rows.
  public func mean(ofTarget target: Int) -> Double {
    let means = columns.filter { $0.target == target }.map { column in
      let sums = column.rowSums
      return sums.count > 0 ? sums.sum / Double(sums.count) : 0
    }
    return means.reduce(0, +) / Double(max(1, means.count))
  }
}

extension SeriesMoments {
  /// Adds some rows of a series behind those that there are; stretches between missing rows are runs of their own.
  ///
  /// - Parameter gap: Steps without a row before them.
  mutating func append(
    _ data: ScaledPanel, series: Int, column: Int, rows: Range<Int>, gap: Int = 0, empty: RunMoments,
    keepsRows: Bool
  ) throws(TrainingError) {
    guard !rows.isEmpty else { return }
    let own = data.panel.series[series]
    let observed = data.observed(column, ofSeries: series)
    var values = data.standardized(column, ofSeries: series, rows: rows)
    if let observed {
      for row in rows where observed[row] == 0 { values[row - rows.lowerBound] = .nan }
    }
    let edges = [rows.lowerBound] + own.breaks.filter { $0 > rows.lowerBound && $0 < rows.upperBound }
    for (start, end) in zip(edges, edges.dropFirst() + [rows.upperBound]) {
      var gap = start == rows.lowerBound ? gap : 0
      if start > rows.lowerBound {
        guard let before = own.grid.index(of: own.timestamps[start - 1]),
          let after = own.grid.index(of: own.timestamps[start]), after > before
        else { throw .notFitted(column: data.panel.columns[column], problem: "its rows stand on no grid") }
        gap = after - before - 1
      }
      append(
        Array(values[start - rows.lowerBound..<end - rows.lowerBound]), gap: gap, empty: empty,
        keepingAll: keepsRows)
    }
    first = first ?? own.timestamps[rows.lowerBound]
    last = own.timestamps[rows.upperBound - 1]
  }
}
