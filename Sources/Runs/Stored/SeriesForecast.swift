import Forecasting

/// The forecast of one series in data units, with intervals.
struct SeriesForecast: Sendable {
  /// Shape `[target, step]`.
  private(set) var values: [Double] = []
  /// For each level, shape `[target, step]`.
  private(set) var lower: [[Double]], upper: [[Double]]
  /// For each quantile that was asked for, shape `[target, step]`.
  private(set) var quantiles: [[Double]] = []
  /// Whether intervals and quantiles are those that the model states itself.
  private(set) var isStated = false

  init(levelCount: Int, quantileCount: Int = 0) {
    quantiles = Array(repeating: [], count: quantileCount)
    (lower, upper) = (Array(repeating: [], count: levelCount), Array(repeating: [], count: levelCount))
  }

  /// Adds quantiles of a target to its forecast.
  mutating func add(
    _ point: [Double], at probabilities: [Double], _ intervals: ForecastIntervals, _ place: ResidualPlace
  ) {
    for (index, probability) in probabilities.enumerated() {
      quantiles[index] += intervals.quantiles(probability, around: point, place)
    }
  }

  /// Adds the forecast of a target with bounds and quantiles that the model states.
  ///
  /// - Parameters:
  ///   - bounds: The lower and the upper bound of each level.
  ///   - quantiles: One row for each quantile.
  mutating func add(_ point: [Double], stating bounds: [[Double]], _ quantiles: [[Double]]) {
    isStated = true
    values += point
    for level in lower.indices {
      lower[level] += bounds[2 * level]
      upper[level] += bounds[2 * level + 1]
    }
    for place in quantiles.indices { self.quantiles[place] += quantiles[place] }
  }

  /// Adds the forecast of a target.
  ///
  /// - Parameter levels: Those of the bounds, which lie between kept ones in proportion.
  mutating func add(
    _ point: [Double], _ levels: [Double], _ intervals: ForecastIntervals?, _ place: ResidualPlace
  ) {
    values += point
    guard let intervals else { return }
    for (index, level) in levels.enumerated() {
      lower[index] += intervals.quantiles((1 - level) / 2, around: point, place)
      upper[index] += intervals.quantiles((1 + level) / 2, around: point, place)
    }
  }
}
