extension ArimaState.Strand {
  /// The next undifferenced value that is expected.
  func predicted(_ differencing: Differencing) -> Double {
    differencing.pastPart(of: levels) + expected[0]
  }

  /// Takes in the next undifferenced value; see `shift`.
  mutating func take(
    _ level: Double, _ variance: Double, _ gain: [Double], _ polynomials: ArmaPolynomials,
    _ differencing: Differencing
  ) {
    let value = level - differencing.pastPart(of: levels)
    let factor = (value - expected[0]) / variance
    Self.shift(&expected, value: value, factor: factor, gain: gain, polynomials)
    guard !levels.isEmpty else { return }
    var levels = levels.mutableSpan
    let last = levels.count - 1
    for i in 0..<last { levels[i] = levels[i + 1] }
    levels[last] = level
  }

  /// expected'[i] = expected[i + 1] + φ[i] w + H[i] u / v.
  static func shift(
    _ expected: inout [Double], value: Double, factor: Double, gain: [Double],
    _ polynomials: ArmaPolynomials
  ) {
    let h = gain.span
    var next = expected.mutableSpan
    let last = next.count - 1
    precondition(h.count > last)
    for i in 0..<last { next[i] = next[i + 1] + h[i] * factor }
    next[last] = 0
    let phi = polynomials.autoregressive
    for lag in polynomials.autoregressiveLags { next[lag - 1] += phi[lag - 1] * value }
  }

  /// Adds a multiple of another strand.
  mutating func add(_ other: Self, times factor: Double) {
    for index in expected.indices { expected[index] += factor * other.expected[index] }
    for index in levels.indices { levels[index] += factor * other.levels[index] }
  }

  mutating func scale(by factor: Double) {
    for index in expected.indices { expected[index] *= factor }
    for index in levels.indices { levels[index] *= factor }
  }

  /// Whether it changes no forecast noticeably.
  var isNegligible: Bool {
    expected.allSatisfy { $0.magnitude < 1e-12 } && levels.allSatisfy { $0.magnitude < 1e-12 }
  }
}

/// Orthogonal transforms of directions: their sum of squares, the covariance, stays as it is.
enum TurnedStrands {
  /// Turns directions so that `shares`, a linear function of each, is zero for all but the first; returns that of the first.
  ///
  /// A Householder reflection by h = shares ± |shares| e₁.
  static func gather(_ strands: inout [ArimaState.Strand], _ shares: [Double]) -> Double {
    let size = shares.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let first = shares[0] > 0 ? -size : size
    var direction = shares
    direction[0] -= first
    let norm = direction.reduce(0) { $0 + $1 * $1 }
    guard norm > 0 else { return shares[0] }
    var sum = strands[0]
    sum.scale(by: direction[0])
    for index in strands.indices.dropFirst() { sum.add(strands[index], times: direction[index]) }
    for index in strands.indices { strands[index].add(sum, times: -2 * direction[index] / norm) }
    return first
  }

  /// As many directions as a state has numbers with the same sum of squares: by reflections, the numbers beyond the first of each become zero in turn.
  static func fewest(_ strands: [ArimaState.Strand]) -> [ArimaState.Strand] {
    var rest = strands
    var result: [ArimaState.Strand] = []
    let width = strands[0].expected.count + strands[0].levels.count
    for place in 0..<width where !rest.isEmpty {
      let shares = rest.map { strand in
        place < strand.expected.count
          ? strand.expected[place] : strand.levels[place - strand.expected.count]
      }
      guard shares.contains(where: { $0 != 0 }) else { continue }
      _ = gather(&rest, shares)
      result.append(rest.removeFirst())
    }
    return result.filter { !$0.isNegligible }
  }
}
