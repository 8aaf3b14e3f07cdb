/// The fitted drift model: ŷ_{n+k} = y_n + kb, b = (y_n − y₁)/(n − 1); Var_k = σ²k(1 + k/(n − 1)), σ² = Σe²/(n − 2).
///
/// Where rows are missing, n − 2 is one less than the steps between those that are not, and the square of a step over q rows counts as its q-th part.
public struct DriftFit: FittedLocalModel {
  /// The name of the model.
  public let name = "drift"
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private var last: Double
  private let slope: Double
  private let variance: Double?
  private let count: Double

  /// - Parameter values: Two or more; the first and the last are not missing.
  package init(_ values: [Double]) {
    count = Double(values.count)
    last = values[values.count - 1]
    slope = (last - values[0]) / (count - 1)
    var (sum, steps, before) = (0.0, 0, 0)
    for row in 1..<values.count where !values[row].isNaN {
      let error = values[row] - values[before] - Double(row - before) * slope
      (sum, steps, before) = (sum + error * error / Double(row - before), steps + 1, row)
    }
    variance = steps > 1 ? sum / Double(steps - 1) : nil
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    notes = state.notes
    last = try state.number("last")
    slope = try state.number("drift")
    count = try state.number("rows")
    let stored = try state.number("sigma2")
    variance = stored.isNaN ? nil : stored
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [LocalParameter("drift", slope), LocalParameter("sigma2", variance)]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "drift", name: name, notes: notes)
    state.append("last", [last])
    state.append("drift", [slope])
    state.append("rows", [count])
    state.append("sigma2", [variance ?? .nan])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let steps = (0..<horizon).map { Double($0 + 1) }
    return IntervalForecast(
      mean: steps.map { last + $0 * slope },
      variance: variance.map { variance in steps.map { variance * $0 * (1 + $0 / (count - 1)) } },
      levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    last = value.isNaN ? last + slope : value
  }
}
