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
    let unit0 = Vector(1, 0, 0, 0)
    let unit1 = Vector(0, 1, 0, 0)
    let unit2 = Vector(0, 0, 1, 0)
    let unit3 = Vector(0, 0, 0, 1)
    let (a0, a1): (Double, Double) = (p[0], p[1])
    let (b0, b1): (Double, Double) = (p[2], p[3])
    let hidden0: Double = 1 - a0
    let hidden1: Double = 1 - a1
    let hidden2: Double = 1 - b0
    let hidden3: Double = 1 - b1
    let difference: Double = a0 - a1
    let sum: Double = a0 + a1
    let seasonDifference: Double = b0 - b1
    let seasonSum: Double = b0 + b1
    let step01: Vector = unit0 - unit1
    let turn01: Vector = unit0 + unit1
    let step23: Vector = unit2 - unit3
    let turn23: Vector = unit2 + unit3
    var squares = 0.0
    var slope = Vector()
    var (c0, c1, c2, c3) = (slope, slope, slope, slope)
    for row in m..<(count + 2 * m) {
      let from = row - lag
      let (l, dl) = scratch.load(0, from)
      let (c, dc) = scratch.load(1, from)
      var e = 0.0
      var de = Vector()
      var (s, ds) = (0.0, Vector())
      if hasSeason { (s, ds) = scratch.load(2, row - m) }
      if row < count + m {
        let y = scratch.source(pass == 1 ? count - 1 - (row - m) : row - m)
        e = y - l - s
        de = -dl - ds
        if pass == 2 {
          squares += e * e
          slope += e * de
          c0 += de[0] * de
          c1 += de[1] * de
          if hasSeason { c2 += de[2] * de }
          if kind == .full { c3 += de[3] * de }
        }
      }
      var level: Vector = dl - hidden1 * dc
      level += c * unit1
      level += difference * de
      level += e * step01
      scratch.store(0, row, l - hidden1 * c + difference * e, level)
      var potential: Vector = dl + hidden0 * dc
      potential -= c * unit0
      potential += sum * de
      potential += e * turn01
      scratch.store(1, row, l + hidden0 * c + sum * e, potential)
      if kind == .partial {
        var season: Vector = ds + b0 * de
        season += e * unit2
        scratch.store(2, row, s + b0 * e, season)
      } else if kind == .full {
        let (d, dd) = scratch.load(3, row - m)
        var season: Vector = ds - hidden3 * dd
        season += d * unit3
        season += seasonDifference * de
        season += e * step23
        scratch.store(2, row, s - hidden3 * d + seasonDifference * e, season)
        var hidden: Vector = ds + hidden2 * dd
        hidden -= d * unit2
        hidden += seasonSum * de
        hidden += e * turn23
        scratch.store(3, row, s + hidden2 * d + seasonSum * e, hidden)
      }
    }
    if pass == 2 {
      outcome.squares = squares
      outcome.slope = slope
      outcome.curvature = [c0, c1, c2, c3]
    }
  }
}
