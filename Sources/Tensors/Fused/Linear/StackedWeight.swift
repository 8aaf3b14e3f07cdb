import CKernels

/// Weight matrices one above the other, made ready for products with many rows.
///
/// Packed once per pass and shared by all parts of a batch. A general matrix library packs both operands and clears the
/// result in each call, which for narrow results costs as much as the arithmetic.
public struct StackedWeight: Sendable {
  /// The matrices, `[outputSize, inputSize]` each; the tensors that gradients refer to.
  public private(set) var parts: [Tensor]
  /// Rows of all matrices together.
  let outputSize: Int
  /// Columns of each matrix.
  let inputSize: Int
  let panels: Tensor
  /// Sum of each row, shape `[outputSize]`.
  let rowSums: Tensor

  /// - Parameter parts: Matrices with as many columns each.
  public init(stacking parts: [Tensor]) {
    precondition(
      !parts.isEmpty && parts.allSatisfy { $0.shape.count == 2 && $0.shape[1] == parts[0].shape[1] },
      "StackedWeight: \(parts.map(\.shape))")
    self.parts = parts
    inputSize = parts[0].shape[1]
    outputSize = parts.reduce(0) { $0 + $1.shape[0] }
    let panelWidth = fk_panel_width()
    let panelCount = (outputSize + panelWidth - 1) / panelWidth
    panels = Tensor(unfilled: [panelCount, inputSize, panelWidth])
    rowSums = Tensor(unfilled: [outputSize])
    if !outputSize.isMultiple(of: panelWidth) {
      let lastPanel = (panelCount - 1) * inputSize * panelWidth
      unsafe (panels.destination + lastPanel).update(repeating: 0, count: inputSize * panelWidth)
    }
    let (panels, rowSums, inputSize) = (panels, rowSums, inputSize)
    let pieces = StackPiece.all(of: parts, rowsPerPiece: panelWidth)
    Workers.current.run(pieces.count) { index in
      let piece = pieces[index]
      let matrix = unsafe parts[piece.part].pointer + piece.rows.lowerBound * inputSize
      unsafe fk_pack_panels(
        panels.destination, piece.firstRow, matrix, inputSize, piece.rows.count, inputSize)
      unsafe fk_row_sums(rowSums.destination + piece.firstRow, matrix, piece.rows.count, inputSize)
    }
  }

  /// Lets `body` exchange matrices for others of equal elements, watched or not; nothing is packed again.
  public mutating func rewatchParts(_ body: (inout Tensor) -> Void) {
    for index in parts.indices { body(&parts[index]) }
  }

  /// `x Wᵀ + b` without gradient, for one map of many batches.
  ///
  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Parameter bias: One number per row of the stack.
  /// - Returns: Shape `[..., outputSize]`.
  public func map(_ x: Tensor, adding bias: Tensor) -> Tensor {
    precondition(
      x.columnCount == inputSize && bias.count == outputSize,
      "StackedWeight: \(x.shape) by \(parts.map(\.shape)), bias \(bias.shape)")
    MultiplyAddCounter.add(x.rowCount * outputSize * inputSize)
    let y = Tensor(unfilled: x.shape.dropLast() + [outputSize])
    inPieces(of: x.rowCount, grain: fk_tile_rows(), multiple: fk_tile_rows()) { rows in
      let to = unsafe y.destination + rows.lowerBound * outputSize
      unsafe fk_broadcast_rows(to, bias.pointer, rows.count, outputSize)
      unsafe fk_product_panels(
        to, outputSize, x.pointer + rows.lowerBound * inputSize, inputSize, panels.pointer, 1, rows.count,
        outputSize, inputSize)
    }
    return y
  }

  /// `dy W`, shape `[..., inputSize]`, without gradient.
  func inputGradient(_ dy: Tensor) -> Tensor {
    let dx = Tensor(unfilled: dy.shape.dropLast() + [inputSize])
    var first = 0
    for part in parts {
      unsafe multiply(
        MatrixOperand(pointer: dy.pointer + first, stride: outputSize),
        MatrixOperand(pointer: part.pointer, stride: inputSize),
        into: dx.destination, cStride: inputSize,
        sizes: ProductSizes(m: dx.rowCount, n: inputSize, k: part.shape[0]), adds: first > 0)
      first += part.shape[0]
    }
    return dx
  }

  /// `dyᵀ x + start 1ᵀ` for each matrix, in their shapes.
  ///
  /// - Parameter start: Shape `[outputSize]`.
  func gradients(_ dy: Tensor, input x: Tensor, startingFrom start: Tensor) -> [Tensor] {
    let gradients = parts.map { Tensor(unfilled: $0.shape) }
    let (width, rowCount) = (fk_panel_width(), x.rowCount)
    let panelCount = (inputSize + width - 1) / width
    let blocks = FixedBlocks(count: outputSize, size: rowsPerGradientPiece(panelCount: panelCount))
    let groups = blocks.indices.map { StackPiece.all(of: gradients, within: blocks[$0]) }
    // Addresses, not tensors: threads that count references to the same ones wait for each other.
    let targets = unsafe gradients.map { unsafe $0.destination }
    Workers.current.run(panelCount * groups.count) { index in
      let first = index / groups.count * width
      let count = min(width, inputSize - first)
      // Rows of windows lie a power of two apart: where they are, they would displace each other in the first cache.
      let columns = Tensor(unfilled: [rowCount, width])
      unsafe fk_copy_panels(
        columns.destination, rowCount, x.pointer + first, inputSize, count, rowCount)
      for piece in groups[index % groups.count] {
        unsafe fk_product_transposed_from(
          targets[piece.part] + piece.rows.lowerBound * inputSize + first, inputSize,
          start.pointer + piece.firstRow, dy.pointer + piece.firstRow, outputSize, columns.pointer, width,
          piece.rows.count, count, rowCount)
      }
    }
    return gradients
  }

  /// All rows of the stack, unless there are too few panels of columns to keep the threads busy to the end.
  private func rowsPerGradientPiece(panelCount: Int) -> Int {
    let (pieces, rowsAtOnce) = (4 * Workers.current.threadCount, 12)
    let groups = (pieces + panelCount - 1) / panelCount
    return max(1, outputSize / groups / rowsAtOnce) * rowsAtOnce
  }

  func detached() -> StackedWeight {
    var copy = self
    copy.rewatchParts { $0 = $0.detached() }
    return copy
  }
}

/// Some rows of one of several stacked matrices.
private struct StackPiece {
  /// Which of the matrices.
  let part: Int
  let rows: Range<Int>
  /// Where the first of the rows is within the stack.
  let firstRow: Int

  static func all(of matrices: [Tensor], rowsPerPiece: Int) -> [StackPiece] {
    var top = 0
    return matrices.enumerated().flatMap { part, matrix in
      defer { top += matrix.shape[0] }
      let blocks = FixedBlocks(count: matrix.shape[0], size: rowsPerPiece)
      return blocks.indices.map {
        StackPiece(part: part, rows: blocks[$0], firstRow: top + blocks[$0].lowerBound)
      }
    }
  }

  /// What some rows of the stack are in each matrix.
  static func all(of matrices: [Tensor], within rows: Range<Int>) -> [StackPiece] {
    var top = 0
    return matrices.enumerated().compactMap { part, matrix in
      defer { top += matrix.shape[0] }
      let common = rows.clamped(to: top..<top + matrix.shape[0])
      guard !common.isEmpty else { return nil }
      return StackPiece(
        part: part, rows: common.lowerBound - top..<common.upperBound - top, firstRow: common.lowerBound)
    }
  }
}
