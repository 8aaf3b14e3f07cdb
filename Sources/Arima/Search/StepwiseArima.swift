import LocalModels

/// The ARIMA model that a search chooses: seasonal strength and KPSS tests for the differences, AICc of the exact likelihood for the orders.
public struct StepwiseArima: LocalModel, Equatable {
  /// Whether models are ranked by their conditional sum of squares: faster, but other models win.
  public var isApproximate: Bool
  /// Whether the search moves from model to model; false: all with p + q + P + Q ≤ 5 are tried.
  public var isStepwise: Bool
  /// Whether intervals count that coefficients are estimated, regressors' above all; false: all are taken as known, as in R.
  public var countsCoefficients = false

  /// Makes a search.
  public init(isApproximate: Bool = false, isStepwise: Bool = true) {
    self.isApproximate = isApproximate
    self.isStepwise = isStepwise
  }

  /// The name; see `LocalModel`.
  public var name: String { "auto-arima" }

  /// True: the orders are chosen.
  public var isAutomatic: Bool { true }

  /// True: rows may be missing.
  public var takesMissingValues: Bool { true }

  /// True: the errors of a regression are ARIMA.
  public var takesRegressors: Bool { true }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let filled = MissingValues.filled(series)
    var kept = RegressorChoice(series, Differencing(first: 0, seasonal: 0, period: 1), hasConstant: true)
    // Which can be told apart depends on the differences, and those on the residuals.
    for _ in 0..<3 where !kept.columns.isEmpty {
      let differencing = Self.differencing(residuals(filled, kept.columns), season: series.season)
      let next = RegressorChoice(series, differencing, hasConstant: true)
      if next.kept == kept.kept { break }
      kept = next
    }
    try requireRows(series, regressors: kept.columns.count)
    return kept.completed(try fit(series, regressors: kept.columns))
  }

  /// As many regressors as rows explain every row, whatever they are: no model with them is admitted.
  private func requireRows(_ series: LocalSeries, regressors count: Int) throws(LocalFitError) {
    let present = series.values.count { !$0.isNaN }
    // The regressors, a constant, the variance, and one more for AICc.
    guard count > 0, present <= count + 3 else { return }
    // With more rows more of them are independent.
    let all = series.regressors.count
    throw .tooFewRows(model: "\(name) with \(all) regressors", needed: all + 4, has: present)
  }

  /// Chooses and fits a model with regressors, known also for the rows to be forecast; differences are chosen for the regression's residuals.
  ///
  /// - Parameters:
  ///   - series: At least three present rows.
  ///   - regressors: One array a regressor, as long as the series.
  /// - Throws: `LocalFitError.tooFewRows`; `.dependentRegressors` if no model can be fitted.
  public func fit(
    _ series: LocalSeries, regressors: [[Double]]
  ) throws(LocalFitError) -> FittedArima {
    for regressor in regressors where regressor.count != series.count {
      throw .regressorLength(needed: series.count, has: regressor.count)
    }
    let filled = MissingValues.filled(series)
    let differencing = Self.differencing(residuals(filled, regressors), season: series.season)
    let exact = ArimaDesign(
      values: series.values, regressors: regressors, differencing: differencing, scale: series.scale)
    // With many missing rows the orders are chosen for the filled series; the chosen model skips them.
    let searched =
      exact.isGapped
      ? ArimaDesign(
        values: filled, regressors: regressors, differencing: differencing, scale: series.scale)
      : exact
    let estimate =
      searched.isConstant || isExplained(searched, period: series.season)
      ? nil : search(searched, count: series.count, period: series.season)
    guard let estimate else {
      return try fallback(searched, period: series.season, regressors: regressors)
    }
    var final: ArimaEstimate? = estimate
    if exact.isGapped {
      final = ArimaEstimator(design: exact).estimate(
        estimate.order, effort: .ranking, neighbour: estimate)
    }
    if let final, let fitted = fitted(final, exact, regressors) { return fitted }
    return try refit(filled, of: series, regressors: regressors)
  }

  /// Fits the filled series where missing rows cannot be integrated out: a season of theirs has no value at all.
  private func refit(
    _ filled: [Double], of series: LocalSeries, regressors: [[Double]]
  ) throws(LocalFitError) -> FittedArima {
    guard series.values.contains(where: { $0.isNaN }) else {
      throw .dependentRegressors(model: name)
    }
    var fitted = try fit(
      series.replacingValues(filled), regressors: regressors)
    fitted.notes.append("missing rows were filled: too many to tell them apart after differencing")
    return fitted
  }

  private func fitted(
    _ estimate: ArimaEstimate, _ design: ArimaDesign, _ regressors: [[Double]]
  ) -> FittedArima? {
    var fitted = FittedArima(estimate, design: design, regressors: regressors, isMaximum: true)
    if countsCoefficients { fitted?.countCoefficients(design, regressors) }
    return fitted
  }

  private func search(_ design: ArimaDesign, count: Int, period: Int) -> ArimaEstimate? {
    var search = ArimaSearch(
      design: design, count: count, period: period,
      criterion: isApproximate ? .conditional : .exact, isStepwise: isStepwise)
    return search.run()
  }

  /// D by the strength of the season, then d by the KPSS test.
  package static func differencing(_ values: [Double], season: Int) -> Differencing {
    var current = values
    var seasonal = 0
    if season > 1, let strength = SeasonalStrength.value(values, season: season), strength > 0.64 {
      seasonal = 1
      current = Differencing.difference(values, lag: season)
    }
    let first = StationarityTest.differences(current)
    return Differencing(first: first, seasonal: seasonal, period: season)
  }

  /// Whether the constant and the regressors leave nothing but rounding, so that no order is more likely than another.
  private func isExplained(_ design: ArimaDesign, period: Int) -> Bool {
    guard !design.regressors.isEmpty else { return false }
    return plainEstimate(design, period: period)?.squares == 0
  }

  /// The residuals of the least-squares regression on a constant and the regressors; zeros where those are rounding.
  private func residuals(_ values: [Double], _ regressors: [[Double]]) -> [Double] {
    guard !regressors.isEmpty else { return values }
    var regression = WeightedRegression(count: regressors.count + 1)
    let ones = [Double](repeating: 1, count: values.count)
    let columns = regressors + [ones]
    let isSolved = regression.solve(
      columns: columns, response: values, variances: ones, rows: 0..<values.count, marked: 0)
    guard isSolved else { return values }
    let rest = values.indices.map { row in
      var value = values[row]
      for (column, coefficient) in zip(columns, regression.coefficients) {
        value -= coefficient * column[row]
      }
      return value
    }
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    let isRounding = rest.allSatisfy { $0.magnitude <= 1e-12 * largest }
    return isRounding ? rest.map { _ in 0 } : rest
  }

  /// The model without ARMA part: a constant difference, or nothing that counts.
  private func fallback(
    _ design: ArimaDesign, period: Int, regressors: [[Double]]
  ) throws(LocalFitError) -> FittedArima {
    guard let estimate = plainEstimate(design, period: period),
      let fitted = fitted(estimate, design, regressors)
    else { throw .dependentRegressors(model: name) }
    return fitted
  }

  /// The estimate of the order without ARMA part, with a constant where the differences admit one.
  private func plainEstimate(_ design: ArimaDesign, period: Int) -> ArimaEstimate? {
    let total = design.differencing.first + design.differencing.seasonal
    let order = ArimaOrder(
      0, design.differencing.first, 0, seasonal: (0, design.differencing.seasonal, 0),
      period: period, hasConstant: total <= 1)
    return ArimaEstimator(design: design).evaluate(order, factors: [], constant: nil)
  }
}
