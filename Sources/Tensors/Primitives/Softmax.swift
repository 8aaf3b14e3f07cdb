import CKernels

/// `softmax(scale · x)` over the last axis.
public func softmax(_ x: Tensor, scale: Float = 1) -> Tensor {
  let y = Tensor(unfilled: x.shape)
  let columns = x.columnCount
  inRowPieces(of: x.rowCount, columnCount: columns) { rows in
    let first = rows.lowerBound * columns
    unsafe fk_softmax_rows(y.destination + first, x.pointer + first, scale, rows.count, columns)
  }
  return y.recording(Operation("softmax", [("scale", .number(scale))]), [x]) { gradient in
    let dx = Tensor(unfilled: y.shape)
    inRowPieces(of: y.rowCount, columnCount: columns) { rows in
      let first = rows.lowerBound * columns
      unsafe fk_softmax_rows_derivative(
        dx.destination + first, gradient.pointer + first, y.pointer + first, scale, rows.count, columns)
    }
    return [dx]
  }
}
