/// What gains that were measured apart, on folds or on series, show of the next one.
///
/// A gain is the logarithm of the ratio of two errors.
package enum ShownGain {
  private static let largest = 0.25

  /// A gain that counts for no more than a quarter either way: where nothing moved there are ratios of any size.
  package static func limited(_ gain: Double) -> Double { min(max(gain, -largest), largest) }

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
