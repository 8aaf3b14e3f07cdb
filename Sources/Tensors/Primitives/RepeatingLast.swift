/// The last value of each row, `count` times: `[..., time]` to `[..., count]`, without gradient.
///
/// - Precondition: Rows are not empty.
public func repeatingLast(_ x: Tensor, count: Int) -> Tensor {
  precondition(x.columnCount > 0, "repeatingLast: rows of \(x.shape) are empty")
  let result = Tensor(unfilled: x.shape.dropLast() + [count])
  for row in 0..<x.rowCount {
    let last = unsafe x.pointer[(row + 1) * x.columnCount - 1]
    unsafe (result.destination + row * count).update(repeating: last, count: count)
  }
  return result
}
