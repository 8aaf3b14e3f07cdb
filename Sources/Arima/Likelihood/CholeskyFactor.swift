/// The lower triangular factor L of a positive definite matrix A = LLᵀ, and what follows from it.
enum CholeskyFactor {
  /// Factorises A, given row by row; false as soon as a pivot has no root.
  ///
  /// - Parameter root: The root of the pivot of a row; nil where it is too small.
  static func factorize(
    _ matrix: [Double], count: Int, into factor: inout [Double],
    root: (_ row: Int, _ pivot: Double) -> Double?
  ) -> Bool {
    for i in 0..<count {
      for j in 0...i {
        var sum = matrix[i * count + j]
        for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
        if j < i {
          factor[i * count + j] = sum / factor[j * count + j]
        } else {
          guard let root = root(i, sum) else { return false }
          factor[i * count + i] = root
        }
      }
    }
    return true
  }

  /// A⁻¹, row by row; nil if A is not positive definite.
  static func inverse(ofMatrix matrix: [Double], count: Int) -> [Double]? {
    var factor = matrix
    let isPositive = factorize(matrix, count: count, into: &factor) { $1 > 0 ? $1.squareRoot() : nil }
    return isPositive ? inverse(factor, stride: count, count: count) : nil
  }

  /// Solves Ax = b in place, for the first `count` rows and columns of a factor whose rows are `stride` long.
  static func solve(_ factor: [Double], stride: Int, count: Int, _ x: inout [Double]) {
    for i in 0..<count {
      var sum = x[i]
      for k in 0..<i { sum -= factor[i * stride + k] * x[k] }
      x[i] = sum / factor[i * stride + i]
    }
    for i in (0..<count).reversed() {
      var sum = x[i]
      for k in i + 1..<count { sum -= factor[k * stride + i] * x[k] }
      x[i] = sum / factor[i * stride + i]
    }
  }

  /// The inverse of those rows and columns of A, row by row.
  static func inverse(_ factor: [Double], stride: Int, count: Int) -> [Double] {
    var inverse = [Double](repeating: 0, count: count * count)
    for unit in 0..<count {
      var column = [Double](repeating: 0, count: count)
      column[unit] = 1
      solve(factor, stride: stride, count: count, &column)
      for i in 0..<count { inverse[i * count + unit] = column[i] }
    }
    return inverse
  }
}

/// The lower triangular square root of a covariance matrix.
enum CholeskyRoot {
  /// L with LLᵀ = `matrix` (row by row); columns of directions without variance are zero.
  static func lower(_ matrix: [Double], count: Int) -> [Double] {
    var root = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = matrix[i * count + j]
        for k in 0..<j { sum -= root[i * count + k] * root[j * count + k] }
        if j < i {
          root[i * count + j] = root[j * count + j] > 0 ? sum / root[j * count + j] : 0
        } else {
          root[i * count + i] = max(sum, 0).squareRoot()
        }
      }
    }
    return root
  }
}
