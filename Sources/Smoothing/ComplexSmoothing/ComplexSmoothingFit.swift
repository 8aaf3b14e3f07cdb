import LocalModels

/// A fitted model of complex exponential smoothing.
///
/// The recursion is linear in the errors: Var_h = σ²(1 + Σψ_j²), ψ_j what a unit error does j steps later; σ² = Σe²/(n − k − 1).
public struct ComplexSmoothingFit: FittedLocalModel {
  /// How the season enters.
  public let kind: ComplexSmoothing.Kind
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  /// AICc of n ln Σe².
  public let aicc: Double
  private let parametersInOrder: SIMD4<Double>
  private let logLikelihood: Double
  private let variance: Double
  private let squares: Double
  private var states: ComplexStates
  /// Whether errors of later rows correct the states, which they would drive away from the rows where the filter is not stable.
  private let stability = FilterStability()

  init(
    _ kind: ComplexSmoothing.Kind, coefficients: SIMD4<Double>, recursion: ComplexRecursion, scale: Double
  ) {
    let outcome = recursion.run(coefficients, recursion.makeScratch())
    self.kind = kind
    parametersInOrder = coefficients
    states = outcome.states.scaled(by: scale)
    squares = outcome.squares * scale * scale
    let n = Double(recursion.values.count)
    let k = Double(kind.parameterCount)
    let criterion = n * (logarithm(outcome.squares + n * 1e-32) + 2 * logarithm(scale))
    logLikelihood = -criterion / 2
    aicc = criterion + 2 * k + 2 * k * (k + 1) / (n - k - 1)
    variance = squares / (n - k - 1)
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    guard let kind = ComplexSmoothing.Kind(rawValue: state.name) else { throw .unknownModel(state.name) }
    self.kind = kind
    notes = state.notes
    let numbers = try state.array("criteria", count: 4)
    aicc = numbers[0]
    logLikelihood = numbers[1]
    variance = numbers[2]
    squares = numbers[3]
    let coefficients = try state.array("smoothing", count: 4)
    parametersInOrder = ComplexObjective.parameters(coefficients)
    let level = try state.array("level")
    let hasSeason = kind == .partial || kind == .full
    states = ComplexStates(
      level: level, potential: try state.array("potential", count: level.count),
      season: try state.array("season", count: hasSeason ? level.count : 0),
      seasonPotential: try state.array("season-potential", count: hasSeason ? level.count : 0))
    guard !level.isEmpty else { throw .malformedState(model: state.name, array: "level") }
  }

  /// The name of the model.
  public var name: String { kind.rawValue }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    let names = ["alpha0", "alpha1", "beta0", "beta1"]
    return (0..<kind.coefficientCount).map { LocalParameter(names[$0], parametersInOrder[$0]) } + [
      LocalParameter("loglik", logLikelihood), LocalParameter("aicc", aicc),
      LocalParameter("sigma2", variance), LocalParameter("sse", squares),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "ces", name: name, notes: notes)
    state.append("criteria", [aicc, logLikelihood, variance, squares])
    state.append("smoothing", (0..<4).map { parametersInOrder[$0] })
    state.append("level", states.level)
    state.append("potential", states.potential)
    state.append("season", states.season)
    state.append("season-potential", states.seasonPotential)
    return state
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] {
    var future = states
    return (0..<horizon).map { _ in
      let mean = future.mean(kind)
      future.advance(kind, error: 0, parametersInOrder)
      return mean
    }
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let mean = means(horizon: horizon)
    var impulse = states.scaled(by: 0)
    impulse.advance(kind, error: 1, parametersInOrder)
    var sum = 1.0
    let variances = (0..<horizon).map { _ in
      let result = variance * sum
      let change = impulse.mean(kind)
      sum += change * change
      impulse.advance(kind, error: 0, parametersInOrder)
      return result
    }
    return IntervalForecast(mean: mean, variance: variances, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  ///
  /// The estimate asks for no stable filter. Where it is none, states go on as forecast: an error would come back larger from row to row.
  public mutating func update(with value: Double) {
    let follows = stability.isStable { states.areForgotten(kind, parametersInOrder) }
    let error = value.isNaN || !follows ? 0 : value - states.mean(kind)
    states.advance(kind, error: error, parametersInOrder)
  }
}

extension ComplexStates {
  init(level: [Double], potential: [Double], season: [Double], seasonPotential: [Double]) {
    self.level = level
    self.potential = potential
    self.season = season
    self.seasonPotential = seasonPotential
  }

  /// The states of a series in other units.
  func scaled(by factor: Double) -> ComplexStates {
    ComplexStates(
      level: level.map { $0 * factor }, potential: potential.map { $0 * factor },
      season: season.map { $0 * factor }, seasonPotential: seasonPotential.map { $0 * factor })
  }

  /// The mean of the next row.
  func mean(_ kind: ComplexSmoothing.Kind) -> Double {
    switch kind {
    case .seasonal: level[0]
    case .simple, .automatic: level[level.count - 1]
    case .partial, .full: level[level.count - 1] + season[0]
    }
  }

  /// Whether what states were before does not grow while rows correct them; it depends on the number of states and not on them.
  func areForgotten(_ kind: ComplexSmoothing.Kind, _ p: SIMD4<Double>) -> Bool {
    var rest = self
    for index in level.indices { (rest.level[index], rest.potential[index]) = (1, -0.5) }
    for index in season.indices { (rest.season[index], rest.seasonPotential[index]) = (-0.5, 1) }
    let rows = max(100, 10 * level.count)
    func largest() -> Double {
      (rest.level + rest.potential + rest.season).reduce(0) { max($0, $1.magnitude) }
    }
    for _ in 0..<rows { rest.advance(kind, error: -rest.mean(kind), p) }
    let before = largest()
    for _ in 0..<rows { rest.advance(kind, error: -rest.mean(kind), p) }
    return largest() <= 1.5 * max(1e-3, before)
  }

  /// Moves on by a row with the given error.
  mutating func advance(_ kind: ComplexSmoothing.Kind, error e: Double, _ p: SIMD4<Double>) {
    let from = kind == .seasonal ? 0 : level.count - 1
    let (l, c) = (level[from], potential[from])
    level.removeFirst()
    potential.removeFirst()
    level.append(l - (1 - p[1]) * c + (p[0] - p[1]) * e)
    potential.append(l + (1 - p[0]) * c + (p[0] + p[1]) * e)
    guard kind == .partial || kind == .full else { return }
    let (s, d) = (season.removeFirst(), seasonPotential.removeFirst())
    if kind == .partial {
      season.append(s + p[2] * e)
      seasonPotential.append(d)
    } else {
      season.append(s - (1 - p[3]) * d + (p[2] - p[3]) * e)
      seasonPotential.append(s + (1 - p[2]) * d + (p[2] + p[3]) * e)
    }
  }
}
