import COpenBLAS

/// A matrix in memory: `rows` × `columns` as the product sees it, stored transposed or not.
@unsafe struct MatrixOperand {
  let pointer: UnsafePointer<Float>
  /// Distance between consecutive stored rows.
  let stride: Int
  var isTransposed = false
}

/// `c = a b + beta c` with `a` of m × k, `b` of k × n and `c` of m × n (rows of `c` are `cStride` apart).
///
/// Runs on the calling thread: the engine splits work above this level, where the pieces are larger.
func multiply(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: (m: Int, n: Int, k: Int), beta: Float = 0
) {
  _ = blasIsSingleThreaded
  unsafe cblas_sgemm(
    CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
    Int32(sizes.m), Int32(sizes.n), Int32(sizes.k), 1, a.pointer, Int32(max(1, a.stride)), b.pointer,
    Int32(max(1, b.stride)), beta, c, Int32(max(1, cStride)))
}

/// OpenBLAS keeps its threads spinning between calls; one thread per caller is faster for this library's sizes.
private let blasIsSingleThreaded: Bool = {
  openblas_set_num_threads(1)
  return true
}()

/// The matrix product over the last two axes: `[..., m, k] × [..., k, n] → [..., m, n]` with equal leading axes.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  batchedProduct(a, b, transposingA: false, transposingB: false)
}

/// `a` (or its transpose over the last two axes) times `b` (or its transpose), matrix by matrix.
func batchedProduct(_ a: Tensor, _ b: Tensor, transposingA: Bool, transposingB: Bool) -> Tensor {
  precondition(
    a.shape.count >= 2 && b.shape.count >= 2 && a.shape.dropLast(2) == b.shape.dropLast(2),
    "matmul: \(a.shape) × \(b.shape), leading axes differ")
  let (m, k) =
    transposingA ? (a.size(ofAxis: -1), a.size(ofAxis: -2)) : (a.size(ofAxis: -2), a.size(ofAxis: -1))
  let (inner, n) =
    transposingB ? (b.size(ofAxis: -1), b.size(ofAxis: -2)) : (b.size(ofAxis: -2), b.size(ofAxis: -1))
  precondition(k == inner, "matmul: \(a.shape) × \(b.shape), inner axes differ")
  let product = Tensor(unfilled: a.shape.dropLast(2) + [m, n])
  for index in 0..<a.shape.dropLast(2).reduce(1, *) {
    unsafe multiply(
      MatrixOperand(
        pointer: a.pointer + index * m * k, stride: a.columnCount, isTransposed: transposingA),
      MatrixOperand(
        pointer: b.pointer + index * k * n, stride: b.columnCount, isTransposed: transposingB),
      into: product.destination + index * m * n, cStride: n, sizes: (m, n, k))
  }
  precondition(
    !(a.isWatched || b.isWatched) || !(transposingA || transposingB),
    "matmul: a transposed product is not recorded")
  let (needsA, needsB) = (a.isWatched, b.isWatched)
  let (left, right) = (a.detached(), b.detached())
  return product.recording([a, b]) { gradient in
    [
      needsA ? batchedProduct(gradient, right, transposingA: false, transposingB: true) : nil,
      needsB ? batchedProduct(left, gradient, transposingA: true, transposingB: false) : nil,
    ]
  }
}
