import LocalModels

/// An ARIMA model with its coefficients and the state of its filter after the last row.
///
/// Coefficients stay as they were estimated; `update` filters further rows exactly as the likelihood would.
public struct FittedArima: FittedLocalModel {
  /// The form of the model.
  public let order: ArimaOrder
  /// Remarks on the fit.
  public var notes: [FitNote]
  /// φ, θ, Φ, Θ one after the other.
  public let coefficients: [Double]
  /// The mean of the series, or the drift per row; nil without a constant.
  public let constant: Double?
  /// Coefficients of the regressors, one a regressor.
  public internal(set) var regressorCoefficients: [Double]
  /// Standard errors of the coefficients, of the constant and of the regressors' coefficients, from the second derivatives of the likelihood; nil where those are
  /// not known, not a number for regressors without effect.
  public internal(set) var standardErrors: [Double]?
  /// The variance of the innovations, Σ(u²/v)/(N − k + 1).
  public let innovationVariance: Double
  /// The logarithm of the exact likelihood of the differenced series; nil where it is not known.
  public let logLikelihood: Double?
  /// AICc with N the rows less those lost by differencing; nil for too few rows.
  public let aicc: Double?
  /// Σu²/v.
  public let squares: Double
  /// The rows seen so far.
  public private(set) var rowCount: Int

  let scale: Double
  let polynomials: ArmaPolynomials
  let differencing: Differencing
  /// The state of the series, and of the columns of the effects where intervals count that those are estimated.
  var filterState: ArimaState
  /// What estimated coefficients add to the variances of forecasts; nil where intervals take all as known, as in R.
  var estimated: EstimatedCoefficients?

  /// Filters the rows of a design with estimated coefficients.
  ///
  /// - Parameter isMaximum: Whether they make the likelihood largest, so that its second derivatives tell how well they are known.
  init?(
    _ estimate: ArimaEstimate, design: ArimaDesign, regressors: [[Double]], isMaximum: Bool
  ) {
    order = estimate.order
    notes = []
    standardErrors = isMaximum ? CoefficientErrors(estimate, design: design).values : nil
    coefficients = estimate.factors
    constant = estimate.constant
    regressorCoefficients = estimate.regressorCoefficients
    innovationVariance = estimate.innovationVariance
    logLikelihood = estimate.logLikelihood.isFinite ? estimate.logLikelihood : nil
    aicc = estimate.aicc
    squares = estimate.squares
    scale = design.scale
    differencing = design.differencing
    var polynomials = ArmaPolynomials(order: estimate.order)
    polynomials.setFactors(estimate.factors)
    self.polynomials = polynomials
    rowCount = design.filled.count
    guard let state = Self.filtered(design, estimate, regressors, polynomials) else { return nil }
    filterState = state
  }

