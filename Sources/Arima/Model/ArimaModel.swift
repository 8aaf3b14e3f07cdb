import LocalModels

/// An ARIMA model of a given form, estimated by exact maximum likelihood.
///
/// ```swift
/// let airline = ArimaModel(ArimaOrder(0, 1, 1, seasonal: (0, 1, 1), period: 12))
/// let fitted = try airline.fit(LocalSeries(values: sales, season: 12))
/// let forecast = fitted.forecast(horizon: 12, levels: [0.95])
/// ```
///
/// Rows may be missing: they are integrated out exactly. With regressors the errors are ARMA (of the differences), the coefficients generalised least squares.
public struct ArimaModel: LocalModel {
  /// The form of the model.
  public let order: ArimaOrder

  /// Makes a model; a constant that the differences would remove is left out.
  public init(_ order: ArimaOrder) {
    self.order = order.withoutIdleConstant
  }

  /// The name; see `LocalModel`.
  public var name: String { order.name }

  /// True: rows may be missing.
  public var takesMissingValues: Bool { true }

  /// True: the errors of a regression are ARMA.
  public var takesRegressors: Bool { true }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    try requireOrders()
    let kept = RegressorChoice(series, Differencing(order), hasConstant: order.hasConstant)
    return kept.completed(try fit(series, regressors: kept.columns))
  }

  private func requireOrders() throws(LocalFitError) {
    for (name, value) in [
      ("p", order.autoregressive), ("d", order.differences), ("q", order.movingAverage),
      ("P", order.seasonalAutoregressive), ("D", order.seasonalDifferences),
      ("Q", order.seasonalMovingAverage),
    ] where value < 0 {
      throw .invalidCoefficient(model: "arima", name: name, value: Double(value))
    }
  }

  /// Fits the model with regressors, known also for the rows to be forecast.
  ///
  /// - Parameters:
  ///   - series: At least d + Dm + (number of coefficients) + 2 present rows.
  ///   - regressors: One array a regressor, as long as the series.
  /// - Throws: `LocalFitError.tooFewRows`; `.invalidCoefficient` for an order below 0; `.dependentRegressors` if a regressor is constant after differencing or a sum of others.
  public func fit(
    _ series: LocalSeries, regressors: [[Double]]
  ) throws(LocalFitError) -> FittedArima {
    try requireOrders()
    let present = series.values.count { !$0.isNaN }
    let coefficients = order.armaCount + (order.hasConstant ? 1 : 0) + regressors.count
    let needed = order.differencedRows + coefficients + 2
    guard present >= needed else {
      throw .tooFewRows(model: name, needed: needed, has: present)
    }
    for regressor in regressors where regressor.count != series.count {
      throw .regressorLength(needed: series.count, has: regressor.count)
    }
    let design = ArimaDesign(
      values: series.values, regressors: regressors, differencing: Differencing(order),
      scale: series.scale)
    if let estimate = ArimaEstimator(design: design).estimate(order, effort: .thorough),
      let fitted = FittedArima(estimate, design: design, regressors: regressors, isMaximum: true)
    {
      return fitted
    }
    guard present < series.count else { throw .dependentRegressors(model: name) }
    // A season of which every row is missing cannot be integrated out after seasonal differences.
    let filled = series.replacingValues(MissingValues.filled(series))
    var fitted = try fit(filled, regressors: regressors)
    fitted.notes.append("missing rows were filled: too many to tell them apart after differencing")
    return fitted
  }

  /// Evaluates the model at given coefficients φ, θ, Φ, Θ in place of estimating them.
  ///
  /// - Parameter constant: The mean or drift; the best one for the coefficients if nil.
  /// - Throws: `LocalFitError.invalidCoefficient` if the autoregression is not stationary, and as `fit`.
  public func evaluate(
    _ series: LocalSeries, coefficients: [Double], constant: Double? = nil
  ) throws(LocalFitError) -> FittedArima {
    guard coefficients.count == order.armaCount else {
      throw .invalidCoefficient(model: name, name: "count", value: Double(coefficients.count))
    }
    let design = ArimaDesign(
      values: series.values, differencing: Differencing(order), scale: series.scale)
    let estimator = ArimaEstimator(design: design)
    guard let estimate = estimator.evaluate(order, factors: coefficients, constant: constant),
      let fitted = FittedArima(estimate, design: design, regressors: [], isMaximum: false)
    else {
      throw .invalidCoefficient(
        model: name, name: order.coefficientNames.first ?? "", value: coefficients.first ?? 0)
    }
    return fitted
  }
}
