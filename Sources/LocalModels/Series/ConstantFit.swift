/// The model of a single row, or of rows that are all equal: that value ever after.
public struct ConstantFit: FittedLocalModel {
  /// The value that every row has.
  public private(set) var value: Double
  /// Whether only one row was seen, so that nothing is known of the variance.
  public let isSingle: Bool
  /// Remarks on the fit.
  public var notes: [FitNote]

  package init(single value: Double) {
    self.value = value
    isSingle = true
    notes = ["one observation"]
  }

  package init(constant value: Double) {
    self.value = value
    isSingle = false
    notes = ["all values are equal"]
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    value = try state.number("value")
    isSingle = try state.number("single") == 1
    notes = state.notes
  }

  /// The name of the model.
  public var name: String { "constant" }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [
      LocalParameter("value", value), LocalParameter("sigma2", isSingle ? nil : 0),
      LocalParameter("aicc", nil),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "constant", name: name, notes: notes)
    state.append("value", [value])
    state.append("single", [isSingle ? 1 : 0])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let mean = [Double](repeating: value, count: horizon)
    let variance = isSingle ? nil : [Double](repeating: 0, count: horizon)
    return IntervalForecast(mean: mean, variance: variance, levels: levels)
  }

  /// Follows the last value: the rows were equal, so any average of them and the new one would be a guess.
  public mutating func update(with value: Double) {
    if !value.isNaN { self.value = value }
  }
}
