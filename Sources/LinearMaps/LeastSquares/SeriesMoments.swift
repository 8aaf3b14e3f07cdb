import Forecasting
import TimeSeries

/// The moments of the windows of one column of one series, run by run, and where the rows lie in time.
///
/// A run is a stretch of consecutive rows that were all observed; windows with missing values are in no sum.
public struct SeriesMoments: Sendable, Equatable {
  /// Consecutive rows that were all observed.
  public struct Run: Sendable, Equatable {
    /// Steps from the first row of the series.
    public internal(set) var start: Int
    /// Of the windows within the run.
    public internal(set) var moments: RunMoments

    /// The step behind the last row.
    public var end: Int { start + moments.rowCount }
  }

  /// The number of the series.
  public var series: Int
  /// The place of the column among the targets.
  public internal(set) var target: Int
  /// The stamps of the first and the last row; nil before there is one.
  public internal(set) var first: Timestamp?, last: Timestamp?
  /// Steps from the first row to the last, those without a row too.
  public internal(set) var rowCount = 0
  /// In order of time.
  public internal(set) var runs: [Run] = []

  /// No rows yet.
  public init(series: Int, target: Int) { (self.series, self.target) = (series, target) }

  /// Windows.
  public var windowCount: Int { runs.reduce(0) { $0 + $1.moments.windowCount } }

  /// `Σ x`, `Σ x²` and the number of all observed rows.
  public var rowSums: (sum: Double, square: Double, count: Int) {
    runs.reduce(into: (0, 0, 0)) { total, run in
      let own = run.moments.rowSums
      total = (total.0 + own.sum, total.1 + own.square, total.2 + run.moments.rowCount)
    }
  }

  /// The value of the last row; nil where it is missing.
  public var lastValue: Double? { runs.last.flatMap { $0.end == rowCount ? $0.moments.tail.last : nil } }

  /// Adds rows that follow the last one.
  ///
  /// - Parameters:
  ///   - values: One a step; missing ones are no numbers.
  ///   - gap: Steps without a row before them.
  ///   - empty: A run without rows.
  public mutating func append(_ values: [Double], gap: Int = 0, empty: RunMoments, keepingAll: Bool) {
    rowCount += gap
    var start = 0
    while start < values.count {
      guard !values[start].isNaN else {
        (start, rowCount) = (start + 1, rowCount + 1)
        continue
      }
      let end = values[start...].firstIndex { $0.isNaN } ?? values.count
      if runs.last.map({ $0.end < rowCount }) ?? true { runs.append(Run(start: rowCount, moments: empty)) }
      runs[runs.count - 1].moments.append(Array(values[start..<end]), keepingAll: keepingAll)
      rowCount += end - start
      start = end
    }
  }

  /// Takes the first steps out again.
  ///
  /// - Parameter first: The stamp of the first row that stays.
  /// - Precondition: ``unknownRows(dropping:)`` is nil.
  public mutating func removeFirst(_ count: Int, first: Timestamp) {
    var kept: [Run] = []
    for run in runs where run.end > count {
      var moments = run.moments
      if run.start < count { moments.removeFirst(count - run.start) }
      kept.append(Run(start: Swift.max(0, run.start - count), moments: moments))
    }
    runs = kept
    rowCount -= count
    self.first = first
  }

  /// The rows that have to be known before the first steps can be taken out; nil if all are.
  public func unknownRows(dropping count: Int) -> Range<Int>? {
    guard let run = cutRun(count).map({ runs[$0] }), !run.moments.canRemoveFirst(count - run.start) else {
      return nil
    }
    return run.start + run.moments.head.count..<Swift.min(run.end, count + run.moments.width - 1)
  }

  /// The run that dropping the first steps cuts in two.
  func cutRun(_ count: Int) -> Int? { runs.firstIndex { $0.start < count && $0.end > count } }
}
