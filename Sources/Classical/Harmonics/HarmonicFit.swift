import LocalModels

/// A fitted ``HarmonicModel``.
public struct HarmonicFit: FittedLocalModel {
  private var inner: any FittedLocalModel
  private let waves: Waves
  /// Where in the longest wave the next row is.
  private var next: Int
  /// Remarks on the fit.
  public var notes: [FitNote]

  init(_ inner: any FittedLocalModel, _ waves: Waves, next: Int) {
    (self.inner, self.waves, self.next) = (inner, waves, next % waves.period)
    // Regressors of the inner model are waves, and nobody's columns.
    notes = inner.notes.filter { if case .remark = $0 { true } else { false } }
    self.inner.notes = []
  }

  /// Restores a model from its state.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    inner = try state.restoredMember("inner")
    notes = state.notes
    let (period, pairCount) = (try state.integer("period"), try state.integer("pairs"))
    next = try state.integer("next")
    guard period > 0, next < period else {
      throw .malformedState(model: state.name, array: period > 0 ? "next" : "period")
    }
    guard (1...period).contains(pairCount) else { throw .malformedState(model: state.name, array: "pairs") }
    try state.requireEffects(count: 2 * pairCount)
    waves = Waves(period: period, pairCount: pairCount)
  }

  /// The name; see `LocalModel`.
  public var name: String { "waves of \(waves.period) rows + \(inner.name)" }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] { inner.parameters }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "harmonic", name: name, notes: notes)
    state.append("period", [Double(waves.period)])
    state.append("pairs", [Double(waves.pairCount)])
    state.append("next", [Double(next)])
    state.appendMember("inner", inner.state)
    return state
  }

  /// The model as lines of text, the coefficients by their waves.
  public func summary(regressors names: [String]) -> [String] {
    [name] + inner.summary(regressors: waves.names).dropFirst()
      + notes.map { "  note: \($0.text(regressors: names))" }
  }

  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    inner.forecast(horizon: horizon, levels: levels, regressors: waves.columns(next..<next + horizon))
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] {
    inner.means(horizon: horizon, regressors: waves.columns(next..<next + horizon))
  }

  /// Filters the state forward by one row.
  public mutating func update(with value: Double) {
    inner.update(with: value, regressors: waves.values(next))
    next = (next + 1) % waves.period
  }
}
