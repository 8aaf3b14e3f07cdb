import CKernels

/// The upper factor `U` of a symmetric positive definite matrix, `A = Uᵀ U`, in double precision.
///
/// ```swift
/// let factor = SymmetricFactor(of: [4, 2, 2, 3], size: 2)
/// if let solution = factor?.solving([6, 5], columns: 1) { print(solution) }  // A x = [6, 5]: [1, 1]
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

  /// The `x` with `A x = right`.
  ///
  /// - Parameter right: Shape `[size, columns]`, as the result.
  public func solving(_ right: [Double], columns: Int) -> [Double] {
    precondition(columns > 0 && right.count == size * columns, "SymmetricFactor: \(right.count) values")
    var x = right
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe upper.withUnsafeBufferPointer { upper in
        let (x, upper) = unsafe (x.baseAddress.unsafelyUnwrapped, upper.baseAddress.unsafelyUnwrapped)
        unsafe fk_solve_transposed_upper(x, upper, size, size, columns)
        unsafe fk_solve_upper(x, upper, size, size, columns)
      }
    }
    return x
  }
}
