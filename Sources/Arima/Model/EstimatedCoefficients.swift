import LocalModels

/// What makes forecasts err more than the law of a model with known coefficients says.
///
/// *Effects*, the constant and those of regressors, have the covariance σ²(X'V⁻¹X)⁻¹ of generalised least squares. Of a row ahead they make the forecast uncertain
/// by d'(X'V⁻¹X)⁻¹d, d what the filter does not expect of the row's regressors (Goldberger 1962): a campaign that ran in three rows is known to a third of σ².
/// The p coefficients of the ARMA part multiply the variance by (n + p)/n (the final prediction error of Akaike 1969). σ² itself is estimated with n − k degrees of
/// freedom, k coefficients of both kinds, so that Student's t stands in place of the normal law.
struct EstimatedCoefficients: Sendable, Equatable {
  /// n: rows that count, less those lost by differencing.
  let rowCount: Int
  /// p, or k where all are counted alike.
  let armaCount: Int
  /// Whether effects are counted as coefficients of the ARMA part are.
  let countsAlike: Bool
  /// Whether the first effect is the constant.
  let hasConstant: Bool
  /// The regressors whose effects were estimated, in order.
  var regressors: [Int]
  /// R with RR' = (X'V⁻¹X)⁻¹, row by row.
  let root: [Double]

  /// - Returns: Nil where there is hardly a row for each coefficient, so that the variance of the innovations is no guide.
  init?(rowCount: Int, order: ArimaOrder, regressors: [Int], root: [Double]) {
    (self.rowCount, armaCount, hasConstant) = (rowCount, order.armaCount, order.hasConstant)
    countsAlike = false
    (self.regressors, self.root) = (regressors, root)
    guard root.count == effectCount * effectCount, degreesOfFreedom >= 2 else { return nil }
  }

  /// The law of earlier versions, which counted k coefficients of all kinds alike.
  init?(rowCount: Int, countedAlike count: Int) {
    (self.rowCount, armaCount, hasConstant, countsAlike) = (rowCount, count, false, true)
    (regressors, root) = ([], [])
    guard count >= 0, degreesOfFreedom >= 2 else { return nil }
  }

  /// How many effects there are.
  var effectCount: Int { regressors.count + (hasConstant ? 1 : 0) }

  /// n − k.
  var degreesOfFreedom: Int { rowCount - armaCount - effectCount }

  /// What the variance of a forecast with known effects is multiplied by.
  var factor: Double { Double(rowCount + armaCount) / Double(rowCount) }

  /// What the effects are multiplied by in a row.
  ///
  /// - Parameter constant: What the constant is multiplied by there.
  func values(constant: Double, regressors row: [Double]) -> [Double] {
    (hasConstant ? [constant] : []) + regressors.map { $0 < row.count ? row[$0] : 0 }
  }

  /// A direction of the effects' uncertainty: what of each effect it has, times one standard normal number times σ.
  func direction(_ place: Int) -> [Double] { (0..<effectCount).map { root[$0 * effectCount + place] } }
}

extension FittedArima {
  /// Makes intervals count that coefficients are estimated; see ``EstimatedCoefficients``.
  mutating func countCoefficients(_ design: ArimaDesign, _ regressors: [[Double]]) {
    let ramp = constant.map { _ in (1...rowCount).map { differencing.constantColumn(row: $0) } }
    let columns = (ramp.map { [$0] } ?? []) + regressors
    guard !columns.isEmpty else {
      estimated = EstimatedCoefficients(
        rowCount: design.observedCount, order: order, regressors: [], root: [])
      return
    }
    guard
      let pass = GappedPass(
        columns, missingRows: design.missingRows, polynomials, design.differencing),
      let effects = pass.solvedState()?.columns, let covariance = pass.covariance(),
      let found = EstimatedCoefficients(
        rowCount: design.observedCount, order: order, regressors: Array(regressors.indices),
        root: CholeskyRoot.lower(covariance, count: columns.count))
    else {
      notes.append("intervals take the effects as known: too few rows for each coefficient")
      return
    }
    filterState.columns += effects
    estimated = found
  }

  /// What the uncertainty of the effects adds to the variances of forecasts, in units of the innovation variance.
  func effectVariances(_ regressors: [[Double]], horizon: Int) -> [Double] {
    var variances = [Double](repeating: 0, count: horizon)
    guard let estimated else { return variances }
    let ahead = (0..<horizon).map { step in
      estimated.values(
        constant: differencing.constantColumn(row: rowCount + step + 1),
        regressors: regressors.map { step < $0.count ? $0[step] : 0 })
    }
    for place in 0..<estimated.effectCount {
      let direction = estimated.direction(place)
      var strand = filterState.columns[0]
      strand.scale(by: 0)
      for (effect, share) in zip(filterState.columns.dropFirst(), direction) {
        strand.add(effect, times: share)
      }
      let expected = shift(of: strand, horizon: horizon)
      for step in 0..<horizon {
        let present = zip(ahead[step], direction).reduce(0) { $0 + $1.0 * $1.1 }
        variances[step] += (present - expected[step]) * (present - expected[step])
      }
    }
    return variances
  }
}
