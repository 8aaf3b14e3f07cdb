/// The last value of each row, `count` times: `[..., time]` to `[..., count]`, without gradient.
public func repeatingLast(_ x: Tensor, count: Int) -> Tensor {
  unsafe continuing(x, count: count) { row, _ in unsafe row[row.count - 1] }
}

/// The mean of each row, `count` times: `[..., time]` to `[..., count]`, without gradient.
public func repeatingMean(_ x: Tensor, count: Int) -> Tensor {
  let means = unsafe continuing(x, count: 1) { row, _ in
    unsafe Float(row.reduce(0) { $0 + Double($1) } / Double(row.count))
  }
  return repeatingLast(means, count: count)
}

/// The line through the first and the last value of each row, the `count` values after the last: `[..., time]` to
/// `[..., count]`, without gradient.
public func continuingLine(_ x: Tensor, count: Int) -> Tensor {
  unsafe continuing(x, count: count) { row, step in
    let (first, last) = unsafe (row[0], row[row.count - 1])
    return last + Float(step + 1) * (last - first) / Float(max(1, row.count - 1))
  }
}

/// The last `length` values of each row over and over, `count` of them: `[..., time]` to `[..., count]`, without gradient.
///
/// - Precondition: A row has `length` values.
public func repeatingSeason(_ x: Tensor, length: Int, count: Int) -> Tensor {
  precondition(length > 0 && length <= x.columnCount, "repeatingSeason: \(length) of \(x.shape)")
  return unsafe continuing(x, count: count) { row, step in unsafe row[row.count - length + step % length] }
}

/// The values `next` gives for each row and step.
private func continuing(
  _ x: Tensor, count: Int, _ next: (_ row: UnsafeBufferPointer<Float>, _ step: Int) -> Float
) -> Tensor {
  precondition(x.columnCount > 0, "continuing: rows of \(x.shape) are empty")
  let result = Tensor(unfilled: x.shape.dropLast() + [count])
  for row in 0..<x.rowCount {
    let values = unsafe UnsafeBufferPointer(start: x.pointer + row * x.columnCount, count: x.columnCount)
    for step in 0..<count { unsafe result.destination[row * count + step] = next(values, step) }
  }
  return result
}
