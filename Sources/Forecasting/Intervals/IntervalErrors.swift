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

  /// Adds the residuals of a channel of a window, truth minus forecast.
  ///
  /// - Parameters:
  ///   - residuals: Of each step, standardised; NaN where the truth is missing.
  ///   - row: Of the table.
  ///   - scale: What the bounds are multiplied by.
  ///   - scoresQuantiles: Whether the bounds are scored as quantiles too.
  mutating func add(
    _ residuals: Span<Float>, _ table: BoundTable, row: Int, scale: Double, scoresQuantiles: Bool
  ) {
    for group in 0..<table.groupCount { add(residuals, table, row: row, group: group, scale: scale) }
    guard scoresQuantiles, let score = table.score else { return }
    let count = score.probabilities.count * residuals.count
    self.quantiles.add(
      residuals, table.quantiles.span.extracting(row * count..<(row + 1) * count), scale: scale, score)
  }

  /// Adds the bounds of some levels, those of a step side by side.
  private mutating func add(
    _ residuals: Span<Float>, _ table: BoundTable, row: Int, group: Int, scale: Double
  ) {
    let start = (row * table.groupCount + group) * residuals.count
    let lower = table.lower.span.extracting(start..<start + residuals.count)
    let upper = table.upper.span.extracting(start..<start + residuals.count)
    let levels = group * BoundTable.lanes..<min(counts.count, (group + 1) * BoundTable.lanes)
    var (held, known, sums) = (SIMD8<Int64>(), SIMD8<Int64>(), SIMD8<Double>())
    for level in levels { sums[level - levels.lowerBound] = widths[level] }
    for step in residuals.indices where !residuals[step].isNaN {
      let residual = SIMD8(repeating: Double(residuals[step]))
      let (low, high) = (SIMD8<Double>(lower[step]) * scale, SIMD8<Double>(upper[step]) * scale)
      // No bounds are NaN: there is no interval.
      let isKnown = low .<= high
      known.replace(with: known &+ 1, where: isKnown)
      held.replace(with: held &+ 1, where: (low .<= residual) .& (residual .<= high))
      sums.replace(with: sums + (high - low), where: isKnown)
    }
    for level in levels {
      let lane = level - levels.lowerBound
      (widths[level], counts[level]) = (sums[lane], counts[level] + Int(known[lane]))
      inside[level] += Int(held[lane])
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

  /// The means of the quantiles at some probabilities; nil where there were none.
  func quantileScore(_ probabilities: [Double]) -> QuantileScore? {
    quantiles.count == 0
      ? nil
      : QuantileScore(
        crps: quantiles.value(of: .crps), pinball: quantiles.value(of: .pinball), probabilities: probabilities
      )
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
  /// Those of the quantiles.
  public let probabilities: [Double]

  /// Whether they are those that most models are scored at, so that scores can be compared.
  public var isUsual: Bool { probabilities == RankedProbabilityScore.tenths.probabilities }
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
