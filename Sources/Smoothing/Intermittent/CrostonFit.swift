import LocalModels

/// A fitted model of Croston's kind: smoothed size of demand over smoothed interval, times a factor.
public struct CrostonFit: FittedLocalModel {
  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private let sizeAlpha: Double
  private let intervalAlpha: Double
  private let factor: Double
  private var size: Double
  private var interval: Double
  /// Rows since the last demand.
  private var elapsed: Double

  init(
    name: String, _ values: [Double], _ demand: Demand, alphas: (Double, Double), factor: Double
  ) {
    self.name = name
    self.factor = factor
    (sizeAlpha, intervalAlpha) = alphas
    size = SimpleSmoothing.last(demand.sizes, alpha: alphas.0)
    interval = SimpleSmoothing.last(demand.intervals, alpha: alphas.1)
    let last = values.lastIndex { $0 > 0 } ?? -1
    elapsed = Double(values.count - 1 - last)
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    let numbers = try state.array("croston", count: 6)
    sizeAlpha = numbers[0]
    intervalAlpha = numbers[1]
    factor = numbers[2]
    size = numbers[3]
    interval = numbers[4]
    elapsed = numbers[5]
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [
      LocalParameter("alpha-size", sizeAlpha), LocalParameter("alpha-interval", intervalAlpha),
      LocalParameter("factor", factor), LocalParameter("size", size), LocalParameter("interval", interval),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "croston", name: name, notes: notes)
    state.append("croston", [sizeAlpha, intervalAlpha, factor, size, interval, elapsed])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let value = interval > 0 ? factor * size / interval : 0
    return IntervalForecast(
      mean: [Double](repeating: value, count: horizon), variance: nil, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    elapsed += 1
    guard value > 0 else { return }
    size = interval > 0 ? sizeAlpha * value + (1 - sizeAlpha) * size : value
    interval = interval > 0 ? intervalAlpha * elapsed + (1 - intervalAlpha) * interval : elapsed
    elapsed = 0
  }
}
