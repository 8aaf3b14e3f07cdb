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
  var rowGrain: Int { max(fk_tile_rows(), Self.smallProduct / max(1, n * (k + Self.writing))) }
  /// Columns that are work for another thread when there is but one row.
  var columnGrain: Int { max(1, elementGrain / max(1, k)) }
  /// Columns that are work for another thread when there are many rows.
  var panelGrain: Int { max(fk_panel_width(), Self.smallProduct / max(1, m * (k + Self.writing))) }
  /// Whether the right operand is so much larger that threads should not all read the whole of it.
  var isWide: Bool { n >= 2 * m && m >= fk_tile_rows() }
  /// Whether both operands are read so often that bringing them into the best order first pays.
  var isLarge: Bool { m >= 96 && n >= 96 && m * n * k >= 1 << 22 }

  private static let smallProduct = 1 << 17
  /// Writing a result costs as much as this many multiply-adds.
  private static let writing = 8
}

/// `c = a b`, or `c += a b` where `adds`, with `a` of m × k, `b` of k × n and `c` of m × n (rows `cStride` apart).
///
/// Rows of `c` are divided among the threads of `Workers.current`, or its columns where there are many more of them.
func multiply(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: ProductSizes, adds: Bool = false
) {
  unsafe multiply(a, b, into: c, cStride: cStride, sizes: sizes, adds: adds, byColumns: sizes.isWide) { _ in }
}

/// `multiply(_:_:into:cStride:sizes:adds:)` by rows; `finish` is called with each range of rows as soon as it is complete, on
/// the thread that made it.
func multiply(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: ProductSizes, finishing finish: (Range<Int>) -> Void
) {
  unsafe multiply(
    a, b, into: c, cStride: cStride, sizes: sizes, adds: false, byColumns: false, finishing: finish)
}

private func multiply(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, cStride: Int,
  sizes: ProductSizes, adds: Bool, byColumns: Bool, finishing finish: (Range<Int>) -> Void
) {
  let (m, n, k) = (sizes.m, sizes.n, sizes.k)
  if unsafe a.isTransposed && sizes.isLarge {
    let rows = unsafe transposed(a, sizes)
    return unsafe multiply(
      MatrixOperand(pointer: rows.pointer, stride: k), b, into: c, cStride: cStride, sizes: sizes, adds: adds,
      byColumns: byColumns, finishing: finish)
  }
  MultiplyAddCounter.add(m * n * k)
  if unsafe m == 1 && !a.isTransposed && !b.isTransposed {
    return unsafe multiplyRow(a, b, into: c, sizes: sizes, adds: adds, finishing: finish)
  }
  if unsafe m == 1 && !adds && b.isTransposed && !a.isTransposed && b.stride == k {
    inPieces(of: n, grain: sizes.columnGrain) { columns in
      let first = columns.lowerBound
      unsafe fk_product_with_vector(c + first, b.pointer + first * k, a.pointer, columns.count, k)
    }
    return finish(0..<1)
  }
  // Kernels with wide vectors read whole cache lines of `b` where it lies, unless there are so many rows that their
  // distance, often a power of two, makes them displace each other in the caches.
  let isPacked = unsafe b.isTransposed || (sizes.isLarge && (fk_panel_width() < 32 || k >= 1024))
  let part = unsafe ProductPart(
    a: a, b: b, panels: isPacked ? panels(of: b, sizes) : nil, c: c, cStride: cStride, k: k, adds: adds)
  if byColumns {
    inPieces(of: n, grain: sizes.panelGrain, multiple: fk_panel_width()) { columns in
      unsafe part.compute(rows: 0..<m, columns: columns)
    }
    finish(0..<m)
  } else {
    inPieces(of: m, grain: sizes.rowGrain, multiple: fk_tile_rows()) { rows in
      unsafe part.compute(rows: rows, columns: 0..<n)
      finish(rows)
    }
  }
}

/// A product of which each thread computes some rows or some columns.
@unsafe private struct ProductPart {
  let a: MatrixOperand
  let b: MatrixOperand
  /// `b` in panels, where that is read instead.
  let panels: Tensor?
  let c: UnsafeMutablePointer<Float>
  let cStride: Int
  let k: Int
  let adds: Bool

