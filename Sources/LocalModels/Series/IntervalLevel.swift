/// The probability that an interval is made to hold the value, from 0 to below 1: 0.95 for an interval of 95 %.
///
/// A number that is written out is a level by itself, and `95` is none for the compiler; others are checked.
///
/// ```swift
/// let asked = try [80.0, 95].map { try IntervalLevel($0 / 100) }
/// let forecast = try Naive().fit(LocalSeries(values: sales)).forecast(horizon: 3, levels: asked + [0.5])
/// ```
public struct IntervalLevel: Hashable, Sendable {
  /// The probability, 0 ≤ p < 1.
  public let probability: Double

  /// Makes a level of a probability.
  ///
  /// - Throws: `LocalFitError.invalidLevel` for one that is not from 0 to below 1.
  public init(_ probability: Double) throws(LocalFitError) {
    guard probability >= 0, probability < 1 else { throw .invalidLevel(probability) }
    self.probability = probability
  }

  /// The level whose interval ends at the quantile of `probability`, on either side; that is between 0 and 1, both excluded.
  init(endingAt probability: Double) { self.probability = (2 * probability - 1).magnitude }

  /// The probability of a value below the lower bound, and of one below the upper bound.
  package var tails: (lower: Double, upper: Double) { ((1 - probability) / 2, (1 + probability) / 2) }
}

extension IntervalLevel: Comparable {
  /// Orders by the probability.
  public static func < (left: IntervalLevel, right: IntervalLevel) -> Bool {
    left.probability < right.probability
  }
}

extension IntervalLevel: ExpressibleByFloatLiteral {
  /// The level of a number that stands in the code.
  ///
  /// - Precondition: It is from 0 to below 1.
  public init(floatLiteral probability: Double) {
    precondition(probability >= 0 && probability < 1, "IntervalLevel: \(probability) is not in 0..<1")
    self.probability = probability
  }
}
