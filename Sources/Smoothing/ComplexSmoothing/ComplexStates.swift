import LocalModels

/// The states of complex exponential smoothing: m rows of level l, potential c, season s and its potential d (one row for the simple kind).
package struct ComplexStates: Sendable, Equatable {
  package var level: [Double]
  package var potential: [Double]
  package var season: [Double]
  package var seasonPotential: [Double]

  /// The first guess of the states before the first row.
  package init(_ kind: ComplexSmoothing.Kind, values: [Double], season m: Int) {
    func mean(_ count: Int) -> Double { values.prefix(count).reduce(0, +) / Double(count) }
    switch kind {
    case .simple, .automatic:
      level = [mean(min(10, values.count))]
    case .seasonal:
      level = Array(values.prefix(m))
    case .partial, .full:
      level = [Double](repeating: mean(m), count: m)
    }
    potential = level.map { $0 / 1.1 }
    season = []
    seasonPotential = []
    guard kind == .partial || kind == .full else { return }
    season =
      ClassicalDecomposition(values, season: m, kind: .additive)?.indices
      ?? [Double](repeating: 0, count: m)
    seasonPotential = season.map { $0 / 1.1 }
  }
}
