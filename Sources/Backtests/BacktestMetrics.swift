import Runs
import TimeSeries

/// The metrics of a backtest: those of points, and of intervals and quantiles where levels were asked for.
public struct BacktestMetrics: Sendable, Equatable {
  /// A metric, and the level where it is one of intervals.
  public struct Column: Sendable, Equatable {
    /// What is measured.
    public let metric: Metric
    /// The level of the intervals; nil for other metrics.
    public let level: Double?

    /// The name in tables and in JSON.
    public var key: String { level.map { metric.key(level: $0) } ?? metric.key }
  }

  /// In the order in which they are shown.
  public let columns: [Column]
  /// The levels of intervals, ascending.
  let levels: [Double]
  /// The bounds of all intervals and the forecast between them, which stands for the median; nil without levels.
  let quantiles: RankedProbabilityScore?

  /// - Parameter levels: The levels of intervals, ascending.
  public init(levels: [Double]) {
    self.levels = levels
    columns =
      Metric.ofPoints.map { Column(metric: $0, level: nil) }
      + levels.flatMap { level in Metric.ofIntervals.map { Column(metric: $0, level: level) } }
      + (levels.isEmpty ? [] : [.pinball, .crps].map { Column(metric: $0, level: nil) })
    quantiles =
      levels.isEmpty
      ? nil
      : RankedProbabilityScore(
        levels.reversed().map { (1 - $0) / 2 } + [0.5] + levels.map { (1 + $0) / 2 })
  }

  /// The place of a metric without a level.
  public func index(of metric: Metric) -> Int? {
    columns.firstIndex { $0.metric == metric && $0.level == nil }
  }

  /// The place of a metric of intervals of a level.
  public func index(of metric: Metric, level: Double) -> Int? {
    columns.firstIndex { $0.metric == metric && $0.level == level }
  }

  /// Sums over some steps and cutoffs of one series.
  struct Sums {
    private var errors = ErrorSums()
    private var intervals: [IntervalSums]
    private var quantiles = QuantileSums()

    init(_ metrics: BacktestMetrics) {
      intervals = metrics.levels.map { IntervalSums(level: $0) }
    }

    var missingCount: Int { errors.missingCount }

    /// - Parameters:
    ///   - lower: One bound for each level.
    ///   - upper: One bound for each level.
    mutating func add(
      truth: Double, forecast: Double, lower: [Double], upper: [Double], _ metrics: BacktestMetrics
    ) {
      errors.add(truth: truth, forecast: forecast)
      for level in intervals.indices {
        intervals[level].add(truth: truth, lower: lower[level], upper: upper[level])
      }
      guard let score = metrics.quantiles else { return }
      quantiles.add(truth: truth, quantiles: lower.reversed() + [forecast] + upper, score)
    }

    mutating func merge(_ other: Sums) {
      errors.merge(other.errors)
      quantiles.merge(other.quantiles)
      for level in intervals.indices { intervals[level].merge(other.intervals[level]) }
    }

    /// One value for each column; not a number where it is not defined.
    func values(_ metrics: BacktestMetrics, scale: NaiveScale) -> [Double] {
      metrics.columns.map { column in
        if let level = column.level, let place = metrics.levels.firstIndex(of: level) {
          return intervals[place].value(of: column.metric, scale: scale)
        }
        switch column.metric {
        case .pinball, .crps: return quantiles.value(of: column.metric)
        default: return errors.value(of: column.metric, scale: scale)
        }
      }
    }
  }
}

/// The mean of each metric over series, each with the same weight; those where it is not defined are left out.
struct SeriesMeans: Sendable {
  private var sums: [Double], counts: [Int]

  init(columnCount: Int) {
    (sums, counts) = (Array(repeating: 0, count: columnCount), Array(repeating: 0, count: columnCount))
  }

  mutating func add(_ values: [Double]) {
    for (column, value) in values.enumerated() where !value.isNaN {
      sums[column] += value
      counts[column] += 1
    }
  }

  var means: [Double] { zip(sums, counts).map { $1 == 0 ? .nan : $0 / Double($1) } }
}
