/// The state of the filter after the last row: what the next values are expected to be, and how the gains go on.
struct ArimaState: Sendable, Equatable {
  /// The differenced values, without constant and regressors, expected from the past: the next row first.
  var expected: [Double]
  /// The gain H of the next row.
  var gain: [Double]
  /// The vector L by which the gain still changes.
  var change: [Double]
  /// The variance of the next innovation, in units of the innovation variance.
  var variance: Double
  /// The last d + Dm undifferenced values without constant and regressors, in order of time.
  var levels: [Double]
  /// `expected` and `levels` of the directions in which missing rows leave the past uncertain: each stands for one standard normal number times σ.
  var uncertainties: [Uncertainty] = []

  /// What one unit of an unknown does to the state.
  struct Uncertainty: Sendable, Equatable {
    var expected: [Double]
    var levels: [Double]
  }

  /// The state before the first row; nil if the process is not stationary.
  init?(_ polynomials: ArmaPolynomials, levels: [Double]) {
    var start = ArmaStart(polynomials)
    guard start.compute(polynomials) else { return nil }
    expected = [Double](repeating: 0, count: start.stride)
    gain = start.gain
    change = start.change
    variance = start.variance
    self.levels = levels
  }

  init(
    expected: [Double], gain: [Double], change: [Double], variance: Double, levels: [Double]
  ) {
    self.expected = expected
    self.gain = gain
    self.change = change
    self.variance = variance
    self.levels = levels
  }

  /// Takes in the next differenced value.
  ///
  /// - Parameter unknowns: The same of each uncertain direction.
  mutating func observe(_ value: Double, unknowns: [Double], _ polynomials: ArmaPolynomials) {
    let factor = (value - expected[0]) / variance
    Self.shift(&expected, value: value, factor: factor, gain: gain, polynomials)
    for index in uncertainties.indices {
      let share = (unknowns[index] - uncertainties[index].expected[0]) / variance
      Self.shift(
        &uncertainties[index].expected, value: unknowns[index], factor: share, gain: gain,
        polynomials)
    }
    advanceGain()
  }

  /// expected'[i] = expected[i + 1] + φ[i] w + H[i] u / v.
  static func shift(
    _ expected: inout [Double], value: Double, factor: Double, gain: [Double],
    _ polynomials: ArmaPolynomials
  ) {
    let last = expected.count - 1
    for i in 0..<last { expected[i] = expected[i + 1] + gain[i] * factor }
    expected[last] = 0
    let phi = polynomials.autoregressive
    for lag in polynomials.autoregressiveLags { expected[lag - 1] += phi[lag - 1] * value }
  }

  /// The step of the fast recursion for the gains; see `ArmaFilter`.
  mutating func advanceGain() {
    let largest = change.reduce(0) { max($0, $1.magnitude) }
    guard largest > 1e-14 else {
      // Also keeps ever smaller numbers from becoming denormal.
      for index in change.indices { change[index] = 0 }
      return
    }
    let reflection = change[0] / variance
    variance -= reflection * change[0]
    let last = change.count - 1
    for i in 0..<last {
      let shifted = change[i + 1]
      change[i] = shifted - reflection * gain[i]
      gain[i] -= reflection * shifted
    }
    change[last] = 0
  }

  /// Whether gains and variance have stopped changing.
  var isSteady: Bool { change.allSatisfy { $0 == 0 } }
}
