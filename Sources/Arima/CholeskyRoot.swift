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
