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
struct ComplexRecursion {
  /// A number and its derivatives by α₀, α₁, β₀, β₁.
  struct Dual {
    var value: Double
    var slope: SIMD4<Double>
  }

  let kind: ComplexSmoothing.Kind
  let values: [Double]
  let season: Int
  private let initial: ComplexStates

  init(_ kind: ComplexSmoothing.Kind, values: [Double], season: Int) {
    self.kind = kind
    self.values = values
    self.season = kind == .simple ? 1 : season
    initial = ComplexStates(kind, values: values, season: season)
  }

  /// The result of the three runs.
  struct Outcome {
    var squares = 0.0
    /// Σ e ∂e.
    var slope = SIMD4<Double>()
    /// Σ ∂e ∂eᵀ, column by column.
    var curvature = [SIMD4<Double>](repeating: SIMD4(), count: 4)
    /// The last m rows of states, oldest first.
    var states: ComplexStates
  }

  /// The scratch arrays of the runs: one state a row, m of them before the first.
  struct Scratch {
    var level: [Dual]
    var potential: [Dual]
    var season: [Dual]
    var seasonPotential: [Dual]

    init(count: Int) {
      level = [Dual](repeating: Dual(value: 0, slope: SIMD4()), count: count)
      potential = level
      season = level
      seasonPotential = level
    }
  }

  func makeScratch() -> Scratch { Scratch(count: values.count + 2 * season) }

  /// Runs the series through three times.
  func run(_ parameters: SIMD4<Double>, _ scratch: inout Scratch) -> Outcome {
    let m = season
    for row in 0..<m {
      func dual(_ values: [Double]) -> Dual {
        Dual(value: values.isEmpty ? 0 : values[values.count == 1 ? 0 : row], slope: SIMD4())
      }
      scratch.level[row] = dual(initial.level)
      scratch.potential[row] = dual(initial.potential)
      scratch.season[row] = dual(initial.season)
      scratch.seasonPotential[row] = dual(initial.seasonPotential)
    }
    var outcome = Outcome(states: initial)
    for pass in 0..<3 {
      switch kind {
      case .simple, .automatic: run(.simple, parameters, pass, &scratch, &outcome)
      case .seasonal: run(.seasonal, parameters, pass, &scratch, &outcome)
      case .partial: run(.partial, parameters, pass, &scratch, &outcome)
      case .full: run(.full, parameters, pass, &scratch, &outcome)
      }
      if pass < 2 { reverse(&scratch) }
    }
    let last = values.count..<(values.count + m)
    outcome.states.level = last.map { scratch.level[$0].value }
    outcome.states.potential = last.map { scratch.potential[$0].value }
    if !initial.season.isEmpty {
      outcome.states.season = last.map { scratch.season[$0].value }
      outcome.states.seasonPotential = last.map { scratch.seasonPotential[$0].value }
    }
    return outcome
  }

  /// Makes the m rows after the last one, reversed, the rows before the first of the next run.
  private func reverse(_ scratch: inout Scratch) {
    let end = values.count + 2 * season - 1
    for row in 0..<season {
      scratch.level[row] = scratch.level[end - row]
      scratch.potential[row] = scratch.potential[end - row]
      scratch.season[row] = scratch.season[end - row]
      scratch.seasonPotential[row] = scratch.seasonPotential[end - row]
    }
  }

  @inline(__always)
  private func run(
    _ kind: ComplexSmoothing.Kind, _ p: SIMD4<Double>, _ pass: Int, _ scratch: inout Scratch,
    _ outcome: inout Outcome
  ) {
    let m = season
    let count = values.count
    let lag = kind == .seasonal ? m : 1
    let hasSeason = kind == .partial || kind == .full
    let unit0 = SIMD4<Double>(1, 0, 0, 0)
    let unit1 = SIMD4<Double>(0, 1, 0, 0)
    let unit2 = SIMD4<Double>(0, 0, 1, 0)
    let unit3 = SIMD4<Double>(0, 0, 0, 1)
    for row in m..<(count + 2 * m) {
      let level = scratch.level[row - lag]
      let potential = scratch.potential[row - lag]
      var error = 0.0
      var errorSlope = SIMD4<Double>()
      if row < count + m {
        let y = pass == 1 ? values[count - 1 - (row - m)] : values[row - m]
        error = y - level.value
        errorSlope = -level.slope
        if hasSeason {
          error -= scratch.season[row - m].value
          errorSlope -= scratch.season[row - m].slope
        }
        if pass == 2 {
          outcome.squares += error * error
          outcome.slope += error * errorSlope
          for column in 0..<kind.coefficientCount {
            outcome.curvature[column] += errorSlope[column] * errorSlope
          }
        }
      }
      scratch.level[row] = Dual(
        value: level.value - (1 - p[1]) * potential.value + (p[0] - p[1]) * error,
        slope: level.slope - (1 - p[1]) * potential.slope + potential.value * unit1
          + (p[0] - p[1]) * errorSlope + error * (unit0 - unit1))
      scratch.potential[row] = Dual(
        value: level.value + (1 - p[0]) * potential.value + (p[0] + p[1]) * error,
        slope: level.slope + (1 - p[0]) * potential.slope - potential.value * unit0
          + (p[0] + p[1]) * errorSlope + error * (unit0 + unit1))
      guard hasSeason else { continue }
      let former = scratch.season[row - m]
      if kind == .partial {
        scratch.season[row] = Dual(
          value: former.value + p[2] * error,
          slope: former.slope + p[2] * errorSlope + error * unit2)
      } else {
        let hidden = scratch.seasonPotential[row - m]
        scratch.season[row] = Dual(
          value: former.value - (1 - p[3]) * hidden.value + (p[2] - p[3]) * error,
          slope: former.slope - (1 - p[3]) * hidden.slope + hidden.value * unit3
            + (p[2] - p[3]) * errorSlope + error * (unit2 - unit3))
        scratch.seasonPotential[row] = Dual(
          value: former.value + (1 - p[2]) * hidden.value + (p[2] + p[3]) * error,
          slope: former.slope + (1 - p[2]) * hidden.slope - hidden.value * unit2
            + (p[2] + p[3]) * errorSlope + error * (unit2 + unit3))
      }
    }
  }
}
