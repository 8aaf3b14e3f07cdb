/// The recursion of complex exponential smoothing with backcasting, and its derivatives.
///
/// With lag g (m for the seasonal kind, else 1), error e = y − μ, μ = l_{t−g} or l_{t−1} + s_{t−m}:
///
///     l ← l − (1 − α₁)c + (α₀ − α₁)e    c ← l + (1 − α₀)c + (α₀ + α₁)e
///     partial: s ← s + β₀e
///     full: s ← s − (1 − β₁)d + (β₀ − β₁)e    d ← s + (1 − β₀)d + (β₀ + β₁)e
///
/// The series is run through forward, backward and forward again, each time followed by m rows without error whose states, reversed, begin
/// the next run. Each state carries its derivatives by the up to four parameters along.
package struct ComplexRecursion {
  /// Derivatives by α₀, α₁, β₀, β₁.
  package typealias Vector = SIMD4<Double>

  package let kind: ComplexSmoothing.Kind
  package let values: [Double]
  package let season: Int
  private let initial: ComplexStates

  package init(_ kind: ComplexSmoothing.Kind, values: [Double], season: Int) {
    self.kind = kind
    self.values = values
    self.season = kind == .simple ? 1 : season
    initial = ComplexStates(kind, values: values, season: season)
  }

  /// The result of the three runs.
  package struct Outcome {
    package var squares = 0.0
    /// Σ e ∂e.
    package var slope = Vector()
    /// Σ ∂e ∂eᵀ, column by column.
    package var curvature: [Vector] = []
    /// The last m rows of states, oldest first.
    package var states: ComplexStates
  }

  package func makeScratch() -> ComplexScratch {
    ComplexScratch(values: values, rows: values.count + 2 * season)
  }

  /// Runs the series through three times.
  package func run(_ parameters: Vector, _ scratch: ComplexScratch) -> Outcome {
    let m = season
    scratch.begin(from: initial, season: m)
    var outcome = Outcome(states: initial)
    for pass in 0..<3 {
      switch kind {
      case .simple, .automatic: run(.simple, parameters, pass, scratch, &outcome)
      case .seasonal: run(.seasonal, parameters, pass, scratch, &outcome)
      case .partial: run(.partial, parameters, pass, scratch, &outcome)
      case .full: run(.full, parameters, pass, scratch, &outcome)
      }
      if pass < 2 { scratch.reverse(season: m) }
    }
    let last = values.count..<(values.count + m)
    outcome.states.level = scratch.values(of: 0, last)
    outcome.states.potential = scratch.values(of: 1, last)
    if !initial.season.isEmpty {
      outcome.states.season = scratch.values(of: 2, last)
      outcome.states.seasonPotential = scratch.values(of: 3, last)
    }
    return outcome
  }

  /// One run over the rows; the third adds up squares and derivatives.
  @inline(__always)
  private func run(
    _ kind: ComplexSmoothing.Kind, _ p: Vector, _ pass: Int, _ scratch: ComplexScratch,
    _ outcome: inout Outcome
  ) {
    let m = season
    let count = values.count
    let lag = kind == .seasonal ? m : 1
    let hasSeason = kind == .partial || kind == .full
    let unit2 = Vector(0, 0, 1, 0)
    let ofLevel = ComplexStep(p[0], p[1], Vector(1, 0, 0, 0), Vector(0, 1, 0, 0))
    let ofSeason = ComplexStep(p[2], p[3], unit2, Vector(0, 0, 0, 1))
    var squares = 0.0
    var slope = Vector()
    var (c0, c1, c2, c3) = (slope, slope, slope, slope)
    for row in m..<(count + 2 * m) {
      let from = row - lag
      let level = scratch.load(0, from)
      let potential = scratch.load(1, from)
      var e = 0.0
      var de = Vector()
      var seasonal: ComplexScratch.State = (0, Vector())
      if hasSeason { seasonal = scratch.load(2, row - m) }
      if row < count + m {
        let y = scratch.source(pass == 1 ? count - 1 - (row - m) : row - m)
        e = y - level.value - seasonal.value
        de = -level.slope - seasonal.slope
        if pass == 2 {
          squares += e * e
          slope += e * de
          c0 += de[0] * de
          c1 += de[1] * de
          if hasSeason { c2 += de[2] * de }
          if kind == .full { c3 += de[3] * de }
        }
      }
      scratch.store(0, row, ofLevel.state(level, potential, (e, de)))
      scratch.store(1, row, ofLevel.potential(level, potential, (e, de)))
      if kind == .partial {
        var next: Vector = seasonal.slope + p[2] * de
        next += e * unit2
        scratch.store(2, row, (seasonal.value + p[2] * e, next))
      } else if kind == .full {
        let hidden = scratch.load(3, row - m)
        scratch.store(2, row, ofSeason.state(seasonal, hidden, (e, de)))
        scratch.store(3, row, ofSeason.potential(seasonal, hidden, (e, de)))
      }
    }
    if pass == 2 {
      outcome.squares = squares
      outcome.slope = slope
      outcome.curvature = [c0, c1, c2, c3]
    }
  }
}

/// One step of a complex state with the coefficients p₀ and p₁: s ← s − (1 − p₁)c + (p₀ − p₁)e of its value and c ← s + (1 − p₀)c + (p₀ + p₁)e
/// of its potential, with their derivatives.
private struct ComplexStep {
  typealias State = ComplexScratch.State

  private let hidden0: Double
  private let hidden1: Double
  private let difference: Double
  private let sum: Double
  private let unit0: ComplexRecursion.Vector
  private let unit1: ComplexRecursion.Vector

  /// - Parameter unit0: The derivatives of p₀.
  /// - Parameter unit1: The derivatives of p₁.
  @inline(__always)
  init(_ p0: Double, _ p1: Double, _ unit0: ComplexRecursion.Vector, _ unit1: ComplexRecursion.Vector) {
    (hidden0, hidden1, difference, sum) = (1 - p0, 1 - p1, p0 - p1, p0 + p1)
    (self.unit0, self.unit1) = (unit0, unit1)
  }

  @inline(__always)
  func state(_ state: State, _ potential: State, _ error: State) -> State {
    var slope: ComplexRecursion.Vector = state.slope - hidden1 * potential.slope
    slope += potential.value * unit1
    slope += difference * error.slope
    slope += error.value * (unit0 - unit1)
    return (state.value - hidden1 * potential.value + difference * error.value, slope)
  }

  @inline(__always)
  func potential(_ state: State, _ potential: State, _ error: State) -> State {
    var slope: ComplexRecursion.Vector = state.slope + hidden0 * potential.slope
    slope -= potential.value * unit0
    slope += sum * error.slope
    slope += error.value * (unit0 + unit1)
    return (state.value + hidden0 * potential.value + sum * error.value, slope)
  }
}
