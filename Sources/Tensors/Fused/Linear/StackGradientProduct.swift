import CKernels

/// The products `dyᵀ x + start 1ᵀ` of which the gradients of stacked weights are parts.
///
/// The terms are added some windows' rows at a time: those of `dy` then come from a core's cache for each of the columns
/// that are made of them. Sums go on from what is stored, so that bits do not depend on it.
struct StackGradientProduct: Sendable {
  /// Shape `[..., outputSize]`.
  let dy: Tensor
  /// Shape `[..., inputSize]`.
  let x: Tensor
  /// Shape `[outputSize]`.
  let start: Tensor

  private static let termsAtOnce = 256
  private static let panelsAtOnce = 8

  private var terms: FixedBlocks {
    // Few rows stay in the cache as they are.
    FixedBlocks(
      count: x.rowCount, size: x.rowCount <= 2 * Self.termsAtOnce ? max(1, x.rowCount) : Self.termsAtOnce)
  }

  /// Pieces that keep the threads busy to the end.
  private var pieceCount: Int { 4 * Workers.current.threadCount }

  /// Columns that are made of the same rows: a panel, or several where rows are read again for each.
  var columnsPerPiece: Int {
    let width = fk_panel_width()
    guard terms.indices.count > 1 else { return width }
    let panelCount = (x.columnCount + width - 1) / width
    return width * min(Self.panelsAtOnce, max(1, 2 * panelCount / pieceCount))
  }

  /// All rows of the stack, unless there are too few pieces of columns.
  func rowsPerPiece(of outputSize: Int, bandCount: Int) -> Int {
    let (groups, rowsAtOnce) = ((pieceCount + bandCount - 1) / bandCount, 12)
    return max(1, outputSize / groups / rowsAtOnce) * rowsAtOnce
  }

  /// - Parameter columns: They begin at a multiple of the width of a panel.
  func compute(_ pieces: [StackPiece], columns: Range<Int>) {
    let width = fk_panel_width()
    // Rows of windows lie a power of two apart: where they are, they would displace each other in the first cache.
    let panels = Tensor(unfilled: [(columns.count + width - 1) / width, terms.size, width])
    for block in terms.indices {
      let rows = terms[block]
      unsafe fk_copy_panels(
        panels.destination, rows.count, x.pointer + rows.lowerBound * x.columnCount + columns.lowerBound,
        x.columnCount, columns.count, rows.count)
      for panel in 0..<panels.shape[0] {
        let first = columns.lowerBound + panel * width
        for piece in pieces {
          unsafe add(
            rows, to: piece, columns: first..<min(first + width, columns.upperBound),
            panel: panels.pointer + panel * width * rows.count)
        }
      }
    }
  }

  private func add(
    _ rows: Range<Int>, to piece: StackPiece, columns: Range<Int>, panel: UnsafePointer<Float>
  ) {
    let to = unsafe piece.matrix.destination + piece.rows.lowerBound * x.columnCount + columns.lowerBound
    let slopes = unsafe dy.pointer + rows.lowerBound * dy.columnCount + piece.firstRow
    if rows.lowerBound == 0 {
      unsafe fk_product_transposed_from(
        to, x.columnCount, start.pointer + piece.firstRow, slopes, dy.columnCount, panel, fk_panel_width(),
        piece.rows.count, columns.count, rows.count)
    } else {
      unsafe fk_product_transposed(
        to, x.columnCount, slopes, dy.columnCount, panel, fk_panel_width(), 1, piece.rows.count,
        columns.count,
        rows.count)
    }
  }
}
