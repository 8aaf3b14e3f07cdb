/// A forecast of one series: the mean of each step, its variance, and central intervals.
///
/// ```swift
/// let fitted = try Naive().fit(LocalSeries(values: sales, season: 12))
/// let forecast = fitted.forecast(horizon: 12, levels: [0.8, 0.95])
/// if let bounds = forecast.bounds(level: 0.95) { print(bounds.lower[0], forecast.mean[0], bounds.upper[0]) }
/// ```
public struct IntervalForecast: Sendable, Equatable {
  /// The mean of each step ahead.
  public var mean: [Double]
  /// The variance of each step ahead; nil where the model states none.
  public var variance: [Double]?
  /// The levels of the intervals, as they were asked for.
  public var levels: [IntervalLevel]
  /// The lower bound of each step, one array a level; empty where the model has no intervals.
  public var lower: [[Double]]
  /// The upper bound of each step, one array a level; empty where the model has no intervals.
  public var upper: [[Double]]

  /// Makes a forecast from bounds that are already known.
  public init(
    mean: [Double], variance: [Double]?, levels: [IntervalLevel], lower: [[Double]], upper: [[Double]]
  ) {
    self.mean = mean
    self.variance = variance
    self.levels = levels
    self.lower = lower
    self.upper = upper
  }

  /// Makes a forecast with Gaussian bounds, mean ± z √variance, or without bounds if there is no variance.
  ///
  /// - Parameter degreesOfFreedom: Those of Student's t, which stands in place of z where the variance is estimated of few rows.
  public init(
    mean: [Double], variance: [Double]?, levels: [IntervalLevel], degreesOfFreedom: Double? = nil
  ) {
    self.init(mean: mean, variance: variance, levels: levels, lower: [], upper: [])
    guard let variance else { return }
    let deviations = variance.map { max($0, 0).squareRoot() }
    for level in levels {
      let z =
        degreesOfFreedom.map { StudentDistribution.quantile(level.tails.upper, degrees: $0) }
        ?? NormalDistribution.quantile(level.tails.upper)
      lower.append(zip(mean, deviations).map { $0 - z * $1 })
      upper.append(zip(mean, deviations).map { $0 + z * $1 })
    }
  }

  /// Whether the forecast has intervals.
  public var hasBounds: Bool { !lower.isEmpty }

  /// The bounds at `level`, or nil if it was not asked for or the model has no intervals.
  public func bounds(level: Double) -> (lower: [Double], upper: [Double])? {
    guard let index = levels.firstIndex(where: { $0.probability == level }), index < lower.count else {
      return nil
    }
    return (lower[index], upper[index])
  }
}
