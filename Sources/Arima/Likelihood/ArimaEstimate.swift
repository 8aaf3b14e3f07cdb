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

extension ArimaEstimate {
  /// - Parameters:
  ///   - regression: The coefficients of the constant, where it is estimated, and of the regressors, in the units of the design.
  ///   - squares: Σu²/v in the same units.
  ///   - logDeterminant: Σ ln v, with the determinant of what is integrated out.
  init(
    order: ArimaOrder, polynomials: ArmaPolynomials, design: ArimaDesign, fixedConstant: Double?,
    regression: [Double], squares: Double, logDeterminant: Double, observedCount: Int,
    hasConverged: Bool
  ) {
    let (observed, scale) = (Double(observedCount), design.scale)
    var rest = regression
    var constant = fixedConstant
    if order.hasConstant, constant == nil {
      constant = (rest.removeFirst() + design.offset) * scale
    }
    // What rounding leaves of a perfect fit has no likelihood.
    let isPerfect = squares <= observed * 1e-28
    let variance = squares / observed * scale * scale
    let logs = observed * (1 + logarithm(2 * Double.pi) + logarithm(variance)) + logDeterminant
    self.order = order
    (factors, unbounded) = (polynomials.factors, polynomials.unbounded)
    self.constant = constant
    regressorCoefficients = zip(rest, design.regressorScales).map { $0 * scale / $1 }
    logLikelihood = isPerfect ? .infinity : -0.5 * logs
    self.squares = isPerfect ? 0 : squares * scale * scale
    (self.observedCount, self.hasConverged) = (observedCount, hasConverged)
  }
}

extension ArimaLikelihood {
  /// The estimate at the coefficients of the last evaluation.
  ///
  /// - Parameter hasConverged: Whether those are a minimum.
  package func estimate(hasConverged: Bool) -> ArimaEstimate {
    ArimaEstimate(
      order: order, polynomials: filter.polynomials, design: design, fixedConstant: fixedConstant,
      regression: Array(coefficients[design.missing.count...]), squares: squares,
      logDeterminant: logDeterminant, observedCount: observedCount, hasConverged: hasConverged)
  }
}
