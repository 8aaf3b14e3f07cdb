import Platform

/// What gains that were measured apart, on folds or on series, show of the next one.
///
/// A gain is the logarithm of the ratio of two errors.
package enum ShownGain {
  private static let largest = 0.25

  /// The gain of an error over the usual one, which counts for no more than a quarter either way: where nothing moved there are ratios of any size.
  /// Where the usual error is none there is nothing to gain, nor where the other is no number.
  package static func of(_ error: Double, over usual: Double) -> Double {
    guard usual > 0, !error.isNaN else { return 0 }
    guard error > 0 else { return largest }
    return min(max(Mathematics.logarithm(usual) - Mathematics.logarithm(error), -largest), largest)
  }

  /// Nothing where the mean of gains is `from` standard errors, all where it is `to`; 1 where fewer than two gains are known.
  package static func part(_ gains: [Double], from: Double, to: Double) -> Double {
    guard gains.count > 1 else { return 1 }
    let gain = gains.reduce(0, +) / Double(gains.count)
    let squares = gains.reduce(0) { $0 + ($1 - gain) * ($1 - gain) }
    let standardError = (squares / Double(gains.count * (gains.count - 1))).squareRoot()
    guard standardError > 0 else { return gain > 0 ? 1 : 0 }
    return min(max((gain / standardError - from) / (to - from), 0), 1)
  }
}
