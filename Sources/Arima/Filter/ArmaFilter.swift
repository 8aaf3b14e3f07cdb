/// The Kalman filter of a stationary ARMA process in its fastest exact form.
///
/// The covariance of the state changes by a matrix of rank one each row, −LLᵀ/v (Morf, Sidhu and Kailath 1974; Mélard 1984, AS 197), so gains H and
/// innovation variances v follow from vectors alone:
///
///     g = L[0]/v,  L'[i] = L[i+1] − g H[i],  H'[i] = H[i] − g L[i+1],  v' = v − g L[0]
///     u[t] = w[t] − Σ φ[j] w[t−j] − Σ_{s<t} H_s[t−s−1] u[s]/v[s]
///
/// After p rows only the first q entries differ from zero; when L has died out the recursion is the plain one with θ. The conditional form (errors before row
/// p + 1 are zero) is the plain one from the start.
package struct ArmaFilter {
  /// Rows of the differenced series.
  package let count: Int
  package let p: Int
  package let q: Int
  package let stride: Int
  /// Rows of a column with the padding that the recursion writes to.
  package let paddedCount: Int
  package private(set) var polynomials: ArmaPolynomials
  package var start: ArmaStart
  /// H of row s at `s·stride`.
  package private(set) var gains: [Double]
  /// L of row s at `s·stride`.
  package private(set) var changes: [Double]
  /// Innovation variances of each row, in units of the innovation variance of the process.
  package private(set) var variances: [Double]
  /// The first row from which the gains stand still.
  package private(set) var frozenRow: Int
  /// The first row that counts: 0, or p for the conditional form.
  package private(set) var firstRow = 0
  private var pending: [Double]

  package var workspace: ArmaAdjoint

  /// - Parameter columnCount: How many columns can be filtered at once.
  package init(order: ArimaOrder, count: Int, columnCount: Int) {
    self.count = count
    polynomials = ArmaPolynomials(order: order)
    start = ArmaStart(polynomials)
    p = polynomials.autoregressive.count
    q = polynomials.movingAverage.count
    stride = start.stride
    paddedCount = count + stride
    frozenRow = 0
    gains = []
    changes = []
    variances = [Double](repeating: 1, count: count + 1)
    pending = [Double](repeating: 0, count: paddedCount)
    workspace = ArmaAdjoint(
      p: p, q: q, stride: stride, paddedCount: paddedCount, columnCount: columnCount)
  }

  /// Sets the coefficients from unbounded numbers.
  package mutating func setUnbounded(_ x: [Double]) { polynomials.setUnbounded(x) }

  /// Sets the coefficients φ, θ, Φ, Θ.
  package mutating func setFactors(_ coefficients: [Double]) { polynomials.setFactors(coefficients) }

  /// The entries of H that can differ from zero in row s.
  @inline(__always)
  package func gainWidth(_ s: Int) -> Int { max(q, p - s - 1) }

  /// Prepares the conditional form.
  package mutating func useConditionalGains() {
    for s in 0...count { variances[s] = 1 }
    frozenRow = 0
    firstRow = min(p, count)
  }

  /// Computes the exact gains of all rows; false if the process is not stationary.
  package mutating func computeGains() -> Bool {
    firstRow = 0
    guard start.compute(polynomials) else { return false }
    reserveRow(0)
    for i in 0..<stride {
      gains[i] = start.gain[i]
      changes[i] = start.change[i]
    }
    var variance = start.variance
    frozenRow = count
    for s in 0..<count {
      variances[s] = variance
      if isStill(s, variance: variance) {
        frozenRow = s
        break
      }
      reserveRow(s + 1)
      let first = changes[s * stride]
      advance(s, by: first / variance)
      variance -= first / variance * first
      guard variance > 0 else { return false }
    }
    for s in Swift.stride(from: frozenRow, through: count, by: 1) { variances[s] = variance }
    return true
  }

  private mutating func reserveRow(_ s: Int) {
    let needed = (s + 1) * stride - gains.count
    guard needed > 0 else { return }
    let zeros = repeatElement(0.0, count: max(needed, min(64, count + 1 - s) * stride))
    gains.append(contentsOf: zeros)
    changes.append(contentsOf: zeros)
  }

  /// One step of the recursion for H and L, from row s to s + 1.
  private mutating func advance(_ s: Int, by reflection: Double) {
    let row = s * stride
    ArmaKernels.advance(
      gains: &gains, changes: &changes, row: row, next: row + stride, width: gainWidth(s),
      reflection: reflection)
  }

  /// Whether L has died out in row s and the gains are θ.
  private func isStill(_ s: Int, variance: Double) -> Bool {
    guard s >= p, changes[s * stride].magnitude < 1e-9 * variance else { return false }
    for i in 0..<q where changes[s * stride + i].magnitude > 1e-9 { return false }
    for i in 0..<q
    where (gains[s * stride + i] / variance - polynomials.movingAverage[i]).magnitude > 1e-6 {
      return false
    }
    return true
  }

  /// Filters a column: `innovations` gets u, `count` numbers.
  package mutating func filter(_ column: [Double], into innovations: inout [Double]) {
    for index in 0..<paddedCount { pending[index] = 0 }
    for lag in polynomials.autoregressiveLags {
      ArmaKernels.addDelayed(
        column, by: lag, factor: polynomials.autoregressive[lag - 1], into: &pending, count: count)
    }
    for s in 0..<min(firstRow, count) { innovations[s] = 0 }
    for s in Swift.stride(from: firstRow, to: frozenRow, by: 1) {
      let innovation = column[s] - pending[s]
      innovations[s] = innovation
      ArmaKernels.scatter(
        gains, row: s * stride, width: gainWidth(s), factor: innovation / variances[s], into: &pending,
        start: s + 1)
    }
    ArmaKernels.filterFrozen(
      column, from: max(frozenRow, firstRow), polynomials.movingAverage, lags: polynomials.movingAverageLags,
      pending: &pending, innovations: &innovations)
  }
}
