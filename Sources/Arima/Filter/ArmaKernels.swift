/// The inner loops of `ArmaFilter`, on rows of its arrays.
///
/// Each loop's bounds are checked once before it, so that the compiler can leave out the checks inside.
enum ArmaKernels {
  /// L'[i] = L[i+1] − g H[i], H'[i] = H[i] − g L[i+1] from row `row` to row `next`.
  static func advance(
    gains: inout [Double], changes: inout [Double], row: Int, next: Int, width: Int,
    reflection: Double
  ) {
    var h = gains.mutableSpan
    var l = changes.mutableSpan
    precondition(row >= 0 && next > row && next + width <= h.count && next + width <= l.count)
    for i in 0..<width {
      let shifted = l[row + i + 1]
      let gain = h[row + i]
      l[next + i] = shifted - reflection * gain
      h[next + i] = gain - reflection * shifted
    }
  }

  /// target[start + i] += factor · H[i].
  static func scatter(
    _ gains: [Double], row: Int, width: Int, factor: Double, into target: inout [Double], start: Int
  ) {
    let h = gains.span
    var target = target.mutableSpan
    precondition(row >= 0 && row + width <= h.count && start >= 0 && start + width <= target.count)
    for i in 0..<width { target[start + i] += h[row + i] * factor }
  }

  /// The transposes of `advance` and then of `scatter`, side by side, for each has a sum that waits for its additions: gradients of row
  /// `row` from those of the next.
  ///
  /// - Returns: The part of −(gradient of g) that comes from both H and L, and H · later.
  static func pullBackStep(
    gains: [Double], changes: [Double], row: Int, width: Int, reflection: Double,
    laterGain: [Double], laterChange: [Double], factor: Double, later: [Double], start: Int,
    gain: inout [Double], change: inout [Double]
  ) -> (advance: Double, scatter: Double) {
    let h = gains.span
    let l = changes.span
    let b = laterGain.span
    let a = laterChange.span
    let later = later.span
    var gain = gain.mutableSpan
    var change = change.mutableSpan
    precondition(
      row >= 0 && row + width < h.count && row + width < l.count && width < a.count
        && width < b.count && width < gain.count && width < change.count && start >= 0
        && start + width <= later.count)
    var (advance, scatter) = (0.0, 0.0)
    for i in 0..<width {
      let weight = later[start + i]
      gain[i] = b[i] - reflection * a[i] - weight * factor
      change[i + 1] = a[i] - reflection * b[i]
      advance += h[row + i] * a[i] + l[row + i + 1] * b[i]
      scatter += h[row + i] * weight
    }
    return (advance, scatter)
  }

  /// The transpose of `scatter`: subtracts factor · later from the gradient of H and returns H · later.
  static func pullBackScatter(
    gains: [Double], row: Int, width: Int, factor: Double, later: [Double], start: Int,
    gain: inout [Double]
  ) -> Double {
    let h = gains.span
    let later = later.span
    var gain = gain.mutableSpan
    precondition(
      row >= 0 && row + width <= h.count && start >= 0 && start + width <= later.count
        && width <= gain.count)
    var total = 0.0
    for i in 0..<width {
      let weight = later[start + i]
      gain[i] -= weight * factor
      total += h[row + i] * weight
    }
    return total
  }

  /// target[t] += factor · column[t − lag] for the rows of the column.
  static func addDelayed(
    _ column: [Double], by lag: Int, factor: Double, into target: inout [Double], count: Int
  ) {
    let column = column.span
    var target = target.mutableSpan
    precondition(lag >= 0 && count <= column.count + lag && count <= target.count)
    for t in stride(from: lag, to: count, by: 1) { target[t] += factor * column[t - lag] }
  }

  /// Σ a[first + t] b[t − lag] over rows t.
  static func delayedProduct(
    _ a: [Double], from first: Int, _ b: [Double], by lag: Int, rows: Range<Int>
  ) -> Double {
    let (a, b) = (a.span, b.span)
    precondition(
      first >= 0 && first + rows.upperBound <= a.count && lag <= rows.lowerBound
        && rows.upperBound <= b.count + lag)
    var sum = 0.0
    for t in rows { sum += a[first + t] * b[t - lag] }
    return sum
  }

  /// target[t] −= factor · column[t].
  static func subtract(_ column: [Double], factor: Double, from target: inout [Double]) {
    let column = column.span
    var target = target.mutableSpan
    precondition(column.count <= target.count)
    for t in 0..<column.count { target[t] -= factor * column[t] }
  }

  /// target[t] = column[t].
  static func copy(_ column: [Double], to target: inout [Double]) {
    let column = column.span
    var target = target.mutableSpan
    precondition(column.count <= target.count)
    for t in 0..<column.count { target[t] = column[t] }
  }

  /// Σ a[t] b[t] / variances[t] over rows t.
  static func weightedProduct(
    _ a: [Double], _ b: [Double], _ variances: [Double], _ rows: Range<Int>
  ) -> Double {
    let (a, b, variances) = (a.span, b.span, variances.span)
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= min(a.count, b.count) && rows.upperBound <= variances.count)
    var sum = 0.0
    for t in rows { sum += a[t] * b[t] / variances[t] }
    return sum
  }

  /// The plain recursion with θ from row `first` on.
  static func filterFrozen(
    _ column: [Double], from first: Int, _ theta: [Double], lags: [Int], pending: inout [Double],
    innovations: inout [Double]
  ) {
    let (column, theta, lags) = (column.span, theta.span, lags.span)
    var pending = pending.mutableSpan
    var innovations = innovations.mutableSpan
    for s in stride(from: first, to: column.count, by: 1) {
      let innovation = column[s] - pending[s]
      innovations[s] = innovation
      for place in 0..<lags.count { pending[s + lags[place]] += theta[lags[place] - 1] * innovation }
    }
  }

  /// The transpose of `filterFrozen`; adds to the gradient with respect to θ.
  ///
  /// - Parameter base: Where the innovations of the column begin.
  static func pullBackFrozen(
    _ column: FilteredColumn, from first: Int, _ theta: [Double], lags: [Int], innovations: inout [Double],
    base: Int, theta thetaGradient: inout [Double]
  ) {
    let (gradient, values, theta, lags) = (
      column.gradient.span, column.innovations.span, theta.span, lags.span
    )
    var innovations = innovations.mutableSpan
    var thetaGradient = thetaGradient.mutableSpan
    for s in stride(from: gradient.count - 1, through: first, by: -1) {
      var total = gradient[s]
      let innovation = values[s]
      for place in 0..<lags.count {
        let lag = lags[place]
        let later = innovations[base + s + lag]
        total -= theta[lag - 1] * later
        thetaGradient[lag - 1] -= later * innovation
      }
      innovations[base + s] = total
    }
  }

  /// See `FilteredColumn.differentiate`.
  static func differentiate(
    _ innovations: [Double], _ variances: [Double], squares: Double, observed: Double,
    into gradient: inout [Double], _ varianceGradient: inout [Double]
  ) {
    let (innovations, variances) = (innovations.span, variances.span)
    var gradient = gradient.mutableSpan
    var varianceGradient = varianceGradient.mutableSpan
    let count = innovations.count
    precondition(count <= variances.count && count <= gradient.count && count <= varianceGradient.count)
    for t in 0..<count {
      let (u, v) = (innovations[t], variances[t])
      gradient[t] = u / (v * squares)
      varianceGradient[t] = 0.5 * (1 / observed - u * u / (v * squares)) / v
    }
  }
}
