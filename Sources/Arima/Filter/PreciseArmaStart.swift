/// The start of the exact likelihood in twice the digits, for autoregressions near the unit circle.
///
/// There the autocovariances of the autoregression are large, and those of the process, which a moving average with nearly the same roots makes small again, would keep
/// few correct digits: the same formulas as `ArmaStart` and `AutoregressiveCovariance`.
struct PreciseArmaStart {
  let gain: [Double]
  let change: [Double]
  let variance: Double

  init?(_ polynomials: ArmaPolynomials) {
    let phi = polynomials.autoregressive.map { DoubleDouble($0) }
    let theta = polynomials.movingAverage.map { DoubleDouble($0) }
    let p = phi.count
    let q = theta.count
    let lags = max(p - 1, 0)
    let arLags = polynomials.autoregressiveLags
    let maLags = polynomials.movingAverageLags
    guard let plain = Self.covariances(phi, lags: lags + q, arLags) else { return nil }
    let mixed = (0...(lags + q)).map { k in
      maLags.reduce(plain[k]) { $0 + theta[$1 - 1] * plain[abs(k - $1)] }
    }
    let covariance = (0...lags).map { k in
      maLags.reduce(mixed[k]) { $0 + theta[$1 - 1] * mixed[k + $1] }
    }
    var weights = [DoubleDouble](repeating: DoubleDouble(1), count: max(q, 1))
    for k in stride(from: 1, to: q, by: 1) {
      weights[k] = arLags.filter { $0 <= k }.reduce(theta[k - 1]) {
        $0 + phi[$1 - 1] * weights[k - $1]
      }
    }
    var gain = [DoubleDouble](repeating: DoubleDouble(0), count: max(p, q) + 1)
    for lag in arLags {
      for j in stride(from: 1, to: lag, by: 1) { gain[lag - 1 - j] += phi[lag - 1] * covariance[j] }
    }
    for lag in maLags { for j in 1...lag { gain[lag - j] += theta[lag - 1] * weights[j - 1] } }
    var change = gain
    for lag in arLags { change[lag - 1] += phi[lag - 1] * covariance[0] }
    self.gain = gain.map(\.high)
    self.change = change.map(\.high)
    variance = covariance[0].high
  }

  /// Autocovariances of the autoregression by the Levinson recursion, downwards and upwards.
  private static func covariances(
    _ phi: [DoubleDouble], lags: Int, _ arLags: [Int]
  ) -> [DoubleDouble]? {
    let one = DoubleDouble(1)
    var stages = [phi]
    var variance = one
    while let row = stages.last, let reflection = row.last {
      let rest = (one - reflection) * (one + reflection)
      guard rest.high > 0 else { return nil }
      variance = variance / rest
      let k = row.count
      stages.append((0..<(k - 1)).map { (row[$0] + reflection * row[k - 2 - $0]) / rest })
    }
    stages.reverse()
    var result = [variance]
    for k in stride(from: 1, through: lags, by: 1) {
      var sum = DoubleDouble(0)
      if k < stages.count {
        for j in 1...k { sum += stages[k][j - 1] * result[k - j] }
      } else {
        for lag in arLags { sum += phi[lag - 1] * result[k - lag] }
      }
      result.append(sum)
    }
    return result
  }
}
