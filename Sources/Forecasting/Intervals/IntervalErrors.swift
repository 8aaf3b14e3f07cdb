import TimeSeries

/// How often truths lay in their intervals, and how wide those were.
struct IntervalErrors: Sendable {
  /// One for each kept level.
  private var inside: [Int], widths: [Double], counts: [Int]
  /// Of the quantiles, in deviations.
  private var quantiles = QuantileSums()

  init(levelCount: Int) {
    (inside, counts) = (Array(repeating: 0, count: levelCount), Array(repeating: 0, count: levelCount))
    widths = Array(repeating: 0, count: levelCount)
  }

  /// Adds the residuals of a window, truth minus forecast.
  ///
  /// - Parameters:
  ///   - residuals: Shape `[channel, step]`, standardised; NaN where the truth is missing.
  ///   - scales: What the bounds of each channel are multiplied by; empty for 1.
  ///   - series: The series of the window.
  ///   - scoresQuantiles: Whether the bounds are scored as quantiles too.
  mutating func add(
    _ residuals: [Float], _ intervals: ForecastIntervals, scales: [Float], series: Int,
    scoresQuantiles: Bool
  ) {
    let (levelCount, horizon, bounds) = (intervals.levels.count, intervals.horizon, intervals.bounds)
    let table = intervals.start(of: series)
    let score = intervals.quantileScore
    for (place, residual) in residuals.enumerated() where !residual.isNaN {
      let channel = place / horizon
      let scale = scales.isEmpty ? 1 : Double(scales[channel])
      let cell = table + intervals.cell(channel: channel, step: place % horizon)
      if scoresQuantiles, let score {
        let count = score.probabilities.count - 1
        addQuantiles(Double(residual), bounds[cell..<cell + count], scale: scale, score)
      }
      for level in 0..<levelCount {
        let start = cell + level * 2
        let (lower, upper) = (Double(bounds[start]) * scale, Double(bounds[start + 1]) * scale)
        // No bounds are NaN: there is no interval.
        guard lower <= upper else { continue }
        counts[level] += 1
        inside[level] += lower <= Double(residual) && Double(residual) <= upper ? 1 : 0
        widths[level] += upper - lower
      }
    }
  }

  /// Adds what quantiles around the steps of a channel come to, data units.
  ///
  /// - Parameter quantiles: For each probability of `score`, the quantile of each step.
  mutating func add(
    _ truth: Span<Double>, quantiles: [[Double]], _ score: RankedProbabilityScore, deviation: Double
  ) {
    for step in truth.indices {
      self.quantiles.add(
        truth: truth[step] / deviation, quantiles: quantiles.map { $0[step] / deviation }, score)
    }
  }

  /// Adds the quantiles that intervals are, with the point forecast as the median.
  private mutating func addQuantiles(
    _ residual: Double, _ bounds: ArraySlice<Float>, scale: Double, _ score: RankedProbabilityScore
  ) {
    let (count, first) = (bounds.count / 2, bounds.startIndex)
    quantiles.add(truth: residual, score) { index in
      if index == count { return 0 }
      let place = index < count ? 2 * (count - 1 - index) : 2 * (index - count - 1) + 1
      return Double(bounds[first + place]) * scale
    }
  }

  /// The means of the quantiles; nil where there were none.
  var quantileScore: QuantileScore? {
    quantiles.count == 0
      ? nil : QuantileScore(crps: quantiles.value(of: .crps), pinball: quantiles.value(of: .pinball))
  }

  /// Adds the intervals of a level around the steps of a channel, data units; truths and bounds may be missing.
  mutating func add(
    _ truth: Span<Double>, lower: [Double], upper: [Double], level: Int, deviation: Double
  ) {
    for step in truth.indices where !truth[step].isNaN && lower[step] <= upper[step] {
      counts[level] += 1
      inside[level] += lower[step] <= truth[step] && truth[step] <= upper[step] ? 1 : 0
      widths[level] += (upper[step] - lower[step]) / deviation
    }
  }

  /// Adds what another accumulator has seen.
  mutating func merge(_ other: IntervalErrors) {
    quantiles.merge(other.quantiles)
    for level in counts.indices {
      inside[level] += other.inside[level]
      counts[level] += other.counts[level]
      widths[level] += other.widths[level]
    }
  }

  /// The means of a kept level; nil where it had no intervals.
  func score(level: Int, nominal: Double) -> IntervalScore? {
    guard counts[level] > 0 else { return nil }
    return IntervalScore(
      level: nominal, coverage: Double(inside[level]) / Double(counts[level]),
      width: widths[level] / Double(counts[level]))
  }
}

/// How quantiles did, in deviations of the training rows.
public struct QuantileScore: Sendable, Equatable {
  /// The mean continuous ranked probability score, as far as the quantiles tell.
  public let crps: Double
  /// The mean pinball loss.
  public let pinball: Double
}

/// How intervals of one level did.
public struct IntervalScore: Sendable, Equatable {
  /// The share of truths that they were made to hold.
  public let level: Double
  /// The share that they held.
  public let coverage: Double
  /// Their mean width, in deviations of the training rows.
  public let width: Double

  /// - Parameter width: In deviations of the training rows.
  public init(level: Double, coverage: Double, width: Double) {
    (self.level, self.coverage, self.width) = (level, coverage, width)
  }
}
