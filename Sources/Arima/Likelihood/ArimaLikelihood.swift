import LocalModels

/// The concentrated likelihood of an ARIMA model as a function of its ARMA coefficients, with gradient.
///
/// −ℓ/N up to a constant: ½[ln(Σu²/v / N) + (Σ ln v + ln|X'Σ⁻¹X|)/N]. Innovation variance, constant, regressors and missing rows are at their best values for the
/// coefficients (generalised least squares on filtered columns), so by the envelope theorem the gradient is that of a filter of one column: the residual.
package struct ArimaLikelihood: SmoothObjective {
  package let order: ArimaOrder
  package let design: ArimaDesign
  /// Whether errors before row p + 1 are taken as zero: the conditional sum of squares.
  package var isConditional = false
  package private(set) var filter: ArmaFilter
  /// Σu²/v of the last evaluation.
  package private(set) var squares = 0.0
  /// Σ ln v of the last evaluation, with the determinant of the missing rows.
  package private(set) var logDeterminant = 0.0

  package let fixedConstant: Double?
  private let count: Int
  private let missingCount: Int
  private let response: [Double]
  private let regressors: [[Double]]
  private var responseInnovations: [Double]
  /// Innovations of the missing rows' columns, then of the regressors.
  private var innovations: [[Double]]
  package private(set) var regression: WeightedRegression
  /// The residual, then the missing rows' columns: what the gradient passes through.
  private var strands: [FilteredColumn]
  private var varianceGradient: [Double]

  /// - Parameter fixedConstant: The constant where it is not to be estimated, in units of the values.
  package init(order: ArimaOrder, design: ArimaDesign, fixedConstant: Double? = nil) {
    self.order = order
    self.design = design
    self.fixedConstant = fixedConstant
    count = design.response.count
    missingCount = design.missing.count
    var columns = design.regressors
    if let fixedConstant {
      let shift = fixedConstant / design.scale * design.constantStep
      response = design.response.map { $0 - shift }
    } else {
      response = design.response(hasConstant: order.hasConstant)
    }
    if order.hasConstant, fixedConstant == nil {
      columns.insert([Double](repeating: design.constantStep, count: count), at: 0)
    }
    regressors = columns
    filter = ArmaFilter(order: order, count: count, columnCount: 1 + missingCount)
    responseInnovations = [Double](repeating: 0, count: count)
    let total = missingCount + columns.count
    innovations = [[Double]](repeating: responseInnovations, count: total)
    regression = WeightedRegression(count: total)
    strands = [FilteredColumn](repeating: FilteredColumn(count: count), count: 1 + missingCount)
    varianceGradient = responseInnovations
    strands[0].values = response
    for index in 0..<missingCount { strands[1 + index].values = design.missing[index] }
  }

  /// Rows that count in the likelihood.
  package var observedCount: Int { count - missingCount - filter.firstRow }

  /// Coefficients of the missing rows (what their filled values are too large by), of the constant and of the regressors.
  package var coefficients: [Double] { regression.coefficients }

  package mutating func value(at point: [Double]) -> Double {
    filter.setUnbounded(point)
    return evaluate()
  }

  package mutating func gradient(at point: [Double], into gradient: inout [Double]) -> Bool {
    differentiate()
    filter.polynomials.pullBack(
      autoregressive: filter.workspace.phi, movingAverage: filter.workspace.theta, into: &gradient)
    filter.polynomials.pullBackToUnbounded(point, gradient: &gradient)
    return true
  }

  /// The value for the coefficients φ, θ, Φ, Θ; infinite if they are not stationary.
  package mutating func value(factors: [Double]) -> Double {
    filter.setFactors(factors)
    return evaluate()
  }

  /// The gradient with respect to φ, θ, Φ, Θ after `value(factors:)`.
  package mutating func factorGradient() -> [Double] {
    differentiate()
    var gradient = [Double](repeating: 0, count: order.armaCount)
    filter.polynomials.pullBack(
      autoregressive: filter.workspace.phi, movingAverage: filter.workspace.theta, into: &gradient)
    return gradient
  }

  private mutating func evaluate() -> Double {
    if isConditional {
      filter.useConditionalGains()
    } else if !filter.computeGains() {
      return .infinity
    }
    let observed = Double(observedCount)
    guard observed > 0 else { return .infinity }
    filter.filter(response, into: &responseInnovations)
    for index in 0..<missingCount {
      filter.filter(design.missing[index], into: &innovations[index])
    }
    for index in regressors.indices {
      filter.filter(regressors[index], into: &innovations[missingCount + index])
    }
    guard removeRegression() else { return .infinity }
    let residual = strands[0].innovations
    squares = ArmaKernels.weightedProduct(residual, residual, filter.variances, filter.firstRow..<count)
    squares = max(squares, observed * 1e-34)
    logDeterminant = sumOfLogarithms() + regression.logDeterminant
    let value = 0.5 * (logarithm(squares / observed) + logDeterminant / observed)
    return value.isFinite ? value : .infinity
  }

  private mutating func removeRegression() -> Bool {
    ArmaKernels.copy(responseInnovations, to: &strands[0].innovations)
    guard regression.count > 0 else { return true }
    let isSolved = regression.solve(
      columns: innovations, response: responseInnovations, variances: filter.variances,
      rows: filter.firstRow..<count, marked: missingCount)
    guard isSolved else { return false }
    ArmaKernels.copy(response, to: &strands[0].values)
    for index in 0..<regression.count {
      let coefficient = regression.coefficients[index]
      let column = index < missingCount ? design.missing[index] : regressors[index - missingCount]
      ArmaKernels.subtract(innovations[index], factor: coefficient, from: &strands[0].innovations)
      ArmaKernels.subtract(column, factor: coefficient, from: &strands[0].values)
    }
    return true
  }

  private func sumOfLogarithms() -> Double {
    guard !isConditional else { return 0 }
    var sum = 0.0
    var product = 1.0
    for t in 0..<filter.frozenRow {
      product *= filter.variances[t]
      if !(product < 1e200 && product > 1e-200) {
        sum += logarithm(product)
        product = 1
      }
    }
    let rest = Double(count - filter.frozenRow) * logarithm(filter.variances[count])
    return sum + logarithm(product) + rest
  }

  private mutating func differentiate() {
    let observed = Double(observedCount)
    strands[0].differentiate(
      variances: filter.variances, squares: squares, observed: observed, varianceGradient: &varianceGradient)
    if missingCount > 0 { differentiateDeterminant(observed) }
    filter.pullBack(strands, varianceGradient: varianceGradient)
  }

  /// The gradient of ½ ln|X'V⁻¹X| / N, X the innovations of the missing rows' columns: V⁻¹X(X'V⁻¹X)⁻¹ and −½ of its squares by row.
  private mutating func differentiateDeterminant(_ observed: Double) {
    let inverse = regression.inverse(marked: missingCount)
    for t in 0..<count {
      let v = filter.variances[t]
      var quadratic = 0.0
      for i in 0..<missingCount {
        var sum = 0.0
        for k in 0..<missingCount { sum += inverse[i * missingCount + k] * innovations[k][t] }
        strands[1 + i].gradient[t] = sum / (v * observed)
        quadratic += sum * innovations[i][t]
      }
      varianceGradient[t] -= 0.5 * quadratic / (v * v * observed)
    }
    for i in 0..<missingCount {
      for t in 0..<count { strands[1 + i].innovations[t] = innovations[i][t] }
    }
  }
}
