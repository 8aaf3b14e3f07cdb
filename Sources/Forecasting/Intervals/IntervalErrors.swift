/// How often truths lay in their intervals, and how wide those were.
struct IntervalErrors: Sendable {
  /// One for each kept level.
  private var inside: [Int], widths: [Double], counts: [Int]

  init(levelCount: Int) {
    (inside, counts) = (Array(repeating: 0, count: levelCount), Array(repeating: 0, count: levelCount))
    widths = Array(repeating: 0, count: levelCount)
  }

  /// Adds a residual, truth minus forecast, and the offsets of its interval.
  mutating func add(_ residual: Double, _ offsets: (lower: Double, upper: Double), level: Int) {
    counts[level] += 1
    inside[level] += offsets.lower <= residual && residual <= offsets.upper ? 1 : 0
    widths[level] += offsets.upper - offsets.lower
  }

  /// Adds what another accumulator has seen.
  mutating func merge(_ other: IntervalErrors) {
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
