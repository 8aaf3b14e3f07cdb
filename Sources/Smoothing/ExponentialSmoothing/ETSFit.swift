import LocalModels

/// A fitted exponential smoothing model: its coefficients, criteria and the states after the last row.
public struct ETSFit: FittedLocalModel {
  /// The form of the model.
  public let form: ETSForm
  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  package let coefficients: ETSCoefficients
  package let criteria: ETSCriteria
  /// The level after the last row.
  public private(set) var level: Double
  /// The trend after the last row.
  public private(set) var trend: Double
  /// The seasons to come, the next row's first; empty without a season.
  public private(set) var seasons: [Double]

  /// Runs the recursion with given coefficients, all in units of `scale`, and keeps the result in the series' own units.
  package init(
    form: ETSForm, name: String? = nil, scaled c: ETSCoefficients, recursion: ETSRecursion, scale: Double
  ) {
    let sums = recursion.forward(form, c)
    let last = recursion.lastStates(hasSeason: form.season != .none)
    let trendScale = form.trend == .multiplicative ? 1 : scale
    let seasonScale = form.season == .multiplicative ? 1 : scale
    self.form = form
    self.name = name ?? form.name
    criteria = ETSCriteria(
      form: form, season: c.seasons.count, sums: sums, recursion: recursion, scale: scale)
    level = last.level * scale
    trend = last.trend * trendScale
    seasons = last.seasons.map { $0 * seasonScale }
    var own = c
    own.level *= scale
    own.trend *= trendScale
    own.seasons = c.seasons.map { $0 * seasonScale }
    coefficients = own
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    let codes = try state.array("form", count: 4)
    form = ETSForm(
      error: codes[0] == 0 ? .additive : .multiplicative,
      trend: codes[1] == 0 ? .none : codes[1] == 1 ? .additive : .multiplicative,
      isDamped: codes[2] == 1, season: codes[3] == 0 ? .none : codes[3] == 1 ? .additive : .multiplicative)
    name = state.name
    notes = state.notes
    let rates = try state.array("smoothing", count: 4)
    let initial = try state.array("initial", count: 2)
    let first = try state.array("initial-seasons")
    coefficients = ETSCoefficients(
      alpha: rates[0], beta: rates[1], gamma: rates[2], phi: rates[3], level: initial[0],
      trend: initial[1], seasons: first)
    let last = try state.array("last", count: 2)
    level = last[0]
    trend = last[1]
    seasons = try state.array("seasons", count: first.count)
    guard (form.season == .none) == first.isEmpty else {
      throw .malformedState(model: state.name, array: "seasons")
    }
    criteria = try ETSCriteria(restoring: state)
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "ets", name: name, notes: notes)
    state.append(
      "form",
      [
        form.error == .additive ? 0 : 1, form.trend == .none ? 0 : form.trend == .additive ? 1 : 2,
        form.isDamped ? 1 : 0, form.season == .none ? 0 : form.season == .additive ? 1 : 2,
      ])
    state.append(
      "smoothing", [coefficients.alpha, coefficients.beta, coefficients.gamma, coefficients.phi])
    state.append("initial", [coefficients.level, coefficients.trend])
    state.append("initial-seasons", coefficients.seasons)
    state.append("last", [level, trend])
    state.append("seasons", seasons)
    criteria.store(in: &state)
    return state
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    var result = [LocalParameter("alpha", coefficients.alpha)]
    if form.trend != .none { result.append(LocalParameter("beta", coefficients.beta)) }
    if form.season != .none { result.append(LocalParameter("gamma", coefficients.gamma)) }
    if form.isDamped { result.append(LocalParameter("phi", coefficients.phi)) }
    result.append(LocalParameter("l", coefficients.level))
    if form.trend != .none { result.append(LocalParameter("b", coefficients.trend)) }
    for (index, season) in coefficients.seasons.reversed().enumerated() {
      result.append(LocalParameter("s\(index + 1)", season))
    }
    return result + criteria.parameters
  }

  /// The mean of the next row.
  package var nextMean: Double {
    ETSStep(form, level: level, trend: trend, phi: coefficients.phi).mean(seasons.first)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    let step = ETSStep(form, level: level, trend: trend, phi: coefficients.phi)
    let next = step.after(value.isNaN ? step.mean(seasons.first) : value, season: seasons.first, coefficients)
    level = next.level
    trend = next.trend
    if let season = next.season {
      seasons.removeFirst()
      seasons.append(season)
    }
  }
}
