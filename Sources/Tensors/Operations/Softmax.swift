import CKernels

/// `softmax(scale · x)` over the last axis.
public func softmax(_ x: Tensor, scale: Float = 1) -> Tensor {
  let y = Tensor(unfilled: x.shape)
  unsafe fk_softmax_rows(y.destination, x.pointer, scale, x.rowCount, x.columnCount)
  return y.recording([x]) { gradient in
    let dx = Tensor(unfilled: y.shape)
    unsafe fk_softmax_rows_derivative(
      dx.destination, gradient.pointer, y.pointer, scale, y.rowCount, y.columnCount)
    return [dx]
  }
}
