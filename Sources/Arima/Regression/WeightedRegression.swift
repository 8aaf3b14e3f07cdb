import LocalModels

/// The least-squares regression of a response on a few columns, by Cholesky's factorisation of the normal equations.
///
/// The first columns can be marked so that the determinant of their own normal matrix is known.
package struct WeightedRegression {
  package let count: Int
  /// The coefficients of the columns.
  package private(set) var coefficients: [Double]
  /// Half the logarithm of the determinant of the first `marked` columns' normal matrix, times 2.
  package private(set) var logDeterminant = 0.0
  private var normal: [Double]
  private var factor: [Double]
  private var right: [Double]

  package init(count: Int) {
    self.count = count
    coefficients = [Double](repeating: 0, count: count)
    normal = [Double](repeating: 0, count: count * count)
    factor = normal
    right = coefficients
  }

  /// Solves for the coefficients; false if the columns are linearly dependent.
  ///
  /// - Parameter marked: How many of the first columns `logDeterminant` is of.
  package mutating func solve(
    columns: [[Double]], response: [Double], variances: [Double], rows: Range<Int>, marked: Int
  ) -> Bool {
    for i in 0..<count {
      for j in 0...i {
        normal[i * count + j] = ArmaKernels.weightedProduct(columns[i], columns[j], variances, rows)
      }
      right[i] = ArmaKernels.weightedProduct(columns[i], response, variances, rows)
    }
    guard factorize(marked: marked) else { return false }
    for i in 0..<count { coefficients[i] = right[i] }
    CholeskyFactor.solve(factor, stride: count, count: count, &coefficients)
    return true
  }

  private mutating func factorize(marked: Int) -> Bool {
    let (normal, count) = (normal, count)
    var logarithms = 0.0
    let isIndependent = CholeskyFactor.factorize(normal, count: count, into: &factor) { row, pivot in
      guard pivot > 1e-12 * normal[row * count + row], pivot > 0 else { return nil }
      if row < marked { logarithms += logarithm(pivot) }
      return pivot.squareRoot()
    }
    logDeterminant = logarithms
    return isIndependent
  }

  /// The rows and columns `columns` of the inverse of the whole normal matrix.
  package func inverse(of columns: Range<Int>) -> [Double] {
    let whole = inverse(marked: count)
    return columns.flatMap { row in columns.map { whole[row * count + $0] } }
  }

  /// The inverse of the first `marked` columns' normal matrix, row by row.
  package func inverse(marked: Int) -> [Double] {
    CholeskyFactor.inverse(factor, stride: count, count: marked)
  }
}
