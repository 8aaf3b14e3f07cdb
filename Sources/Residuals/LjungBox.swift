import LocalModels

/// Whether errors follow each other: the test of Ljung and Box (1978, https://doi.org/10.1093/biomet/65.2.297).
///
/// `Q = n (n + 2) Σ r²ₖ / (n − k)` over some lags has a chi-square distribution with as many degrees of freedom where errors are
/// independent; `n − k` is the number of pairs, fewer where errors are missing.
///
/// ```swift
/// let test = LjungBox([0.3, -0.1, 0.4, 0.2, -0.5, 0.1, 0.6, -0.2], lags: 2)
/// print("p =", test.probability)
/// ```
public struct LjungBox: Sendable, Equatable {
  /// Autocorrelations of the lags from 1 on.
  public let autocorrelations: [Double]
  /// The statistic, Q.
  public let statistic: Double
  /// The probability of a larger one where errors are independent.
  public let probability: Double

  /// - Parameters:
  ///   - errors: In order of time; those that are not numbers are missing, and no pair has one.
  ///   - lags: How many lags are looked at, at least one and fewer than there are errors.
  public init(_ errors: [Double], lags: Int) {
    self.init(series: [errors], lags: lags)
  }

  /// The test of several series with as many autocorrelations together; each has a mean of its own.
  ///
  /// Errors less their own mean are opposite to each other, each pair by the `n`-th part of their variance. In one long series that is
  /// little; in many short ones it is what would be seen first, and is taken off.
  public init(series: [[Double]], lags: Int) {
    let counts = series.map { $0.count { !$0.isNaN } }
    let centred = zip(series, counts).map { errors, count in
      let mean = errors.reduce(0) { $1.isNaN ? $0 : $0 + $1 } / Double(max(1, count))
      return errors.map { $0 - mean }
    }
    let count = Double(counts.reduce(0, +))
    let square = centred.joined().reduce(0) { $1.isNaN ? $0 : $0 + $1 * $1 }
    let freedom = counts.reduce(0.0) { $0 + Double(max(0, $1 - 1)) }
    var sum = 0.0
    autocorrelations = (1...max(1, lags)).map { lag in
      var (product, pairCount, opposite) = (0.0, 0, 0.0)
      for (errors, own) in zip(centred, counts) {
        let known = zip(errors, errors.dropFirst(lag)).map { $0 * $1 }.filter { !$0.isNaN }
        product += known.reduce(0, +)
        pairCount += known.count
        opposite += Double(known.count) / Double(max(1, own))
      }
      guard square > 0, pairCount > 0 else { return 0 }
      let correlation = product / square + (series.count > 1 ? opposite / freedom : 0)
      sum += correlation * correlation / Double(pairCount)
      return correlation
    }
    statistic = count * (count + 2) * sum
    probability = ChiSquareDistribution.probability(above: statistic, degrees: Double(autocorrelations.count))
  }
}