  /// Restores a model from its state.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    guard let order = ArimaOrder(name: state.name) else {
      throw .malformedState(model: state.name, array: "name")
    }
    self.order = order
    notes = state.notes
    // Before anything is made whose size is that of the order alone.
    let width = max(order.autoregressiveDegree, order.movingAverageDegree) + 1
    let expected = try state.array("expected", count: width)
    let levels = try state.array("levels", count: order.differencedRows)
    differencing = Differencing(order)
    coefficients = try state.array("coefficients", count: order.armaCount)
    var polynomials = ArmaPolynomials(order: order)
    polynomials.setFactors(coefficients)
    self.polynomials = polynomials
    let constants = try state.array("constant", count: order.hasConstant ? 1 : 0)
    constant = constants.first
    regressorCoefficients = try state.array("regressors")
    let errors = state.entries.first { $0.name == "errors" }?.values
    let errorCount = coefficients.count + constants.count + regressorCoefficients.count
    guard errors == nil || errors?.count == errorCount else {
      throw .malformedState(model: state.name, array: "errors")
    }
    standardErrors = errors
    let numbers = try state.array("fit", count: 6)
    innovationVariance = numbers[0]
    squares = numbers[1]
    logLikelihood = numbers[2].isNaN ? nil : numbers[2]
    aicc = numbers[3].isNaN ? nil : numbers[3]
    scale = numbers[4]
    guard let rows = Int(exactly: numbers[5]), (0...1_000_000_000_000).contains(rows) else {
      throw .malformedState(model: state.name, array: "fit")
    }
    rowCount = rows
    filterState = try ArimaState(
      restoring: state, column: ArimaState.Strand(expected: expected, levels: levels))
    try restoreEstimated(from: state)
  }

  /// The name; see `LocalModel`.
  public var name: String { order.name }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] {
    coefficients(regressors: []) + [
      LocalParameter("sigma2", innovationVariance), LocalParameter("loglik", logLikelihood),
      LocalParameter("aic", aic), LocalParameter("aicc", aicc), LocalParameter("bic", bic),
      LocalParameter("sse", squares),
    ]
  }

  /// The coefficients alone.
  ///
  /// - Parameter names: Of the regressors, as far as they are known.
  func coefficients(regressors names: [String]) -> [LocalParameter] {
    var result = zip(order.coefficientNames, coefficients).map { LocalParameter($0, $1) }
    if let constant { result.append(LocalParameter(order.constantName, constant)) }
    for (index, coefficient) in regressorCoefficients.enumerated() {
      let name = index < names.count ? names[index] : "regressor\(index + 1)"
      result.append(LocalParameter(name, coefficient))
    }
    return result
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "arima", name: name, notes: notes)
    state.append("coefficients", coefficients)
    state.append("constant", constant.map { [$0] } ?? [])
    state.append("regressors", regressorCoefficients)
    if let standardErrors { state.append("errors", standardErrors) }
    state.append(
      "fit",
      [
        innovationVariance, squares, logLikelihood ?? .nan, aicc ?? .nan, scale, Double(rowCount),
      ])
    state.append("expected", filterState.expected)
    state.append("gain", filterState.gain)
    state.append("change", filterState.change)
    state.append("variance", [filterState.variance])
    state.append("levels", filterState.levels)
    state.append("uncertainties", filterState.uncertainties.flatMap { $0.expected + $0.levels })
    if let estimated, estimated.countsAlike {
      state.append("estimated", [Double(estimated.rowCount), Double(estimated.armaCount)])
    } else if let estimated {
      state.append("estimated", [Double(estimated.rowCount)])
      state.append("effects", estimated.regressors.map { Double($0) })
      state.append("effect root", estimated.root)
      state.append("effect states", filterState.columns.dropFirst().flatMap { $0.expected + $0.levels })
    }
    return state
  }

  /// Filters the state forward by one row.
  public mutating func update(with value: Double) {
    update(with: value, regressors: [])
  }

  /// Filters the state forward by one row.
  ///
  /// - Parameter regressors: The regressors' values in that row, one a regressor; those left out count as zero.
  public mutating func update(with value: Double, regressors: [Double]) {
    rowCount += 1
    let explained = deterministic(row: rowCount, regressors: regressors)
    let effects = estimated?.values(
      constant: differencing.constantColumn(row: rowCount), regressors: regressors)
    observe(value.isNaN ? nil : [(value - explained) / scale] + (effects ?? []))
  }

  /// Mean or drift and regressors in a row, counted from 1, in units of the values.
  func deterministic(row: Int, regressors: [Double]) -> Double {
    var sum = 0.0
    if let constant { sum += constant * differencing.constantColumn(row: row) }
    for (coefficient, value) in zip(regressorCoefficients, regressors) { sum += coefficient * value }
    return sum
  }
}

extension ArimaState {
  /// Restores the state of the filter but for its column, which has been read.
  fileprivate init(restoring state: LocalModelState, column: Strand) throws(LocalFitError) {
    let (width, length) = (column.expected.count, column.expected.count + column.levels.count)
    self.init(
      column: column, gain: try state.array("gain", count: width),
      change: try state.array("change", count: width), variance: try state.number("variance"))
    uncertainties = try Self.strands(state, "uncertainties", width: width, length: length)
  }

