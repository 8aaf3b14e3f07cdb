/// Sums over intervals of one level in data units, taken as they come and divided once, at the end.
public struct IntervalSums: Sendable, Equatable {
  /// The share of truths that the intervals are made to hold.
  public let level: Double
  /// Intervals added so far.
  public private(set) var count = 0
  private var inside = 0, widths = 0.0, scores = 0.0

  /// What a truth outside of its interval costs, for each unit.
  private let penalty: Double

  /// - Parameter level: The share of truths that the intervals are made to hold.
  public init(level: Double) { (self.level, penalty) = (level, 2 / (1 - level)) }

  /// Adds an interval; without a truth or bounds it adds nothing.
  public mutating func add(truth: Double, lower: Double, upper: Double) {
    guard !truth.isNaN, lower <= upper else { return }
    count += 1
    inside += lower <= truth && truth <= upper ? 1 : 0
    widths += upper - lower
    scores += upper - lower + penalty * (max(0, lower - truth) + max(0, truth - upper))
  }

  /// Adds what another accumulator has seen.
  public mutating func merge(_ other: IntervalSums) {
    count += other.count
    inside += other.inside
    widths += other.widths
    scores += other.scores
  }

  /// The share of truths that the intervals held; not a number without any.
  package var coverage: Double { Double(inside) / Double(count) }

  /// The mean interval score of Winkler, data units (Gneiting and Raftery 2007, §6.2); not a number without any.
  package var meanScore: Double { scores / Double(count) }

  /// A metric of intervals over everything added; not a number where it is not defined.
  public func value(of metric: Metric, scale: NaiveScale) -> Double {
    guard count > 0 else { return .nan }
    switch metric {
    case .coverage: return coverage
    case .width: return widths / Double(count)
    case .msis: return scale.absolute > 0 ? meanScore / scale.absolute : .nan
    default: return .nan
    }
  }
}
