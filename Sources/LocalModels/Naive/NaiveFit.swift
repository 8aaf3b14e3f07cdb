/// The fitted last-value and seasonal-naive models.
///
/// ŷ_{n+k} = y_{n+k−qm} with q = ⌊(k−1)/m⌋ + 1; Var_k = qσ², σ² the mean square of y_t − y_{t−m}. In the place of a missing row
/// stands the last one of its season that was observed, or the last of all; a difference over q seasons counts as its q-th part.
public struct NaiveFit: FittedLocalModel {
  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  /// The last values, one a season, oldest first.
  private var last: [Double]
  /// Nil where no two observed rows lie a season apart.
  private let variance: Double?

  package init(lastValueOf values: [Double]) {
    self.init(name: "naive", values: values, season: 1)
  }

  package init(lastSeasonOf values: [Double], season: Int) {
    self.init(name: "snaive", values: values, season: values.count > season ? season : 1)
  }

  private init(name: String, values: [Double], season: Int) {
    self.name = name
    let newest = values.last { !$0.isNaN } ?? .nan
    last = (max(0, values.count - season)..<values.count).map { row in
      stride(from: row, through: 0, by: -season).lazy.map { values[$0] }.first { !$0.isNaN } ?? newest
    }
    var (sum, count) = (0.0, 0)
    for row in season..<max(values.count, season) where !values[row].isNaN {
      let before = stride(from: row - season, through: 0, by: -season).first { !values[$0].isNaN }
      guard let before else { continue }
      let error = values[row] - values[before]
      (sum, count) = (sum + error * error * Double(season) / Double(row - before), count + 1)
    }
    variance = count > 0 ? sum / Double(count) : nil
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    last = try state.array("last")
    guard !last.isEmpty else { throw .malformedState(model: state.name, array: "last") }
    let stored = try state.number("sigma2")
    variance = stored.isNaN ? nil : stored
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] { [LocalParameter("sigma2", variance)] }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "naive", name: name, notes: notes)
    state.append("last", last)
    state.append("sigma2", [variance ?? .nan])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let mean = (0..<horizon).map { last[$0 % last.count] }
    let variances = variance.map { variance in
      (0..<horizon).map { Double($0 / last.count + 1) * variance }
    }
    return IntervalForecast(mean: mean, variance: variances, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    let oldest = last.removeFirst()
    last.append(value.isNaN ? oldest : value)
  }
}
