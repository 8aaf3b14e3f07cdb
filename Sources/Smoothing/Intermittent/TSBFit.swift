import LocalModels

/// A fitted model of Teunter, Syntetos and Babai: smoothed size of demand times the smoothed probability of demand in a row.
public struct TSBFit: FittedLocalModel {
  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private let sizeAlpha: Double
  private let probabilityAlpha: Double
  private var size: Double
  private var probability: Double

  init(
    name: String, _ values: [Double], _ demand: Demand, _ sizeAlpha: Double, _ probabilityAlpha: Double
  ) {
    self.name = name
    self.sizeAlpha = sizeAlpha
    self.probabilityAlpha = probabilityAlpha
    size = SimpleSmoothing.last(demand.sizes, alpha: sizeAlpha)
    probability = SimpleSmoothing.last(values.map { $0 > 0 ? 1 : 0 }, alpha: probabilityAlpha)
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    let numbers = try state.array("tsb", count: 4)
    sizeAlpha = numbers[0]
    probabilityAlpha = numbers[1]
    size = numbers[2]
    probability = numbers[3]
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [
      LocalParameter("alpha-size", sizeAlpha), LocalParameter("alpha-probability", probabilityAlpha),
      LocalParameter("size", size), LocalParameter("probability", probability),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "tsb", name: name, notes: notes)
    state.append("tsb", [sizeAlpha, probabilityAlpha, size, probability])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    IntervalForecast(
      mean: [Double](repeating: size * probability, count: horizon), variance: nil, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    guard !value.isNaN else { return }
    probability += probabilityAlpha * ((value > 0 ? 1 : 0) - probability)
    guard value > 0 else { return }
    size = size > 0 ? size + sizeAlpha * (value - size) : value
  }
}
