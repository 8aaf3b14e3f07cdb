/// The fitted last-value and seasonal-naive models.
///
/// ŷ_{n+k} = y_{n+k−qm} with q = ⌊(k−1)/m⌋ + 1; Var_k = qσ², σ² the mean square of y_t − y_{t−m}.
public struct NaiveFit: FittedLocalModel {
  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  /// The last values, one a season, oldest first.
  private var last: [Double]
  private let variance: Double

  package init(lastValueOf values: [Double]) {
    self.init(name: "naive", values: values, season: 1)
  }

  package init(lastSeasonOf values: [Double], season: Int) {
    self.init(name: "snaive", values: values, season: values.count > season ? season : 1)
  }

  private init(name: String, values: [Double], season: Int) {
    self.name = name
    last = Array(values.suffix(season))
    var sum = 0.0
    for row in season..<max(values.count, season) {
      let error = values[row] - values[row - season]
      sum += error * error
    }
    variance = sum / Double(max(values.count - season, 1))
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    last = try state.array("last")
    guard !last.isEmpty else { throw .malformedState(model: state.name, array: "last") }
    variance = try state.number("sigma2")
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] { [LocalParameter("sigma2", variance)] }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "naive", name: name, notes: notes)
    state.append("last", last)
    state.append("sigma2", [variance])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [Double]) -> IntervalForecast {
    let mean = (0..<horizon).map { last[$0 % last.count] }
    let variances = (0..<horizon).map { Double($0 / last.count + 1) * variance }
    return IntervalForecast(mean: mean, variance: variances, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    let oldest = last.removeFirst()
    last.append(value.isNaN ? oldest : value)
  }
}
