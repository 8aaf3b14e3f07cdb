import Forecasting

/// The forecast of one series in data units, with intervals.
struct SeriesForecast: Sendable {
  /// Shape `[target, step]`.
  private(set) var values: [Double] = []
  /// For each level, shape `[target, step]`.
  private(set) var lower: [[Double]], upper: [[Double]]

  init(levelCount: Int) {
    (lower, upper) = (Array(repeating: [], count: levelCount), Array(repeating: [], count: levelCount))
  }

  /// A forecast without intervals: their bounds are no numbers.
  init(_ values: [Double], levelCount: Int) {
    self.values = values
    lower = Array(repeating: values.map { _ in .nan }, count: levelCount)
    upper = lower
  }

  /// Adds the forecast of a target.
  ///
  /// - Parameters:
  ///   - bands: The places of the levels among those of `intervals`.
  ///   - unit: The deviation that bounds are multiples of, in data units.
  mutating func add(
    _ point: [Double], _ bands: [Int], _ intervals: ForecastIntervals?, target: Int, unit: Double
  ) {
    values += point
    guard let intervals else { return }
    for (place, level) in bands.enumerated() {
      for (step, value) in point.enumerated() {
        let offsets = intervals.offsets(channel: target, step: step, level: level)
        lower[place].append(value + (offsets?.lower ?? .nan) * unit)
        upper[place].append(value + (offsets?.upper ?? .nan) * unit)
      }
    }
  }
}
