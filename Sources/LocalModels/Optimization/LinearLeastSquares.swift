/// Ordinary least squares with few columns, by the normal equations.
package enum LinearLeastSquares {
  /// The coefficients that minimise Σ(target − row · coefficients)²; nil if the columns depend on each other.
  package static func solve(rows: [[Double]], targets: [Double]) -> [Double]? {
    guard let count = rows.first?.count else { return nil }
    var matrix = [Double](repeating: 0, count: count * count)
    var right = [Double](repeating: 0, count: count)
    for (row, target) in zip(rows, targets) {
      for i in 0..<count {
        right[i] += row[i] * target
        for j in 0..<count { matrix[i * count + j] += row[i] * row[j] }
      }
    }
    return solve(matrix, right)
  }

  /// Gaussian elimination with row exchange.
  private static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
    var a = matrix
    var b = right
    let n = right.count
    for k in 0..<n {
      var pivot = k
      for i in k..<n where a[i * n + k].magnitude > a[pivot * n + k].magnitude { pivot = i }
      guard a[pivot * n + k].magnitude > 1e-12 * (matrix[k * n + k].magnitude + 1e-300) else { return nil }
      if pivot != k {
        for j in 0..<n { a.swapAt(k * n + j, pivot * n + j) }
        b.swapAt(k, pivot)
      }
      for i in (k + 1)..<max(n, k + 1) {
        let factor = a[i * n + k] / a[k * n + k]
        for j in k..<n { a[i * n + j] -= factor * a[k * n + j] }
        b[i] -= factor * b[k]
      }
    }
    for k in stride(from: n - 1, through: 0, by: -1) {
      for j in (k + 1)..<max(n, k + 1) { b[k] -= a[k * n + j] * b[j] }
      b[k] /= a[k * n + k]
    }
    return b
  }
}
