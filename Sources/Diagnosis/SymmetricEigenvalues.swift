/// The eigenvalues of a symmetric tridiagonal matrix, and the last component of each eigenvector, which tells how far a
/// Lanczos process has come (implicit QL: Martin and Wilkinson 1968, https://doi.org/10.1007/BF02165404).
struct TridiagonalEigenvalues {
  /// In descending order.
  private(set) var values: [Double]
  /// The last component of the eigenvector of each.
  private(set) var lastComponents: [Double]

  /// Rounds of one eigenvalue after which it is taken as it is.
  private static let mostRounds = 60

  /// - Parameter diagonal: At least one.
  /// - Parameter offDiagonal: One fewer.
  init(diagonal: [Double], offDiagonal: [Double]) {
    precondition(offDiagonal.count == diagonal.count - 1, "TridiagonalEigenvalues: \(offDiagonal.count)")
    var (d, e) = (diagonal, offDiagonal + [0])
    var last = [Double](repeating: 0, count: d.count - 1) + [1]
    for l in d.indices { Self.isolate(l, &d, &e, &last) }
    let order = d.indices.sorted { d[$0] > d[$1] }
    (values, lastComponents) = (order.map { d[$0] }, order.map { last[$0] })
  }

  /// Turns the matrix until its element `l` beside the diagonal is nothing.
  private static func isolate(_ l: Int, _ d: inout [Double], _ e: inout [Double], _ last: inout [Double]) {
    for _ in 0..<mostRounds {
      var m = l
      while m < d.count - 1 {
        let size = abs(d[m]) + abs(d[m + 1])
        if abs(e[m]) <= .ulpOfOne * size { break }
        m += 1
      }
      guard m > l else { return }
      turn(l..<m, &d, &e, &last)
    }
  }

  /// One implicit QL step with Wilkinson's shift on the rows of `block` and the one after.
  private static func turn(
    _ block: Range<Int>, _ d: inout [Double], _ e: inout [Double], _ last: inout [Double]
  ) {
    let (l, m) = (block.lowerBound, block.upperBound)
    var g = (d[l + 1] - d[l]) / (2 * e[l])
    var r = (g * g + 1).squareRoot()
    g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r))
    var (s, c, p) = (1.0, 1.0, 0.0)
    for i in block.reversed() {
      let (f, b) = (s * e[i], c * e[i])
      r = (f * f + g * g).squareRoot()
      e[i + 1] = r
      if r == 0 {
        d[i + 1] -= p
        e[m] = 0
        return
      }
      (s, c) = (f / r, g / r)
      g = d[i + 1] - p
      r = (d[i] - g) * s + 2 * c * b
      p = s * r
      d[i + 1] = g + p
      g = c * r - b
      (last[i + 1], last[i]) = (s * last[i] + c * last[i + 1], c * last[i] - s * last[i + 1])
    }
    d[l] -= p
    e[l] = g
    e[m] = 0
  }
}

/// The eigenvalues of a symmetric matrix in descending order, by Householder's reduction to a tridiagonal one.
///
/// - Parameter matrix: Shape `[size, size]`.
func symmetricEigenvalues(_ matrix: [Double], size: Int) -> [Double] {
  var (a, off) = (matrix, [Double](repeating: 0, count: max(0, size - 1)))
  for k in 0..<max(0, size - 2) {
    off[k] = reflect(k, &a, size)
  }
  if size > 1 { off[size - 2] = a[(size - 1) * size + size - 2] }
  return TridiagonalEigenvalues(diagonal: (0..<size).map { a[$0 * size + $0] }, offDiagonal: off).values
}

/// Reflects the rows and columns after `k` so that only the first of column `k` below the diagonal is left, and returns that.
private func reflect(_ k: Int, _ a: inout [Double], _ n: Int) -> Double {
  var v = (k + 1..<n).map { a[$0 * n + k] }
  let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
  guard length > 0 else { return 0 }
  let alpha = v[0] > 0 ? -length : length
  v[0] -= alpha
  let square = v.reduce(0) { $0 + $1 * $1 }
  guard square > 0 else { return alpha }
  // With p = A v · 2/‖v‖² and w = p − (vᵀp / ‖v‖²) v the rest becomes A − v wᵀ − w vᵀ.
  var w = v.indices.map { i in
    let row = (k + 1 + i) * n + k + 1
    return 2 / square * v.indices.reduce(0) { $0 + a[row + $1] * v[$1] }
  }
  let share = v.indices.reduce(0) { $0 + v[$1] * w[$1] } / square
  for i in w.indices { w[i] -= share * v[i] }
  for i in v.indices {
    let row = (k + 1 + i) * n + k + 1
    for j in v.indices { a[row + j] -= v[i] * w[j] + w[i] * v[j] }
  }
  return alpha
}
