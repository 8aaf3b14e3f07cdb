import LocalModels

/// Standard errors of ARIMA coefficients: the inverse of the observed information, as R's `arima` has them.
///
/// With f(θ, β) = −ℓ/N for given ARMA coefficients θ and regression coefficients β (constant and regressors), the covariance is the inverse of N times the second
/// derivatives of f. Its block of θ is that of min_β f; that of β is σ²(X'V⁻¹X)⁻¹ + B Cov(θ) B', B = dβ̂/dθ.
struct CoefficientErrors {
  /// φ, θ, Φ, Θ, then constant and regressors, in units of the values; nil where the likelihood has no maximum there.
  let values: [Double]?

  init(_ estimate: ArimaEstimate, design: ArimaDesign) {
    let profile = design.isGapped ? Self.skipping(estimate, design) : Self.exact(estimate, design)
    values = profile.flatMap { Self.errors($0, estimate, design) }
  }

  /// The concentrated likelihood around its maximum.
  private struct Profile {
    /// Second derivatives with respect to θ, row by row.
    var hessian: [Double]
    /// dβ̂/dθ: one array a coefficient θ.
    var slopes: [[Double]] = []
    /// Σu²/v · (X'V⁻¹X)⁻¹, row by row.
    var regression: [Double]
  }

  private static func errors(
    _ profile: Profile, _ estimate: ArimaEstimate, _ design: ArimaDesign
  ) -> [Double]? {
    let (count, observed) = (estimate.order.armaCount, Double(estimate.observedCount))
    guard var covariance = CholeskyFactor.inverse(ofMatrix: profile.hessian, count: count) else { return nil }
    for index in covariance.indices { covariance[index] /= observed }
    var variances = (0..<count).map { covariance[$0 * count + $0] }
    var units = design.regressorScales.map { design.scale / $0 }
    if estimate.order.hasConstant { units.insert(design.scale, at: 0) }
    for (place, unit) in units.enumerated() {
      var variance = profile.regression[place * units.count + place] / observed
      for i in 0..<count {
        for j in 0..<count {
          variance += profile.slopes[i][place] * covariance[i * count + j] * profile.slopes[j][place]
        }
      }
      variances.append(variance * unit * unit)
    }
    return variances.allSatisfy { $0 > 0 && $0.isFinite } ? variances.map { $0.squareRoot() } : nil
  }

  /// By differences of the gradient.
  private static func exact(_ estimate: ArimaEstimate, _ design: ArimaDesign) -> Profile? {
    var likelihood = ArimaLikelihood(order: estimate.order, design: design)
    let (count, missing) = (estimate.order.armaCount, design.missing.count)
    guard likelihood.value(factors: estimate.factors).isFinite else { return nil }
    let regression = likelihood.regression.inverse(of: missing..<likelihood.coefficients.count)
    var profile = Profile(
      hessian: [Double](repeating: 0, count: count * count),
      regression: regression.map { $0 * likelihood.squares })
    let step = 1e-4
    for index in 0..<count {
      var sides: [(gradient: [Double], coefficients: ArraySlice<Double>)] = []
      for side in [step, -step] {
        var factors = estimate.factors
        factors[index] += side
        guard likelihood.value(factors: factors).isFinite else { return nil }
        sides.append((likelihood.factorGradient(), likelihood.coefficients[missing...]))
      }
      for other in 0..<count {
        let slope = (sides[0].gradient[other] - sides[1].gradient[other]) / (2 * step)
        profile.hessian[index * count + other] += 0.5 * slope
        profile.hessian[other * count + index] += 0.5 * slope
      }
      profile.slopes.append(
        zip(sides[0].coefficients, sides[1].coefficients).map { ($0 - $1) / (2 * step) })
    }
    return profile
  }

  /// By second differences of the values.
  private static func skipping(_ estimate: ArimaEstimate, _ design: ArimaDesign) -> Profile? {
    var likelihood = GappedLikelihood(order: estimate.order, design: design)
    let (count, step) = (estimate.order.armaCount, 1e-3)
    func value(_ shifts: [(index: Int, by: Double)]) -> Double {
      var factors = estimate.factors
      for (index, shift) in shifts { factors[index] += shift }
      return likelihood.value(factors: factors)
    }
    let centre = value([])
    var profile = Profile(
      hessian: [Double](repeating: 0, count: count * count),
      regression: likelihood.covariance.map { $0 * likelihood.squares })
    for i in 0..<count {
      let above = value([(i, step)])
      let right = likelihood.coefficients
      let below = value([(i, -step)])
      profile.slopes.append(zip(right, likelihood.coefficients).map { ($0 - $1) / (2 * step) })
      profile.hessian[i * count + i] = (above - 2 * centre + below) / (step * step)
      for j in 0..<i {
        let equal = value([(i, step), (j, step)]) + value([(i, -step), (j, -step)])
        let opposite = value([(i, step), (j, -step)]) + value([(i, -step), (j, step)])
        profile.hessian[i * count + j] = (equal - opposite) / (4 * step * step)
        profile.hessian[j * count + i] = profile.hessian[i * count + j]
      }
    }
    return profile.hessian.allSatisfy(\.isFinite) ? profile : nil
  }
}
