import CKernels

/// The upper factor `U` of a symmetric positive definite matrix, `A = Uᵀ U`, in double precision.
///
/// ```swift
/// guard let factor = SymmetricFactor(of: gram, size: 2) else { return nil }
/// let solution = factor.solving(right, columns: 1)  // A x = right
/// ```
public struct SymmetricFactor: Sendable {
  /// Rows and columns.
  public let size: Int
  /// Shape `[size, size]`, defined on and above the diagonal.
  private let upper: [Double]

  /// Factorises by Cholesky's method; nil where the matrix is not positive definite beyond rounding.
  ///
  /// - Parameter matrix: Shape `[size, size]`; only what is on and above the diagonal is looked at.
  public init?(of matrix: [Double], size: Int) {
    precondition(size > 0 && matrix.count == size * size, "SymmetricFactor: \(matrix.count) values, \(size)")
    var upper = matrix
    let failed = unsafe upper.withUnsafeMutableBufferPointer {
      unsafe fk_factor_upper($0.baseAddress.unsafelyUnwrapped, size)
    }
    guard failed == 0 else { return nil }
    (self.size, self.upper) = (size, upper)
  }

  /// Factorises a matrix that differs little from itself moved down its diagonal, by Schur's algorithm: `size²` instead of
  /// `size³ / 6` multiply-adds for each row of the difference.
  ///
  /// `A[i, j] − A[i−1, j−1] = Σ p[i] p[j] − Σ q[i] q[j]` over the rows p of `positive` and q of `negative`, beside those that
  /// give the first row. As accurate as ``init(of:size:)`` up to the condition of the matrix (Chandrasekaran and Sayed 1996,
  /// https://doi.org/10.1137/S0895479895287419).
  ///
  /// - Parameters:
  ///   - firstRow: `A[0, …]`.
  ///   - positive: At most 15 rows, `firstRow.count` each; their first elements count as 0.
  ///   - negative: As many.
  public init?(firstRow: [Double], positive: [[Double]], negative: [[Double]]) {
    let size = firstRow.count
    precondition(
      size > 0 && positive.count < 16 && positive.count == negative.count,
      "SymmetricFactor: \(positive.count) and \(negative.count) rows")
    guard firstRow[0] > 0 else { return nil }
    let scale = 1 / firstRow[0].squareRoot()
    var (up, down) = (firstRow.map { $0 * scale }, firstRow.map { $0 * scale })
    for row in positive { up += row }
    for row in negative { down += row }
    let ranks = positive.count + 1
    down[0] = 0
    for rank in 1..<ranks { (up[rank * size], down[rank * size]) = (0, 0) }
    var failed = 0
    upper = unsafe [Double](unsafeUninitializedCapacity: size * size) { upper, initialized in
      failed = unsafe up.withUnsafeMutableBufferPointer { up in
        unsafe down.withUnsafeMutableBufferPointer { down in
          unsafe fk_factor_displaced(
            upper.baseAddress.unsafelyUnwrapped, up.baseAddress.unsafelyUnwrapped,
            down.baseAddress.unsafelyUnwrapped, ranks, ranks, size)
        }
      }
      initialized = failed == 0 ? size * size : 0
    }
    guard failed == 0 else { return nil }
    self.size = size
  }

  /// The `x` with `A x = right`.
  ///
  /// - Parameter right: Shape `[size, columns]`, as the result.
  public func solving(_ right: [Double], columns: Int) -> [Double] {
    precondition(columns > 0 && right.count == size * columns, "SymmetricFactor: \(right.count) values")
    var x = right
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe upper.withUnsafeBufferPointer { upper in
        unsafe fk_solve_upper(
          x.baseAddress.unsafelyUnwrapped, upper.baseAddress.unsafelyUnwrapped, size, columns)
      }
    }
    return x
  }
}