  private static func strands(
    _ state: LocalModelState, _ array: String, width: Int, length: Int
  ) throws(LocalFitError) -> [Strand] {
    let numbers = try state.array(array)
    guard numbers.count.isMultiple(of: length) else {
      throw .malformedState(model: state.name, array: array)
    }
    return stride(from: 0, to: numbers.count, by: length).map { start in
      Strand(
        expected: Array(numbers[start..<start + width]),
        levels: Array(numbers[start + width..<start + length]))
    }
  }

  /// Restores the states of the effects' columns, so many of them.
  fileprivate mutating func restoreEffects(
    from state: LocalModelState, count: Int
  ) throws(LocalFitError) {
    let (width, length) = (expected.count, expected.count + levels.count)
    let strands = try Self.strands(state, "effect states", width: width, length: length)
    guard strands.count == count, strands.allSatisfy({ ($0.expected + $0.levels).allSatisfy(\.isFinite) })
    else { throw .malformedState(model: state.name, array: "effect states") }
    columns += strands
  }
}

extension FittedArima {
  /// Restores what counts that coefficients are estimated; files of models that take them as known, and of earlier versions, have none of it.
  private mutating func restoreEstimated(from state: LocalModelState) throws(LocalFitError) {
    let names = ["estimated", "effects", "effect root", "effect states"]
    let parts = state.entries.filter { names.contains($0.name) }
    guard !parts.isEmpty else { return }
    let counts = try state.array("estimated").compactMap { Int(exactly: $0) }
    guard (1...2).contains(counts.count), counts.allSatisfy((0...rowCount).contains) else {
      throw .malformedState(model: state.name, array: "estimated")
    }
    if counts.count == 2, parts.count == 1 {
      estimated = EstimatedCoefficients(rowCount: counts[0], countedAlike: counts[1])
      guard estimated != nil else { throw .malformedState(model: state.name, array: "estimated") }
      return
    }
    let effects = try state.array("effects").map { Int(exactly: $0) ?? -1 }
    guard zip(effects, effects.dropFirst()).allSatisfy(<),
      effects.allSatisfy(regressorCoefficients.indices.contains)
    else { throw .malformedState(model: state.name, array: "effects") }
    let count = effects.count + (constant == nil ? 0 : 1)
    let root = try state.array("effect root", count: count * count)
    guard root.allSatisfy(\.isFinite) else {
      throw .malformedState(model: state.name, array: "effect root")
    }
    estimated = EstimatedCoefficients(
      rowCount: try state.integer("estimated"), order: order, regressors: effects, root: root)
    guard estimated != nil else { throw .malformedState(model: state.name, array: "estimated") }
    try filterState.restoreEffects(from: state, count: count)
  }
}

extension FittedArima {
  /// Takes in the next undifferenced value without constant and regressors, and what the effects' columns are beside it; nil where it is missing.
  private mutating func observe(_ values: [Double]?) {
    var innovations = [Double](repeating: 0, count: filterState.columns.count)
    _ = filterState.observe(values, polynomials, differencing, innovations: &innovations)
  }

  /// The state after the last row; nil where missing rows among the first do not follow from the others.
  private static func filtered(
    _ design: ArimaDesign, _ estimate: ArimaEstimate, _ regressors: [[Double]],
    _ polynomials: ArmaPolynomials
  ) -> ArimaState? {
    var values = design.filled
    for row in values.indices {
      var explained = 0.0
      if let constant = estimate.constant {
        explained = constant * design.differencing.constantColumn(row: row + 1)
      }
      for (coefficient, regressor) in zip(estimate.regressorCoefficients, regressors) {
        explained += coefficient * regressor[row]
      }
      values[row] -= explained / design.scale
    }
    return GappedPass(
      [values], missingRows: design.missingRows, polynomials, design.differencing)?.solvedState()
  }
}
