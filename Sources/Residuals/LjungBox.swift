import LocalModels

/// Whether errors follow each other: the test of Ljung and Box (1978, https://doi.org/10.1093/biomet/65.2.297).
///
/// `Q = n (n + 2) Σ r²ₖ / (n − k)` over some lags has a chi-square distribution with as many degrees of freedom where errors are
/// independent.
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
  public init(series: [[Double]], lags: Int) {
    let known = series.map { $0.filter { !$0.isNaN } }
    let means = known.map { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) }
    let count = Double(known.reduce(0) { $0 + $1.count })
    let centred = zip(series, means).map { errors, mean in errors.map { $0.isNaN ? 0 : $0 - mean } }
    let square = centred.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    let correlations = (1...max(1, lags)).map { lag in
      square == 0
        ? 0 : centred.reduce(0) { $0 + zip($1, $1.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } } / square
    }
    let sum = correlations.enumerated().reduce(0) { sum, term in
      let rest = count - Double(term.offset + 1)
      return rest > 0 ? sum + term.element * term.element / rest : sum
    }
    (autocorrelations, statistic) = (correlations, count * (count + 2) * sum)
    probability = ChiSquareDistribution.probability(
      above: statistic, degrees: Double(correlations.count))
  }
}
