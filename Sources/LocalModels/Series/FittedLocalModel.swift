import Text

/// A local model with its coefficients and the state after the last row.
public protocol FittedLocalModel: Sendable {
  /// The name of the chosen model, such as `ETS(M,Ad,M)`.
  var name: String { get }

  /// Remarks on the fit.
  var notes: [FitNote] { get set }

  /// Coefficients and criteria (`loglik`, `aicc`, `sigma2`, `sse`, `mse`, …) by name.
  var parameters: [LocalParameter] { get }

  /// What must be stored so that `init(restoring:)` gives the same model.
  var state: LocalModelState { get }

  /// The model as lines of text, much as R prints it.
  ///
  /// - Parameter names: Of the regressors, in the order of the series, as far as they are known.
  func summary(regressors names: [String]) -> [String]

  /// Forecasts the next `horizon` rows, 0 or more, with central intervals of some levels, such as 0.95.
  ///
  /// The intervals are absent where the model has none (a single observation, intermittent demand). Regressors count as 0.
  func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast

  /// The means of ``forecast(horizon:levels:)`` alone, which may cost far less.
  func means(horizon: Int) -> [Double]

  /// The same as ``forecast(horizon:levels:)`` with what the regressors of the series will be.
  ///
  /// - Parameter regressors: One array of `horizon` values a regressor, in the order of the series; those that are not given count as 0. Not
  ///   looked at by models without regressors.
  func forecast(horizon: Int, levels: [IntervalLevel], regressors: [[Double]]) -> IntervalForecast

  /// The means of ``forecast(horizon:levels:regressors:)`` alone.
  func means(horizon: Int, regressors: [[Double]]) -> [Double]

  /// Filters the state forward by one row; the coefficients stay.
  ///
  /// A value that is not a number is a missing row: the state moves on as if the row had been the forecast of it.
  mutating func update(with value: Double)

  /// Filters the state forward by one row with the regressors' values in it, those that are not given 0; see ``update(with:)``.
  mutating func update(with value: Double, regressors: [Double])

  /// Restores a model from what was stored of it.
  ///
  /// - Throws: `LocalFitError.malformedState` if an array is absent or of the wrong length.
  init(restoring state: LocalModelState) throws(LocalFitError)
}

extension FittedLocalModel {
  /// The means of the whole forecast.
  public func means(horizon: Int) -> [Double] { forecast(horizon: horizon, levels: []).mean }

  /// The forecast without regressors.
  public func forecast(horizon: Int, levels: [IntervalLevel], regressors: [[Double]]) -> IntervalForecast {
    forecast(horizon: horizon, levels: levels)
  }

  /// The means without regressors.
  public func means(horizon: Int, regressors: [[Double]]) -> [Double] { means(horizon: horizon) }

  /// Regressors are not looked at.
  public mutating func update(with value: Double, regressors: [Double]) { update(with: value) }

  /// What the values of the next rows stay below with the probabilities that are asked for, one array a probability; nil where the
  /// model states no distribution.
  ///
  /// A probability of one half gives the median. The bounds of `forecast(horizon:levels:)` at level 0.95 are those at 0.025 and 0.975.
  ///
  /// - Parameters:
  ///   - probabilities: Between 0 and 1, both excluded.
  ///   - regressors: One array of `horizon` values a regressor; none for a model without.
  /// - Throws: `LocalFitError.invalidLevel` for another probability.
  public func quantiles(
    horizon: Int, at probabilities: [Double], regressors: [[Double]] = []
  ) throws(LocalFitError) -> [[Double]]? {
    if let other = probabilities.first(where: { !($0 > 0 && $0 < 1) }) { throw .invalidLevel(other) }
    return quantiles(horizon: horizon, ofChecked: probabilities, regressors: regressors)
  }

  /// The quantiles of probabilities that are known to be between 0 and 1, both excluded.
  package func quantiles(
    horizon: Int, ofChecked probabilities: [Double], regressors: [[Double]] = []
  ) -> [[Double]]? {
    let levels = probabilities.map(IntervalLevel.init(endingAt:))
    let forecast = forecast(horizon: horizon, levels: levels, regressors: regressors)
    guard forecast.hasBounds else { return nil }
    return probabilities.indices.map { probabilities[$0] < 0.5 ? forecast.lower[$0] : forecast.upper[$0] }
  }

  /// The model as lines of text, with the regressors called by their numbers.
  public var summary: [String] { summary(regressors: []) }

  /// The name, the numbers in a line each, and the notes.
  public func summary(regressors names: [String]) -> [String] {
    let numbers = parameters.map {
      "  \($0.name) = \($0.value.map { TextFormatting.significant($0) } ?? "absent")"
    }
    return [name] + numbers + notes.map { "  note: \($0.text(regressors: names))" }
  }
}
