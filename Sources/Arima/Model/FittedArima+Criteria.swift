import LocalModels

extension FittedArima {
  /// AIC = −2ℓ + 2k; nil where the likelihood is not known.
  public var aic: Double? { logLikelihood.map { -2 * $0 + 2 * Double(parameterCount) } }

  /// BIC = −2ℓ + k ln N with N the rows less those lost by differencing; nil where ``aicc`` is.
  public var bic: Double? {
    guard let logLikelihood, aicc != nil else { return nil }
    let k = Double(parameterCount)
    // The variance is Σ(u²/v)/(N − k + 1).
    let observedCount = (squares / innovationVariance).rounded() + k - 1
    return -2 * logLikelihood + k * logarithm(observedCount)
  }

  /// The number of estimated numbers, the innovation variance included. Regressors without effect have a coefficient of 0 that is no estimate.
  private var parameterCount: Int {
    coefficients.count + (constant == nil ? 0 : 1) + regressorCoefficients.count { $0 != 0 } + 1
  }
}
