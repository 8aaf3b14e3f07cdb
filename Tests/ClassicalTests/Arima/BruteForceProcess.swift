import Arima
import LocalModels

/// The covariances of an ARMA process from its ψ-weights, and Gaussian densities from dense matrices: slow, and independent of the filter.
struct BruteForceProcess {
  let autocovariances: [Double]

  /// - Parameter lags: The largest lag needed.
  init(_ order: ArimaOrder, factors: [Double], lags: Int) {
    var polynomials = ArmaPolynomials(order: order)
    polynomials.setFactors(factors)
    let phi = polynomials.autoregressive
    let theta = polynomials.movingAverage
    let length = 6000
    var psi = [Double](repeating: 0, count: length + lags)
    for k in psi.indices {
      var value = k == 0 ? 1 : (k <= theta.count ? theta[k - 1] : 0)
      for (index, coefficient) in phi.enumerated() where index + 1 <= k {
        value += coefficient * psi[k - index - 1]
      }
      psi[k] = value
    }
    autocovariances = (0...lags).map { lag in
      (0..<length).reduce(0) { $0 + psi[$1] * psi[$1 + lag] }
    }
  }

  /// The covariance matrix of `count` neighbouring values.
  func covariance(_ count: Int) -> [[Double]] {
    (0..<count).map { i in (0..<count).map { j in autocovariances[abs(i - j)] } }
  }

  /// The lower Cholesky factor.
  static func cholesky(_ matrix: [[Double]]) -> [[Double]] {
    var factor = matrix.map { $0.map { _ in 0.0 } }
    for i in matrix.indices {
      for j in 0...i {
        var sum = matrix[i][j]
        for k in 0..<j { sum -= factor[i][k] * factor[j][k] }
        factor[i][j] = i == j ? sum.squareRoot() : sum / factor[j][j]
      }
    }
    return factor
  }

  /// L⁻¹x.
  static func solve(_ factor: [[Double]], _ x: [Double]) -> [Double] {
    var result = x
    for i in x.indices {
      for k in 0..<i { result[i] -= factor[i][k] * result[k] }
      result[i] /= factor[i][i]
    }
    return result
  }

  /// The concentrated log-likelihood of `values` with covariance σ²·matrix, and Σu²/v.
  static func logLikelihood(_ values: [Double], _ matrix: [[Double]]) -> (Double, Double) {
    let factor = cholesky(matrix)
    let whitened = solve(factor, values)
    let squares = whitened.reduce(0) { $0 + $1 * $1 }
    let n = Double(values.count)
    var logs = 0.0
    for i in values.indices { logs += 2 * logarithm(factor[i][i]) }
    return (-0.5 * (n * (1 + logarithm(2 * .pi) + logarithm(squares / n)) + logs), squares)
  }
}
