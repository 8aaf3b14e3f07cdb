import CKernels
import COpenBLAS

/// A matrix in memory: `rows` × `columns` as the product sees it, stored transposed or not.
@unsafe struct MatrixOperand {
  let pointer: UnsafePointer<Float>
  /// Distance between consecutive stored rows.
  let stride: Int
  var isTransposed = false

  /// The matrix without its first `row` rows.
  func rows(from row: Int) -> MatrixOperand {
    unsafe MatrixOperand(
      pointer: pointer + (isTransposed ? row : row * stride), stride: stride, isTransposed: isTransposed)
  }
}

/// The sizes of a product of m × k and k × n.
struct ProductSizes {
  let m: Int, n: Int, k: Int

  /// Whether our kernels are faster than the library, which packs both operands: measured on one core (Zen 3, peak
  /// 106 GFLOP/s) 862 × 16 × 862 at 99 against 35, 56 × 96 × 16 at 60–80 against 25, 1792 × 512 × 512 at 55 against 74.
  var isNarrow: Bool { min(m, n) <= 128 || k * n <= Self.smallOperand }
  /// Whether transposing the right operand first is cheap.
  var hasSmallRight: Bool { k * n <= Self.smallOperand }

  /// Rows that make a piece for another thread: a multiple of those the kernels make at once, some microseconds.
  var narrowGrain: Int { max(1, (1 << 17) / max(1, 24 * n * k)) * 24 }
  /// The library packs the right operand for each piece anew: pieces are few and large.
  var wideGrain: Int { max(128, (1 << 22) / max(1, n * k)) }

  /// Elements that fit well into the second-level cache.
  private static let smallOperand = 1 << 16
}

/// `c = a b`, or `c += a b` where `adds`, with `a` of m × k, `b` of k × n and `c` of m × n (rows `cStride` apart).
///
/// Rows of `c` are divided among the threads of `Workers.current`.
func multiply(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: ProductSizes,
  adds: Bool = false
) {
  let (m, n, k) = (sizes.m, sizes.n, sizes.k)
  if unsafe m == 1 && !adds && b.isTransposed && !a.isTransposed && b.stride == k {
    return unsafe fk_product_with_vector(c, b.pointer, a.pointer, n, k)
  }
  if unsafe b.isTransposed && !a.isTransposed && sizes.hasSmallRight {
    let right = Tensor(unfilled: [k, n])
    for row in 0..<n { unsafe fk_scatter(right.destination + row, n, b.pointer + row * b.stride, k) }
    unsafe multiply(
      a, MatrixOperand(pointer: right.pointer, stride: n), into: c, cStride: cStride, sizes: sizes, adds: adds
    )
    return
  }
  let isNarrow = unsafe !b.isTransposed && sizes.isNarrow
  inPieces(of: m, grain: isNarrow ? sizes.narrowGrain : sizes.wideGrain) { rows in
    let (a, c) = unsafe (a.rows(from: rows.lowerBound), c + rows.lowerBound * cStride)
    let piece = ProductSizes(m: rows.count, n: n, k: k)
    if isNarrow {
      unsafe multiplyNarrow(a, b, into: c, cStride: cStride, sizes: piece, adds: adds)
    } else {
      unsafe openblas_product(
        a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, Int32(piece.m), Int32(n), Int32(k), a.pointer,
        Int32(max(1, a.stride)), b.pointer, Int32(max(1, b.stride)), adds ? 1 : 0, c, Int32(max(1, cStride)))
    }
  }
}

/// `multiply` by our own kernels; `b` is not transposed.
private func multiplyNarrow(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: ProductSizes, adds: Bool
) {
  let (m, n, k) = (sizes.m, sizes.n, sizes.k)
  if unsafe a.isTransposed {
    unsafe fk_product_transposed(
      c, cStride, a.pointer, a.stride, b.pointer, b.stride, adds ? 1 : 0, m, n, k)
  } else {
    unsafe fk_product(c, cStride, a.pointer, a.stride, b.pointer, b.stride, adds ? 1 : 0, m, n, k)
  }
}

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
      into: product.destination + index * m * n, cStride: n, sizes: ProductSizes(m: m, n: n, k: k))
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
