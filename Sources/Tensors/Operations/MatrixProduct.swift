import CKernels

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

  /// Rows that are work for another thread.
  var rowGrain: Int { max(fk_tile_rows(), Self.smallProduct / max(1, n * k)) }
  /// Whether both operands are read so often that bringing them into the best order first pays.
  var isLarge: Bool { m >= 96 && n >= 96 && m * n * k >= 1 << 22 }

  private static let smallProduct = 1 << 17
}

/// `c = a b`, or `c += a b` where `adds`, with `a` of m × k, `b` of k × n and `c` of m × n (rows `cStride` apart).
///
/// Rows of `c` are divided among the threads of `Workers.current`; `finish` is called with each range of rows as soon as
/// it is complete, on the thread that made it.
func multiply(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: ProductSizes, adds: Bool = false, finishing finish: (Range<Int>) -> Void = { _ in }
) {
  let (m, n, k) = (sizes.m, sizes.n, sizes.k)
  MultiplyAddCounter.add(m * n * k)
  if unsafe m == 1 && !adds && b.isTransposed && !a.isTransposed && b.stride == k {
    unsafe fk_product_with_vector(c, b.pointer, a.pointer, n, k)
    return finish(0..<1)
  }
  if unsafe a.isTransposed && sizes.isLarge {
    let rows = unsafe transposed(a, sizes)
    MultiplyAddCounter.add(-m * n * k)  // Counted by the next call.
    return unsafe multiply(
      MatrixOperand(pointer: rows.pointer, stride: k), b, into: c, cStride: cStride, sizes: sizes, adds: adds,
      finishing: finish)
  }
  // Kernels with wide vectors read whole cache lines of `b` where it lies, unless there are so many rows that their
  // distance, often a power of two, makes them displace each other in the caches.
  let isPacked = unsafe b.isTransposed || (sizes.isLarge && (fk_panel_width() < 32 || k >= 1024))
  let panels = unsafe isPacked ? panels(of: b, sizes) : nil
  inPieces(of: m, grain: sizes.rowGrain, multiple: fk_tile_rows()) { rows in
    let (a, c) = unsafe (a.rows(from: rows.lowerBound), c + rows.lowerBound * cStride)
    switch unsafe (panels, a.isTransposed) {
    case (nil, false):
      unsafe fk_product(c, cStride, a.pointer, a.stride, b.pointer, b.stride, adds ? 1 : 0, rows.count, n, k)
    case (nil, true):
      unsafe fk_product_transposed(
        c, cStride, a.pointer, a.stride, b.pointer, b.stride, adds ? 1 : 0, rows.count, n, k)
    case (let panels?, false):
      unsafe fk_product_panels(
        c, cStride, a.pointer, a.stride, panels.pointer, adds ? 1 : 0, rows.count, n, k)
    case (let panels?, true):
      unsafe fk_product_panels_transposed(
        c, cStride, a.pointer, a.stride, panels.pointer, adds ? 1 : 0, rows.count, n, k)
    }
    finish(rows)
  }
}

/// The rows of `a`, which is stored transposed, one after another.
private func transposed(_ a: MatrixOperand, _ sizes: ProductSizes) -> Tensor {
  let result = Tensor(unfilled: [sizes.m, sizes.k])
  inRowPieces(of: sizes.m, columnCount: sizes.k, multiple: 16) { rows in
    unsafe fk_transpose(
      result.destination + rows.lowerBound * sizes.k, sizes.k, a.pointer + rows.lowerBound, a.stride, sizes.k,
      rows.count)
  }
  return result
}

/// `b` as the kernels read it in order.
private func panels(of b: MatrixOperand, _ sizes: ProductSizes) -> Tensor {
  let (width, k) = (fk_panel_width(), sizes.k)
  let panels = Tensor(unfilled: [(sizes.n + width - 1) / width, k, width])
  if unsafe b.isTransposed && !sizes.n.isMultiple(of: width) {
    let lastPanel = (panels.shape[0] - 1) * k * width
    unsafe (panels.destination + lastPanel).update(repeating: 0, count: k * width)
  }
  inRowPieces(of: sizes.n, columnCount: k, multiple: width) { columns in
    let destination = unsafe panels.destination + columns.lowerBound * k
    if unsafe b.isTransposed {
      unsafe fk_pack_panels(
        destination, 0, b.pointer + columns.lowerBound * b.stride, b.stride, columns.count, k)
    } else {
      unsafe fk_copy_panels(destination, b.pointer + columns.lowerBound, b.stride, columns.count, k)
    }
  }
  return panels
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
