/// The mean of `width` neighbours of each element of a row; beyond its ends a row goes on with its first and last value.
///
/// - Parameter x: Shape `[..., time]`.
/// - Parameter width: Odd, so that the neighbours lie evenly on both sides.
/// - Returns: The shape of `x`.
public func movingAverage(_ x: Tensor, width: Int) -> Tensor {
  requireOdd(width)
  let y = unsafe mappingRows(of: x) { y, x, count in
    // Single precision would let the rounding of the running sum add up along the row.
    let reach = width / 2
    var sum = (-reach...reach).reduce(0.0) { unsafe $0 + Double(x[min(max($1, 0), count - 1)]) }
    for position in 0..<count {
      unsafe y[position] = Float(sum / Double(width))
      sum += unsafe Double(x[min(position + reach + 1, count - 1)]) - Double(x[max(position - reach, 0)])
    }
  }
  return y.recording(Operation("movingAverage", [("width", .count(width))]), [x]) {
    [spreadingAverage($0, width: width)]
  }
}

/// The transpose of `movingAverage` as a linear map of rows: each element is spread evenly over the neighbours whose mean
/// it is, and what falls beyond an end is added to the end.
///
/// - Parameter x: Shape `[..., time]`.
/// - Parameter width: Odd.
/// - Returns: The shape of `x`.
public func spreadingAverage(_ x: Tensor, width: Int) -> Tensor {
  requireOdd(width)
  let y = unsafe mappingRows(of: x) { y, x, count in
    let reach = width / 2
    var sum = (0...reach).reduce(0.0) { unsafe $0 + ($1 < count ? Double(x[$1]) : 0) }
    for position in 0..<count {
      unsafe y[position] = Float(sum / Double(width))
      if position + reach + 1 < count { sum += unsafe Double(x[position + reach + 1]) }
      if position >= reach { sum -= unsafe Double(x[position - reach]) }
    }
    // Element t reaches t − reach … t + reach: so many of these lie before the first and after the last element.
    let share = 1 / Double(width)
    let before = (0..<min(reach, count)).reduce(0.0) { unsafe $0 + Double(reach - $1) * Double(x[$1]) }
    let after = (0..<min(reach, count)).reduce(0.0) {
      unsafe $0 + Double(reach - $1) * Double(x[count - 1 - $1])
    }
    unsafe y[0] += Float(before * share)
    unsafe y[count - 1] += Float(after * share)
  }
  return y.recording(Operation("spreadingAverage", [("width", .count(width))]), [x]) {
    [movingAverage($0, width: width)]
  }
}

private func requireOdd(_ width: Int) {
  precondition(width > 0 && !width.isMultiple(of: 2), "movingAverage: width \(width) is not odd")
}

/// A tensor whose rows `body` makes from those of `x`, one by one.
private func mappingRows(
  of x: Tensor,
  _ body: (_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int) -> Void
) -> Tensor {
  let y = Tensor(unfilled: x.shape)
  let columns = x.columnCount
  inRowPieces(of: x.rowCount, columnCount: columns) { rows in
    for row in rows { unsafe body(y.destination + row * columns, x.pointer + row * columns, columns) }
  }
  return y
}
