/// The start of the exact likelihood of a stationary ARMA process: its variance and how the first value predicts the next ones.
///
/// With a the state of the process (first component the next value given the past), `gain[i]` = Cov(a[i + 1] at time 1, w at time 1) and
/// `change` = gain + φ·variance, the first gain of the Kalman filter times the variance.
package struct ArmaStart {
  private let p: Int
  private let q: Int
  /// Row of the fast recursion for the gains: max(p, q) + 1 numbers, the last always zero.
  package let stride: Int
  package private(set) var gain: [Double]
  package private(set) var change: [Double]
  package private(set) var variance = 1.0

  private var autoregression: AutoregressiveCovariance
  /// Covariances of θ(B) times the autoregression with the autoregression.
  private var mixed: [Double]
  /// Autocovariances of the process.
  private var covariance: [Double]
  /// ψ-weights.
  private var weights: [Double]
  private var mixedAdjoint: [Double]
  private var covarianceAdjoint: [Double]
  private var weightsAdjoint: [Double]
  private var autoregressionAdjoint: [Double]

  package init(_ polynomials: ArmaPolynomials) {
    p = polynomials.autoregressive.count
    q = polynomials.movingAverage.count
    stride = max(p, q) + 1
    let lags = max(p - 1, 0)
    autoregression = AutoregressiveCovariance(order: p, lags: lags + q)
    gain = [Double](repeating: 0, count: stride)
    change = gain
    mixed = [Double](repeating: 0, count: lags + q + 1)
    covariance = [Double](repeating: 0, count: lags + 1)
    weights = [Double](repeating: 0, count: max(q, 1))
    mixedAdjoint = mixed
    covarianceAdjoint = covariance
    weightsAdjoint = weights
    autoregressionAdjoint = mixed
  }

  /// Computes variance, gain and change; false if the process is not stationary.
  package mutating func compute(_ polynomials: ArmaPolynomials) -> Bool {
    let phi = polynomials.autoregressive
    let theta = polynomials.movingAverage
    let arLags = polynomials.autoregressiveLags
    let maLags = polynomials.movingAverageLags
    guard autoregression.compute(phi, lags: arLags) else { return false }
    for k in mixed.indices {
      var sum = autoregression.values[k]
      for lag in maLags { sum += theta[lag - 1] * autoregression.values[abs(k - lag)] }
      mixed[k] = sum
    }
    for k in covariance.indices {
      var sum = mixed[k]
      for lag in maLags { sum += theta[lag - 1] * mixed[k + lag] }
      covariance[k] = sum
    }
    computeWeights(phi, theta, arLags)
    variance = covariance[0]
    for index in gain.indices { gain[index] = 0 }
    for lag in arLags {
      for j in Swift.stride(from: 1, to: lag, by: 1) {
        gain[lag - 1 - j] += phi[lag - 1] * covariance[j]
      }
    }
    for lag in maLags { for j in 1...lag { gain[lag - j] += theta[lag - 1] * weights[j - 1] } }
    for index in gain.indices { change[index] = gain[index] }
    for lag in arLags { change[lag - 1] += phi[lag - 1] * variance }
    if autoregression.values[0] > 1e3, q > 0 || autoregression.values[0] > 1e5 {
      guard let precise = PreciseArmaStart(polynomials) else { return false }
      gain = precise.gain
      change = precise.change
      variance = precise.variance
    }
    return variance.isFinite && variance > 0
  }

  private mutating func computeWeights(_ phi: [Double], _ theta: [Double], _ arLags: [Int]) {
    weights[0] = 1
    for k in Swift.stride(from: 1, to: q, by: 1) {
      var sum = theta[k - 1]
      for lag in arLags where lag <= k { sum += phi[lag - 1] * weights[k - lag] }
      weights[k] = sum
    }
  }

  /// Adds to the gradients of the polynomials what gradients with respect to gain, change and variance mean for them.
  package mutating func pullBack(
    gain gainAdjoint: [Double], change changeAdjoint: [Double], variance varianceAdjoint: Double,
    _ polynomials: ArmaPolynomials, phi phiAdjoint: inout [Double], theta thetaAdjoint: inout [Double]
  ) {
    let phi = polynomials.autoregressive
    let theta = polynomials.movingAverage
    for index in covarianceAdjoint.indices { covarianceAdjoint[index] = 0 }
    for index in weightsAdjoint.indices { weightsAdjoint[index] = 0 }
    covarianceAdjoint[0] = varianceAdjoint
    for lag in polynomials.autoregressiveLags {
      covarianceAdjoint[0] += phi[lag - 1] * changeAdjoint[lag - 1]
      var total = variance * changeAdjoint[lag - 1]
      for j in Swift.stride(from: 1, to: lag, by: 1) {
        let weight = gainAdjoint[lag - 1 - j] + changeAdjoint[lag - 1 - j]
        covarianceAdjoint[j] += phi[lag - 1] * weight
        total += covariance[j] * weight
      }
      phiAdjoint[lag - 1] += total
    }
    for lag in polynomials.movingAverageLags {
      var total = 0.0
      for j in 1...lag {
        let weight = gainAdjoint[lag - j] + changeAdjoint[lag - j]
        weightsAdjoint[j - 1] += theta[lag - 1] * weight
        total += weights[j - 1] * weight
      }
      thetaAdjoint[lag - 1] += total
    }
    for k in Swift.stride(from: q - 1, to: 0, by: -1) {
      let weight = weightsAdjoint[k]
      thetaAdjoint[k - 1] += weight
      for lag in polynomials.autoregressiveLags where lag <= k {
        phiAdjoint[lag - 1] += weight * weights[k - lag]
        weightsAdjoint[k - lag] += weight * phi[lag - 1]
      }
    }
    pullBackCovariance(polynomials, phi: &phiAdjoint, theta: &thetaAdjoint)
  }

  private mutating func pullBackCovariance(
    _ polynomials: ArmaPolynomials, phi phiAdjoint: inout [Double], theta thetaAdjoint: inout [Double]
  ) {
    let theta = polynomials.movingAverage
    let maLags = polynomials.movingAverageLags
    for index in mixedAdjoint.indices {
      mixedAdjoint[index] = 0
      autoregressionAdjoint[index] = 0
    }
    for k in covariance.indices {
      let weight = covarianceAdjoint[k]
      mixedAdjoint[k] += weight
      for lag in maLags {
        thetaAdjoint[lag - 1] += weight * mixed[k + lag]
        mixedAdjoint[k + lag] += weight * theta[lag - 1]
      }
    }
    for k in mixed.indices {
      let weight = mixedAdjoint[k]
      autoregressionAdjoint[k] += weight
      for lag in maLags {
        thetaAdjoint[lag - 1] += weight * autoregression.values[abs(k - lag)]
        autoregressionAdjoint[abs(k - lag)] += weight * theta[lag - 1]
      }
    }
    autoregression.pullBack(
      &autoregressionAdjoint, coefficients: polynomials.autoregressive,
      lags: polynomials.autoregressiveLags, into: &phiAdjoint)
  }
}