  /// - Parameter columns: They begin at a multiple of the width of a panel.
  func compute(rows: Range<Int>, columns: Range<Int>) {
    let first = columns.lowerBound
    let adds: Int32 = unsafe adds ? 1 : 0
    let (a, c) = unsafe (a.rows(from: rows.lowerBound), c + rows.lowerBound * cStride + first)
    switch unsafe (panels, a.isTransposed) {
    case (nil, false):
      unsafe fk_product(
        c, cStride, a.pointer, a.stride, b.pointer + first, b.stride, adds, rows.count, columns.count, k)
    case (nil, true):
      unsafe fk_product_transposed(
        c, cStride, a.pointer, a.stride, b.pointer + first, b.stride, adds, rows.count, columns.count, k)
    case (let panels?, false):
      unsafe fk_product_panels(
        c, cStride, a.pointer, a.stride, panels.pointer + first * k, adds, rows.count, columns.count, k)
    case (let panels?, true):
      unsafe fk_product_panels_transposed(
        c, cStride, a.pointer, a.stride, panels.pointer + first * k, adds, rows.count, columns.count, k)
    }
  }
}

/// `multiply` for a single row: its columns are divided among the threads.
private func multiplyRow(
  _ a: MatrixOperand, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>, sizes: ProductSizes,
  adds: Bool,
  finishing finish: (Range<Int>) -> Void
) {
  inPieces(of: sizes.n, grain: sizes.columnGrain, multiple: fk_panel_width()) { columns in
    let first = columns.lowerBound
    unsafe fk_product(
      c + first, sizes.n, a.pointer, a.stride, b.pointer + first, b.stride, adds ? 1 : 0, 1, columns.count,
      sizes.k)
  }
  finish(0..<1)
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
func panels(of b: MatrixOperand, _ sizes: ProductSizes) -> Tensor {
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
      unsafe fk_copy_panels(destination, k, b.pointer + columns.lowerBound, b.stride, columns.count, k)
    }
  }
  return panels
}

/// The matrix product over the last two axes: `[..., m, k] × [..., k, n] → [..., m, n]` with equal leading axes.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  precondition(
    a.shape.count >= 2 && b.shape.count >= 2 && a.shape.dropLast(2) == b.shape.dropLast(2)
      && a.size(ofAxis: -1) == b.size(ofAxis: -2),
    "matmul: \(a.shape) × \(b.shape), leading or inner axes differ")
  let product = Tensor(unfilled: a.shape.dropLast() + [b.size(ofAxis: -1)])
  unsafe batchedProduct(a, b, into: (product.destination, adds: false), shape: product.shape)
  let (needsA, needsB) = (a.isWatched, b.isWatched)
  let (left, right) = (a.detached(), b.detached())
  return product.recordingSums("matmul", [a, b]) { gradient, sums in
    if needsA {
      unsafe batchedProduct(
        gradient, right, transposingB: true, into: sums[0].destination(shape: left.shape), shape: left.shape)
    }
    if needsB {
      unsafe batchedProduct(
        left, gradient, transposingA: true, into: sums[1].destination(shape: right.shape), shape: right.shape)
    }
  }
}

/// `a` (or its transpose over the last two axes) times `b` (or its transpose), matrix by matrix, of `shape` together.
private func batchedProduct(
  _ a: Tensor, _ b: Tensor, transposingA: Bool = false, transposingB: Bool = false,
  into destination: (place: UnsafeMutablePointer<Float>, adds: Bool), shape: [Int]
) {
  let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
  let k = a.size(ofAxis: transposingA ? -2 : -1)
  for index in 0..<shape.dropLast(2).reduce(1, *) {
    unsafe multiply(
      MatrixOperand(
        pointer: a.pointer + index * m * k, stride: a.columnCount, isTransposed: transposingA),
      MatrixOperand(
        pointer: b.pointer + index * k * n, stride: b.columnCount, isTransposed: transposingB),
      into: destination.place + index * m * n, cStride: n, sizes: ProductSizes(m: m, n: n, k: k),
      adds: destination.adds)
  }
}
