import LocalModels

/// The fitted Theta method as R's `thetaf` computes it: simple exponential smoothing of the adjusted series with half the slope of its
/// least-squares line as drift.
///
/// ŷ_{n+k} = (l_n + d(k − 1 + (1 − (1−α)^n)/α)) · f; bounds that mean ± zσ√(1 + (k−1)α²), not widened by the season's index.
public struct ThetaDriftFit: FittedLocalModel {
  /// The name of the model.
  public let name = "theta"
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private let adjustment: SeasonalAdjustment
  private let alpha: Double
  private let drift: Double
  private let variance: Double
  private let squares: Double
  private var level: Double
  private var row: Int

  init(_ series: LocalSeries) {
    adjustment = SeasonalAdjustment(testing: series)
    let scale = series.scale
    let values = adjustment.adjusted(series.values).map { $0 / scale }
    let smoothing = SimpleSmoothing.fitted(to: values)
    alpha = smoothing.alpha
    level = smoothing.last * scale
    squares = smoothing.squares * scale * scale
    variance = squares / Double(max(values.count - 2, 1))
    drift = LeastSquaresLine(values).slope / 2 * scale
    row = values.count
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    notes = state.notes
    adjustment = try SeasonalAdjustment(restoring: state)
    let numbers = try state.array("theta", count: 5)
    alpha = numbers[0]
    drift = numbers[1]
    variance = numbers[2]
    squares = numbers[3]
    level = numbers[4]
    row = try state.integer("row")
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [
      LocalParameter("alpha", alpha), LocalParameter("drift", drift), LocalParameter("sigma2", variance),
      LocalParameter("sse", squares), LocalParameter("seasonal", adjustment.isSeasonal ? 1 : 0),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "theta-drift", name: name, notes: notes)
    adjustment.store(in: &state)
    state.append("theta", [alpha, drift, variance, squares, level])
    state.append("row", [Double(row)])
    return state
  }

  private func mean(step: Int) -> Double {
    let settled = (1 - power(1 - alpha, Double(row))) / alpha
    return level + drift * (Double(step) + settled)
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    IntervalForecast(
      mean: (0..<horizon).map { adjustment.seasonal(mean(step: $0), row: row + $0) },
      variance: (0..<horizon).map { variance * (1 + Double($0) * alpha * alpha) }, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    let adjusted = value.isNaN ? mean(step: 0) : adjustment.adjusted(value, row: row)
    level = alpha * adjusted + (1 - alpha) * level
    row += 1
  }
}
