import CKernels

/// A symmetric system whose matrix, and right side beside it, differ little from themselves one row down and one column to the
/// right, as moments of sliding windows do.
///
/// Schur's algorithm finds factor and forward substitution together in about `5 n (n / 2 + m)` multiply-adds for each row of the
/// difference, where Cholesky's method takes `n³ / 6 + n² m / 2` for n inputs and m outputs. It is as accurate up to the
/// condition of the matrix (Chandrasekaran and Sayed 1996, https://doi.org/10.1137/S0895479895287419).
public struct DisplacedSystem: Sendable {
  /// The first row of `(A B)`.
  private let firstRow: [Double]
  /// Rows and columns of `A`.
  private let size: Int
  private let positive: [[Double]], negative: [[Double]]

  /// `(A B)[i, j] − (A B)[i−1, j−1] = Σ p[i] p[j] − Σ q[i] q[j]` over the rows p of `positive` and q of `negative`.
  ///
  /// - Parameters:
  ///   - firstRow: The first row of `(A B)`.
  ///   - size: Rows and columns of `A`.
  ///   - positive: At most 15 rows as long as `firstRow`; their first elements count as 0.
  ///   - negative: As many.
  public init(firstRow: [Double], size: Int, positive: [[Double]], negative: [[Double]]) {
    precondition(
      size > 0 && firstRow.count >= size && positive.count < 16 && positive.count == negative.count
        && (positive + negative).allSatisfy { $0.count == firstRow.count },
      "DisplacedSystem: \(size) of \(firstRow.count), \(positive.count) and \(negative.count) rows")
    (self.firstRow, self.size, self.positive, self.negative) = (firstRow, size, positive, negative)
  }

  /// The `X` with `A X = B`, shape `[size, columns]`; nil where `A` is not positive definite beyond rounding.
  public var solution: [Double]? {
    let (width, columns) = (firstRow.count, firstRow.count - size)
    guard columns > 0, let upper else { return nil }
    var x: [Double] = []
    x.reserveCapacity(size * columns)
    for row in 0..<size { x += upper[row * width + size..<(row + 1) * width] }
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe upper.withUnsafeBufferPointer { upper in
        unsafe fk_solve_upper(
          x.baseAddress.unsafelyUnwrapped, upper.baseAddress.unsafelyUnwrapped, width, size, columns)
      }
    }
    return x
  }

  /// The upper factor, and the right side after forward substitution beside it.
  private var upper: [Double]? {
    guard firstRow[0] > 0 else { return nil }
    let (width, ranks, scale) = (firstRow.count, positive.count + 1, 1 / firstRow[0].squareRoot())
    var (up, down) = (firstRow.map { $0 * scale }, firstRow.map { $0 * scale })
    for row in positive { up += row }
    for row in negative { down += row }
    down[0] = 0
    for rank in 1..<ranks { (up[rank * width], down[rank * width]) = (0, 0) }
    var failed = 0
    let upper = unsafe [Double](unsafeUninitializedCapacity: size * width) { upper, initialized in
      failed = unsafe up.withUnsafeMutableBufferPointer { up in
        unsafe down.withUnsafeMutableBufferPointer { down in
          unsafe fk_factor_displaced(
            upper.baseAddress.unsafelyUnwrapped, up.baseAddress.unsafelyUnwrapped,
            down.baseAddress.unsafelyUnwrapped, ranks, ranks, size, width)
        }
      }
      initialized = failed == 0 ? size * width : 0
    }
    return failed == 0 ? upper : nil
  }
}
