/// The fitted historical mean: half width t_{n−1,(1+level)/2} · s · √(1 + 1/n), Student's t rather than the normal distribution.
public struct MeanFit: FittedLocalModel {
  /// The name of the model.
  public let name = "mean"
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private let mean: Double
  private let variance: Double
  private let count: Double

  /// - Parameter rows: Missing ones are passed over.
  package init(_ rows: [Double]) {
    let values = rows.filter { !$0.isNaN }
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / count }
    self.count = count
    self.mean = mean
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    notes = state.notes
    mean = try state.number("mean")
    variance = try state.number("sigma2")
    count = try state.number("rows")
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [LocalParameter("mean", mean), LocalParameter("sigma2", variance)]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "mean", name: name, notes: notes)
    state.append("mean", [mean])
    state.append("sigma2", [variance])
    state.append("rows", [count])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let stepVariance = variance * (1 + 1 / count)
    let halfWidths = levels.map { level in
      StudentDistribution.quantile(level.tails.upper, degrees: count - 1) * stepVariance.squareRoot()
    }
    return IntervalForecast(
      mean: [Double](repeating: mean, count: horizon),
      variance: [Double](repeating: stepVariance, count: horizon), levels: levels,
      lower: halfWidths.map { [Double](repeating: mean - $0, count: horizon) },
      upper: halfWidths.map { [Double](repeating: mean + $0, count: horizon) })
  }

  /// Nothing: the mean is a coefficient, estimated on the rows of the fit.
  public mutating func update(with value: Double) {}
}
