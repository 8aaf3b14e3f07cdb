import LocalModels

/// A fitted model of a seasonally adjusted series and the seasons that are added to its forecasts.
public struct SeasonalTrendFit: FittedLocalModel {
  /// The last season of one period, and where in it the next row is.
  struct Season: Sendable, Equatable {
    /// The values of the last m rows in order of time.
    let values: [Double]
    /// The index of the next row's value.
    var next: Int
  }

  private(set) var inner: any FittedLocalModel
  private var seasons: [Season]
  private let showsCriteria: Bool
  /// Remarks on the fit.
  public var notes: [FitNote]

  init(_ inner: any FittedLocalModel, decomposition: MSTLDecomposition?, showsCriteria: Bool) {
    self.inner = inner
    self.showsCriteria = showsCriteria
    notes = inner.notes
    self.inner.notes = []
    seasons = []
    guard let decomposition else { return }
    for (period, seasonal) in zip(decomposition.periods, decomposition.seasonals) {
      seasons.append(Season(values: Array(seasonal.suffix(period)), next: 0))
    }
  }

  /// Restores a model from its state.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    inner = try state.restoredMember("inner")
    notes = state.notes
    showsCriteria = try state.number("criteria") == 1
    let periods = try state.array("periods")
    let next = try state.array("next", count: periods.count)
    seasons = []
    for (index, (period, position)) in zip(periods, next).enumerated() {
      guard let length = Int(exactly: period), let start = Int(exactly: position), start >= 0,
        start < length
      else { throw .malformedState(model: state.name, array: "next") }
      let values = try state.array("season \(index + 1)", count: length)
      seasons.append(Season(values: values, next: start))
    }
  }

  /// The name; see `LocalModel`.
  public var name: String { seasons.isEmpty ? inner.name : "STL + \(inner.name)" }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] {
    showsCriteria
      ? inner.parameters : inner.parameters.filter { !Self.criteria.contains($0.name) }
  }

  private static let criteria = ["loglik", "aic", "aicc", "bic"]

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "seasonal-trend", name: name, notes: notes)
    state.append("criteria", [showsCriteria ? 1 : 0])
    state.append("periods", seasons.map { Double($0.values.count) })
    state.append("next", seasons.map { Double($0.next) })
    for (index, season) in seasons.enumerated() {
      state.append("season \(index + 1)", season.values)
    }
    state.appendMember("inner", inner.state)
    return state
  }

  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    forecast(horizon: horizon, levels: levels, regressors: [])
  }

  /// Forecasts with known future values of the regressors.
  public func forecast(horizon: Int, levels: [IntervalLevel], regressors: [[Double]]) -> IntervalForecast {
    var forecast = inner.forecast(horizon: horizon, levels: levels, regressors: regressors)
    let shifts = (0..<horizon).map { seasonal(ahead: $0) }
    func shifted(_ values: [Double]) -> [Double] { zip(values, shifts).map { $0 + $1 } }
    forecast.mean = shifted(forecast.mean)
    forecast.lower = forecast.lower.map(shifted)
    forecast.upper = forecast.upper.map(shifted)
    return forecast
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] { means(horizon: horizon, regressors: []) }

  /// The means alone, with known future values of the regressors.
  public func means(horizon: Int, regressors: [[Double]]) -> [Double] {
    inner.means(horizon: horizon, regressors: regressors).enumerated().map {
      $1 + seasonal(ahead: $0)
    }
  }

  /// Filters the state forward by one row.
  public mutating func update(with value: Double) { update(with: value, regressors: []) }

  /// Filters the state forward by one row with the regressors' values in it.
  public mutating func update(with value: Double, regressors: [Double]) {
    inner.update(with: value - seasonal(ahead: 0), regressors: regressors)
    for index in seasons.indices {
      seasons[index].next = (seasons[index].next + 1) % seasons[index].values.count
    }
  }

  private func seasonal(ahead step: Int) -> Double {
    seasons.reduce(0) { $0 + $1.values[($1.next + step) % $1.values.count] }
  }
}
