import LocalModels

/// The state of the Kalman filter of an ARIMA process, exact with missing rows: what the next values are expected to be, and how the gains go on.
///
/// Were the missing rows known, gains and variances would be those of a complete series (see `ArmaFilter`). What is not known of the past is therefore kept beside
/// the state as directions, each standing for one standard normal number times σ: columns of a square root of what missing rows add to the covariance of the state.
/// A missing row adds a direction of size √v. A present row turns the directions so that one alone, of size s, meets its innovation u, whose variance then is F = v + s²:
/// the state moves by s u/F along that direction, which shrinks by √(v/F).
struct ArimaState: Sendable, Equatable {
  /// What is filtered: the series, and in an estimation its regressors, all with the same gains.
  var columns: [Strand]
  /// The gain H of the next row.
  var gain: [Double]
  /// The vector L by which the gain still changes.
  var change: [Double]
  /// The variance of the next innovation without missing rows, in units of the innovation variance.
  var variance: Double
  /// The directions in which missing rows leave the past uncertain.
  var uncertainties: [Strand] = []

  /// What is expected from one past.
  struct Strand: Sendable, Equatable {
    /// The differenced values, without constant and regressors, expected from the past: the next row first.
    var expected: [Double]
    /// The last d + Dm undifferenced values without constant and regressors, in order of time.
    var levels: [Double]
  }

  /// The state after the first d + Dm rows, of which every column has its levels; nil if the process is not stationary.
  init?(_ polynomials: ArmaPolynomials, levels: [[Double]]) {
    var start = ArmaStart(polynomials)
    guard start.compute(polynomials) else { return nil }
    let zeros = [Double](repeating: 0, count: start.stride)
    columns = levels.map { Strand(expected: zeros, levels: $0) }
    gain = start.gain
    change = start.change
    variance = start.variance
  }

  init(column: Strand, gain: [Double], change: [Double], variance: Double) {
    columns = [column]
    self.gain = gain
    self.change = change
    self.variance = variance
  }

  /// Takes in the next row.
  ///
  /// - Parameter values: An undifferenced value for each column, without constant and regressors; nil where the row is missing.
  /// - Returns: The variance of the innovations; 0 where the row is missing.
  mutating func observe(
    _ values: [Double]?, _ polynomials: ArmaPolynomials, _ differencing: Differencing,
    innovations: inout [Double]
  ) -> Double {
    defer { advanceGain() }
    guard let values else {
      addUnknown(polynomials, differencing)
      return 0
    }
    for index in columns.indices {
      innovations[index] = values[index] - columns[index].predicted(differencing)
    }
    let total = learn(from: innovations, differencing)
    for index in columns.indices {
      columns[index].take(values[index], variance, gain, polynomials, differencing)
    }
    for index in uncertainties.indices {
      uncertainties[index].take(0, variance, gain, polynomials, differencing)
    }
    uncertainties.removeAll { $0.isNegligible }
    return total
  }

  /// A missing row counts as expected, and what it was is a new direction.
  private mutating func addUnknown(_ polynomials: ArmaPolynomials, _ differencing: Differencing) {
    for index in columns.indices {
      let level = columns[index].predicted(differencing)
      columns[index].take(level, variance, gain, polynomials, differencing)
    }
    for index in uncertainties.indices {
      let level = uncertainties[index].predicted(differencing)
      uncertainties[index].take(level, variance, gain, polynomials, differencing)
    }
    let zeros = [Double](repeating: 0, count: gain.count)
    var unknown = Strand(
      expected: zeros, levels: [Double](repeating: 0, count: differencing.lostRows))
    unknown.take(variance.squareRoot(), variance, gain, polynomials, differencing)
    uncertainties.append(unknown)
    if uncertainties.count > gain.count + differencing.lostRows {
      uncertainties = TurnedStrands.fewest(uncertainties)
    }
  }

  /// Moves the columns along the direction that the innovations tell of, and shrinks it; returns the variance of the innovations.
  private mutating func learn(from innovations: [Double], _ differencing: Differencing) -> Double {
    guard !uncertainties.isEmpty else { return variance }
    let shares = uncertainties.map { $0.predicted(differencing) }
    let squares = shares.reduce(0) { $0 + $1 * $1 }
    let total = variance + squares
    guard squares > 1e-28 * variance else { return total }
    let size = TurnedStrands.gather(&uncertainties, shares)
    for index in columns.indices {
      columns[index].add(uncertainties[0], times: size * innovations[index] / total)
    }
    uncertainties[0].scale(by: (variance / total).squareRoot())
    return total
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

extension ArimaState {
  /// The differenced values of the series, expected from the past: the next row first.
  var expected: [Double] { columns[0].expected }
  /// The last d + Dm undifferenced values of the series without constant and regressors, in order of time.
  var levels: [Double] { columns[0].levels }
}
