import LocalModels

/// The concentrated likelihood of an ARIMA model for a series with any number of missing rows, by the Kalman filter that skips them.
///
/// The same function as ``ArimaLikelihood``, which has a column for each missing row: that costs the square of their number, this one does not depend on it. The
/// gradient is by central differences.
package struct GappedLikelihood: SmoothObjective {
  package let order: ArimaOrder
  package let design: ArimaDesign
  package let fixedConstant: Double?
  package private(set) var polynomials: ArmaPolynomials
  /// Σu²/F of the last evaluation.
  package private(set) var squares = 0.0
  /// Σ ln F of the last evaluation, with the determinant of the missing rows among the first.
  package private(set) var logDeterminant = 0.0
  /// Of the constant and of the regressors.
  package private(set) var coefficients: [Double] = []
  /// The inverse of the normal matrix of the constant and the regressors, in units of the innovation variance, row by row.
  package private(set) var covariance: [Double] = []
  /// The response, then the constant and the regressors, undifferenced.
  private let columns: [[Double]]

  /// - Parameter fixedConstant: The constant where it is not to be estimated, in units of the values.
  package init(order: ArimaOrder, design: ArimaDesign, fixedConstant: Double? = nil) {
    (self.order, self.design, self.fixedConstant) = (order, design, fixedConstant)
    polynomials = ArmaPolynomials(order: order)
    let isLevel = design.differencing.lostRows == 0
    let ramp = design.filled.indices.map { isLevel ? 1 : Double($0 + 1) }
    var response = design.filled
    var columns = design.regressorLevels
    if order.hasConstant {
      let known = fixedConstant.map { $0 / design.scale } ?? design.offset
      for row in response.indices { response[row] -= known * ramp[row] }
      if fixedConstant == nil { columns.insert(ramp, at: 0) }
    }
    self.columns = [response] + columns
  }

  /// Rows that count in the likelihood.
  package var observedCount: Int { design.observedCount }

  package func gradient(at point: [Double], into gradient: inout [Double]) -> Bool {
    let step = 1e-5
    var probe = self
    for index in point.indices {
      var shifted = point
      shifted[index] += step
      let above = probe.value(at: shifted)
      shifted[index] -= 2 * step
      gradient[index] = (above - probe.value(at: shifted)) / (2 * step)
    }
    return gradient.allSatisfy(\.isFinite)
  }

  /// The value for unbounded numbers of the coefficients.
  package mutating func value(at point: [Double]) -> Double {
    polynomials.setUnbounded(point)
    return evaluate()
  }

  /// The value for the coefficients φ, θ, Φ, Θ; infinite if they are not stationary.
  package mutating func value(factors: [Double]) -> Double {
    polynomials.setFactors(factors)
    return evaluate()
  }

  private mutating func evaluate() -> Double {
    let observed = Double(observedCount)
    guard observed > 0,
      let pass = GappedPass(
        columns, missingRows: design.missingRows, polynomials, design.differencing)
    else { return .infinity }
    // Unknown first rows come first: their determinant is part of the likelihood.
    let unknown = pass.unknownCount
    let explaining = Array(pass.innovations.suffix(unknown) + pass.innovations[1..<columns.count])
    var regression = WeightedRegression(count: explaining.count)
    let isSolved = regression.solve(
      columns: explaining, response: pass.innovations[0], variances: pass.variances,
      rows: pass.variances.indices, marked: unknown)
    guard isSolved else { return .infinity }
    squares = 0
    logDeterminant = regression.logDeterminant
    for row in pass.variances.indices {
      var rest = pass.innovations[0][row]
      for (column, coefficient) in zip(explaining, regression.coefficients) {
        rest -= coefficient * column[row]
      }
      squares += rest * rest / pass.variances[row]
      logDeterminant += logarithm(pass.variances[row])
    }
    squares = max(squares, observed * 1e-34)
    coefficients = Array(regression.coefficients[unknown...])
    covariance = regression.inverse(of: unknown..<explaining.count)
    let value = 0.5 * (logarithm(squares / observed) + logDeterminant / observed)
    return value.isFinite ? value : .infinity
  }

  /// The estimate at the coefficients of the last evaluation.
  package func estimate(hasConverged: Bool) -> ArimaEstimate {
    ArimaEstimate(
      order: order, polynomials: polynomials, design: design, fixedConstant: fixedConstant,
      regression: coefficients, squares: squares, logDeterminant: logDeterminant,
      observedCount: observedCount, hasConverged: hasConverged)
  }
}
