/// Symmetric intervals that learn from their own misses as time goes on: after one too many of them they widen, after none they
/// narrow (Gibbs and Candès 2021, https://arxiv.org/abs/2106.00170).
///
/// `a` begins at one less the level; after each outcome `a ← a + g (1 − level − miss)`, and the half width is the error at the rank
/// `⌈(N + 1)(1 − a)⌉` of all errors seen so far.
///
/// ```swift
/// var intervals = AdaptiveConformal(level: 0.9, errors: [0.5, 1, 2, 0.1])
/// intervals.observe(error: 3, wasInside: 3 <= intervals.halfWidth)
/// ```
public struct AdaptiveConformal: Sendable {
  /// The share of truths that are to be held.
  public let level: Double
  /// How fast it learns, g.
  public let rate: Double
  /// The share that may be missed now, a.
  public private(set) var miss: Double
  /// Sizes of errors, ascending.
  private var errors: [Double]

  /// - Parameters:
  ///   - rate: How fast it learns.
  ///   - errors: What is known before the first forecast; signs do not count.
  public init(level: Double, rate: Double = 0.01, errors: [Double]) {
    (self.level, self.rate, miss) = (level, rate, 1 - level)
    self.errors = errors.map(\.magnitude).sorted()
  }

  /// How far the next interval reaches on both sides: infinite where nothing may be missed or too few errors are known.
  public var halfWidth: Double {
    guard miss < 1 else { return 0 }
    guard miss > 0, let rank = ConformalRank.symmetric(count: errors.count, level: 1 - miss) else {
      return .infinity
    }
    return errors[rank - 1]
  }

  /// Learns from an outcome.
  ///
  /// - Parameter wasInside: Whether it lay within the interval that was made for it, which may be longer ago.
  public mutating func observe(error: Double, wasInside: Bool) {
    miss += rate * (1 - level - (wasInside ? 0 : 1))
    let size = error.magnitude
    var (low, high) = (0, errors.count)
    while low < high {
      let middle = (low + high) / 2
      if errors[middle] < size { low = middle + 1 } else { high = middle }
    }
    errors.insert(size, at: low)
  }
}

/// How intervals did that learn as time goes on: each is made of what was known on the row before its forecast, and nothing later.
public struct AdaptiveScore: Sendable, Equatable {
  /// The share of truths that they were made to hold.
  public let level: Double
  /// How fast intervals learn unless something else is asked for.
  public static let usualRate = 0.01
  /// The share that they held.
  public private(set) var coverage = 0.0
  /// The mean width of those that end, in deviations of the training rows.
  public private(set) var width = 0.0
  /// The share of those without end: everything may come.
  public private(set) var endless = 0.0

  /// An error of one step, on the row that it belongs to.
  package struct Outcome: Sendable {
    /// The row on which its forecast began.
    let origin: Int
    let error: Double

    package init(origin: Int, error: Double) { (self.origin, self.error) = (origin, error) }
  }

  /// The sums behind a score.
  package struct Sums: Sendable {
    package private(set) var count = 0
    fileprivate var (inside, endless) = (0, 0)
    fileprivate var widths = 0.0

    package init() {}

    package mutating func merge(_ other: Sums) {
      (count, inside, endless) = (count + other.count, inside + other.inside, endless + other.endless)
      widths += other.widths
    }

    /// Follows one step of one channel of a series; an outcome is known `step + 1` rows after its origin.
    ///
    /// - Parameters:
    ///   - known: Errors from before the first outcome.
    ///   - outcomes: In order of time.
    package mutating func follow(
      _ outcomes: [Outcome], step: Int, known: [Double], level: Double, rate: Double = usualRate
    ) {
      var intervals = AdaptiveConformal(level: level, rate: rate, errors: known)
      var (insides, next) = ([Bool](), 0)
      for outcome in outcomes {
        while next < insides.count, outcomes[next].origin + step < outcome.origin {
          intervals.observe(error: outcomes[next].error, wasInside: insides[next])
          next += 1
        }
        let reach = intervals.halfWidth
        insides.append(outcome.error.magnitude <= reach)
        count += 1
        inside += outcome.error.magnitude <= reach ? 1 : 0
        if reach.isFinite { widths += 2 * reach } else { endless += 1 }
      }
    }
  }

  /// - Parameter sums: Of at least one outcome.
  package init(level: Double, _ sums: Sums) {
    self.level = level
    coverage = Double(sums.inside) / Double(sums.count)
    width = sums.endless < sums.count ? sums.widths / Double(sums.count - sums.endless) : .infinity
    endless = Double(sums.endless) / Double(sums.count)
  }
}
