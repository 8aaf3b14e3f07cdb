import LocalModels

/// An ARIMA model with its coefficients and the state of its filter after the last row.
///
/// Coefficients stay as they were estimated; `update` filters further rows exactly as the likelihood would.
public struct FittedArima: FittedLocalModel {
  /// The form of the model.
  public let order: ArimaOrder
  /// Remarks on the fit.
  public var notes: [String]
  /// φ, θ, Φ, Θ one after the other.
  public let coefficients: [Double]
  /// The mean of the series, or the drift per row; nil without a constant.
  public let constant: Double?
  /// Coefficients of the regressors, one a regressor.
  public let regressorCoefficients: [Double]
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
  private(set) var filterState: ArimaState

  /// Filters the rows of a design with estimated coefficients.
  init?(_ estimate: ArimaEstimate, design: ArimaDesign, regressors: [[Double]], notes: [String]) {
    order = estimate.order
    self.notes = notes
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
    guard let state = ArimaState(polynomials, levels: []) else { return nil }
    filterState = state
    filter(design, estimate, regressors)
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
    filterState = ArimaState(
      expected: expected,
      gain: try state.array("gain", count: width), change: try state.array("change", count: width),
      variance: try state.number("variance"),
      levels: levels)
    let uncertainties = try state.array("uncertainties")
    let length = width + order.differencedRows
    guard uncertainties.count.isMultiple(of: length) else {
      throw .malformedState(model: state.name, array: "uncertainties")
    }
    for start in stride(from: 0, to: uncertainties.count, by: length) {
      filterState.uncertainties.append(
        ArimaState.Uncertainty(
          expected: Array(uncertainties[start..<start + width]),
          levels: Array(uncertainties[start + width..<start + length])))
    }
  }

  /// The name; see ``LocalModel``.
  public var name: String { order.name }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] {
    var result = zip(order.coefficientNames, coefficients).map { LocalParameter($0, $1) }
    if let constant { result.append(LocalParameter(order.constantName, constant)) }
    for (index, coefficient) in regressorCoefficients.enumerated() {
      result.append(LocalParameter("regressor\(index + 1)", coefficient))
    }
    return result + [
      LocalParameter("sigma2", innovationVariance), LocalParameter("loglik", logLikelihood),
      LocalParameter("aicc", aicc), LocalParameter("sse", squares),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "arima", name: name, notes: notes)
    state.append("coefficients", coefficients)
    state.append("constant", constant.map { [$0] } ?? [])
    state.append("regressors", regressorCoefficients)
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
    observe(value.isNaN ? nil : (value - explained) / scale)
  }

  /// Mean or drift and regressors in a row, counted from 1, in units of the values.
  func deterministic(row: Int, regressors: [Double]) -> Double {
    var sum = 0.0
    if let constant { sum += differencing.lostRows == 0 ? constant : constant * Double(row) }
    for (coefficient, value) in zip(regressorCoefficients, regressors) { sum += coefficient * value }
    return sum
  }
}

extension FittedArima {
  /// Takes in the next undifferenced value without constant and regressors; nil where it is missing: then it counts as the value expected.
  private mutating func observe(_ value: Double?) {
    let past = differencing.pastPart(of: filterState.levels)
    let level = value ?? past + filterState.expected[0]
    var unknowns: [Double] = []
    for index in filterState.uncertainties.indices {
      let unknown = filterState.uncertainties[index]
      let share = differencing.pastPart(of: unknown.levels)
      let unknownLevel = value == nil ? share + unknown.expected[0] : 0
      unknowns.append(unknownLevel - share)
      filterState.uncertainties[index].levels.slide(to: unknownLevel)
    }
    filterState.observe(level - past, unknowns: unknowns, polynomials)
    filterState.levels.slide(to: level)
  }

  private mutating func filter(
    _ design: ArimaDesign, _ estimate: ArimaEstimate, _ regressors: [[Double]]
  ) {
    let lost = differencing.lostRows
    var values = design.filled
    for (index, row) in design.missingRows.enumerated() {
      values[row] += estimate.missingCoefficients[index]
    }
    for row in values.indices {
      let present = regressors.map { $0[row] }
      values[row] -= deterministic(row: row + 1, regressors: present) / scale
    }
    let differences = differencing.differences(of: values)
    let strands = strands(design, estimate)
    filterState.uncertainties = strands.map { strand in
      ArimaState.Uncertainty(
        expected: [Double](repeating: 0, count: filterState.expected.count),
        levels: Array(strand.values.suffix(lost)))
    }
    for t in differences.indices {
      let unknowns = strands.map { $0.differences[t] }
      filterState.observe(differences[t], unknowns: unknowns, polynomials)
    }
    filterState.levels = Array(values.suffix(lost))
    filterState.uncertainties.removeAll { $0.isNegligible }
  }

  /// The directions in which the missing rows are uncertain: columns of a square root of their covariance, as levels and differences.
  private func strands(
    _ design: ArimaDesign, _ estimate: ArimaEstimate
  ) -> [(values: [Double], differences: [Double])] {
    let count = design.missingRows.count
    guard count > 0 else { return [] }
    let root = CholeskyRoot.lower(estimate.missingCovariance, count: count)
    return (0..<count).map { column in
      var values = [Double](repeating: 0, count: design.filled.count)
      for index in column..<count { values[design.missingRows[index]] = root[index * count + column] }
      return (values, differencing.differences(of: values))
    }
  }
}

extension [Double] {
  /// Drops the first number and appends another, unless there are none.
  fileprivate mutating func slide(to value: Double) {
    guard !isEmpty else { return }
    removeFirst()
    append(value)
  }
}
