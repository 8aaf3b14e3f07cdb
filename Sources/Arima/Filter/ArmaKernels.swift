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

  /// The transpose of `advance`: gradients of row `row` from those of the next; returns the part of −(gradient of g) that comes from both.
  static func pullBackAdvance(
    gains: [Double], changes: [Double], row: Int, width: Int, reflection: Double,
    laterGain: [Double], laterChange: [Double], gain: inout [Double], change: inout [Double]
  ) -> Double {
    let h = gains.span
    let l = changes.span
    let b = laterGain.span
    let a = laterChange.span
    var gain = gain.mutableSpan
    var change = change.mutableSpan
    precondition(
      row >= 0 && row + width < h.count && row + width < l.count && width < a.count
        && width < b.count && width < gain.count && width < change.count)
    var total = 0.0
    for i in 0..<width {
      gain[i] = b[i] - reflection * a[i]
      change[i + 1] = a[i] - reflection * b[i]
      total += h[row + i] * a[i] + l[row + i + 1] * b[i]
    }
    return total
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
}
