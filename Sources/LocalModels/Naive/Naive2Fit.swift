/// The fitted naive2 model: the last adjusted value, with the index of each future season.
///
/// Var_k = kσ²f², σ² the mean square of the differences of the adjusted series and f the index (1 for an additive season).
public struct Naive2Fit: FittedLocalModel {
  /// The name of the model.
  public let name = "naive2"
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private let adjustment: SeasonalAdjustment
  private var last: Double
  private var row: Int
  private let variance: Double

  package init(_ series: LocalSeries) {
    adjustment = SeasonalAdjustment(testing: series)
    let adjusted = adjustment.adjusted(series.values)
    last = adjusted[adjusted.count - 1]
    row = adjusted.count
    var sum = 0.0
    for row in 1..<adjusted.count {
      let error = adjusted[row] - adjusted[row - 1]
      sum += error * error
    }
    variance = sum / Double(adjusted.count - 1)
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    notes = state.notes
    adjustment = try SeasonalAdjustment(restoring: state)
    last = try state.number("last")
    row = try state.integer("row")
    variance = try state.number("sigma2")
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [LocalParameter("sigma2", variance), LocalParameter("seasonal", adjustment.isSeasonal ? 1 : 0)]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "naive2", name: name, notes: notes)
    adjustment.store(in: &state)
    state.append("last", [last])
    state.append("row", [Double(row)])
    state.append("sigma2", [variance])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let factors = (0..<horizon).map { adjustment.factor(row: row + $0) }
    return IntervalForecast(
      mean: (0..<horizon).map { adjustment.seasonal(last, row: row + $0) },
      variance: (0..<horizon).map { Double($0 + 1) * variance * factors[$0] * factors[$0] },
      levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    if !value.isNaN { last = adjustment.adjusted(value, row: row) }
    row += 1
  }
}
