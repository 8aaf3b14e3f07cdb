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
    var curvature: [SIMD4<Double>] = []
    /// The last m rows of states, oldest first.
    var states: ComplexStates
  }

  func makeScratch() -> ComplexScratch { ComplexScratch(values: values, rows: values.count + 2 * season) }

  /// Runs the series through three times.
  func run(_ parameters: SIMD4<Double>, _ scratch: ComplexScratch) -> Outcome {
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
    _ kind: ComplexSmoothing.Kind, _ p: SIMD4<Double>, _ pass: Int, _ scratch: ComplexScratch,
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
    let difference = p[0] - p[1]
    let sum = p[0] + p[1]
    var squares = 0.0
    var slope = SIMD4<Double>()
    var (c0, c1, c2, c3) = (slope, slope, slope, slope)
    for row in m..<(count + 2 * m) {
      let from = row - lag
      let (l, dl) = scratch.load(0, from)
      let (c, dc) = scratch.load(1, from)
      var e = 0.0
      var de = SIMD4<Double>()
      var (s, ds) = (0.0, SIMD4<Double>())
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
      scratch.store(
        0, row, l - (1 - p[1]) * c + difference * e,
        dl - (1 - p[1]) * dc + c * unit1 + difference * de + e * (unit0 - unit1))
      scratch.store(
        1, row, l + (1 - p[0]) * c + sum * e,
        dl + (1 - p[0]) * dc - c * unit0 + sum * de + e * (unit0 + unit1))
      if kind == .partial {
        scratch.store(2, row, s + p[2] * e, ds + p[2] * de + e * unit2)
      } else if kind == .full {
        let (d, dd) = scratch.load(3, row - m)
        scratch.store(
          2, row, s - (1 - p[3]) * d + (p[2] - p[3]) * e,
          ds - (1 - p[3]) * dd + d * unit3 + (p[2] - p[3]) * de + e * (unit2 - unit3))
        scratch.store(
          3, row, s + (1 - p[2]) * d + (p[2] + p[3]) * e,
          ds + (1 - p[2]) * dd - d * unit2 + (p[2] + p[3]) * de + e * (unit2 + unit3))
      }
    }
    if pass == 2 {
      outcome.squares = squares
      outcome.slope = slope
      outcome.curvature = [c0, c1, c2, c3]
    }
  }
}
