import CKernels

/// Overlapping pieces of each row, after its last value has been repeated `stride` times (Nie et al. 2023,
/// https://arxiv.org/abs/2211.14730, §3.1).
///
/// `y[r, p, i] = x[r, min(p · stride + i, time − 1)]`
///
/// - Parameter x: Shape `[..., time]`.
/// - Parameter length: Elements of a piece, at most `time`.
/// - Returns: Shape `[..., (time − length) / stride + 2, length]`, the division rounded down.
public func patches(_ x: Tensor, length: Int, stride: Int) -> Tensor {
  let time = x.columnCount
  precondition(
    length > 0 && length <= time && stride > 0, "patches: length \(length), stride \(stride) of \(x.shape)")
  let count = (time - length) / stride + 2
  let y = Tensor(unfilled: x.shape.dropLast() + [count, length])
  inRowPieces(of: x.rowCount, columnCount: count * length) { rows in
    for row in rows {
      for patch in 0..<count {
        let inside = min(length, max(0, time - patch * stride))
        let to = unsafe y.destination + (row * count + patch) * length
        unsafe to.update(from: x.pointer + row * time + patch * stride, count: inside)
        unsafe (to + inside).update(repeating: x.pointer[(row + 1) * time - 1], count: length - inside)
      }
    }
  }
  let shape = x.shape
  return y.recording(Operation("patches", [("length", .count(length)), ("stride", .count(stride))]), [x]) {
    gradient in
    let dx = Tensor(shape: shape, filledWith: 0)
    inRowPieces(of: dx.rowCount, columnCount: count * length) { rows in
      for row in rows {
        for patch in 0..<count {
          let inside = min(length, max(0, time - patch * stride))
          let from = unsafe gradient.pointer + (row * count + patch) * length
          unsafe fk_axpy(dx.destination + row * time + patch * stride, from, 1, inside)
          for index in inside..<length { unsafe dx.destination[(row + 1) * time - 1] += from[index] }
        }
      }
    }
    return [dx]
  }
}
