import LocalModels

/// The estimated coefficients of an ARIMA model and how likely they make the series.
package struct ArimaEstimate: Sendable {
  package let order: ArimaOrder
  /// φ, θ, Φ, Θ one after the other.
  package let factors: [Double]
  /// The unbounded numbers of the factors: where a search of a neighbouring order starts.
  package let unbounded: [Double]
  /// Mean or drift, in units of the values.
  package let constant: Double?
  /// Coefficients of the regressors, in units of the values.
  package let regressorCoefficients: [Double]
  /// Additions to the filled values of the missing rows, in units of the design's scale.
  package let missingCoefficients: [Double]
  /// The inverse of the normal matrix of the missing rows, in units of the innovation variance.
  package let missingCovariance: [Double]
  /// The logarithm of the exact likelihood of the differenced values.
  package let logLikelihood: Double
  /// Σu²/v in units of the values.
  package let squares: Double
  /// Rows that count: present rows less those lost by differencing.
  package let observedCount: Int
  /// Whether the search ended at a minimum.
  package let hasConverged: Bool

  /// The number of estimated numbers, the innovation variance included.
  package var parameterCount: Int {
    order.armaCount + (order.hasConstant ? 1 : 0) + regressorCoefficients.count + 1
  }

  /// AIC = −2ℓ + 2k.
  package var aic: Double { -2 * logLikelihood + 2 * Double(parameterCount) }

  /// BIC = −2ℓ + k ln N.
  package var bic: Double {
    -2 * logLikelihood + Double(parameterCount) * logarithm(Double(observedCount))
  }

  /// AICc with N the rows that count; nil if N − k − 1 ≤ 0.
  package var aicc: Double? {
    let k = Double(parameterCount)
    let rest = Double(observedCount) - k - 1
    guard rest > 0, logLikelihood.isFinite else { return nil }
    return aic + 2 * k * (k + 1) / rest
  }

  /// The innovation variance Σ(u²/v)/(N − k + 1).
  package var innovationVariance: Double {
    squares / Double(max(observedCount - parameterCount + 1, 1))
  }
}

extension ArimaLikelihood {
  /// The estimate at the coefficients of the last evaluation.
  ///
  /// - Parameter hasConverged: Whether those are a minimum.
  package func estimate(hasConverged: Bool) -> ArimaEstimate {
    let missing = design.missing.count
    let observed = Double(observedCount)
    let scale = design.scale
    var rest = Array(coefficients[missing...])
    var constant = fixedConstant
    if order.hasConstant, constant == nil {
      constant = (rest.removeFirst() + design.offset) * scale
    }
    // What rounding leaves of a perfect fit has no likelihood.
    let isPerfect = squares <= observed * 1e-28
    let variance = squares / observed * scale * scale
    let logs = observed * (1 + logarithm(2 * Double.pi) + logarithm(variance)) + logDeterminant
    return ArimaEstimate(
      order: order, factors: filter.polynomials.factors, unbounded: filter.polynomials.unbounded,
      constant: constant,
      regressorCoefficients: zip(rest, design.regressorScales).map { $0 * scale / $1 },
      missingCoefficients: coefficients[..<missing].map { -$0 },
      missingCovariance: missing > 0 ? regression.inverse(marked: missing) : [],
      logLikelihood: isPerfect ? .infinity : -0.5 * logs,
      squares: isPerfect ? 0 : squares * scale * scale, observedCount: observedCount,
      hasConverged: hasConverged)
  }
}
