import LocalModels
import Text

/// A fitted model of a Box–Cox transformed series.
public struct BoxCoxFit: FittedLocalModel {
  /// The transform.
  public let transform: BoxCoxTransform
  /// Whether the point forecast is the mean rather than the median.
  public let adjustsBias: Bool
  private(set) var inner: any FittedLocalModel

  init(_ inner: any FittedLocalModel, transform: BoxCoxTransform, adjustsBias: Bool) {
    self.inner = inner
    self.transform = transform
    self.adjustsBias = adjustsBias
  }

  /// Restores a model from its state.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    let numbers = try state.array("boxCox", count: 2)
    let unit = state.entries.first { $0.name == Self.unitName }.map(\.values) ?? [1]
    guard unit.count == 1, unit[0] > 0, unit[0].isFinite else {
      throw .malformedState(model: state.name, array: Self.unitName)
    }
    transform = BoxCoxTransform(power: numbers[0], unit: unit[0])
    adjustsBias = numbers[1] == 1
    inner = try state.restoredMember("inner")
  }

  /// The array of the unit, where that is not 1.
  private static let unitName = "unit"

  /// The name; see `LocalModel`.
  public var name: String { inner.name }

  /// Remarks on the fit.
  public var notes: [FitNote] {
    get { inner.notes }
    set { inner.notes = newValue }
  }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] {
    [LocalParameter("lambda", transform.power)] + inner.parameters
  }

  /// The inner model as lines of text, below the power.
  public func summary(regressors names: [String]) -> [String] {
    [name, "  lambda = \(TextFormatting.significant(transform.power))"]
      + inner.summary(regressors: names).dropFirst()
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "box-cox", name: name, notes: notes)
    state.append("boxCox", [transform.power, adjustsBias ? 1 : 0])
    if transform.unit != 1 { state.append(Self.unitName, [transform.unit]) }
    state.appendMember("inner", inner.state)
    return state
  }

  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    forecast(horizon: horizon, levels: levels, regressors: [])
  }

  /// Forecasts with known future values of the regressors.
  public func forecast(horizon: Int, levels: [IntervalLevel], regressors: [[Double]]) -> IntervalForecast {
    let plain = inner.forecast(horizon: horizon, levels: levels, regressors: regressors)
    var mean = plain.mean.map { transform.inverse($0) }
    if adjustsBias, let variance = plain.variance {
      mean = zip(plain.mean, variance).map { transform.inverseMean($0, variance: $1) }
    }
    return IntervalForecast(
      mean: mean, variance: nil, levels: levels,
      lower: plain.lower.map { $0.map { transform.inverse($0) } },
      upper: plain.upper.map { $0.map { transform.inverse($0) } })
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] { means(horizon: horizon, regressors: []) }

  /// The means alone, with known future values of the regressors.
  public func means(horizon: Int, regressors: [[Double]]) -> [Double] {
    guard !adjustsBias else {
      return forecast(horizon: horizon, levels: [], regressors: regressors).mean
    }
    return inner.means(horizon: horizon, regressors: regressors).map { transform.inverse($0) }
  }

  /// Filters the state forward by one row.
  public mutating func update(with value: Double) { update(with: value, regressors: []) }

  /// Filters the state forward by one row with the regressors' values in it.
  public mutating func update(with value: Double, regressors: [Double]) {
    inner.update(
      with: value.isNaN ? value : transform.transformed(value), regressors: regressors)
  }
}
