import CKernels

/// The neighbourhood of each step of time, around whose ends the series is closed to a circle: the input of a circular
/// convolution as rows of a matrix product.
///
/// `y[b, t, c · width + i] = x[b, c, (t + i − width / 2) mod time]`
///
/// - Parameter x: Shape `[batch, channel, time]`.
/// - Parameter width: Odd number of steps.
/// - Returns: Shape `[batch, time, channel · width]`.
public func circularNeighbourhoods(_ x: Tensor, width: Int) -> Tensor {
  precondition(x.shape.count == 3 && width % 2 == 1, "circularNeighbourhoods: \(x.shape), width \(width)")
  let (batch, channels, time) = (x.shape[0], x.shape[1], x.shape[2])
  let y = Tensor(unfilled: [batch, time, channels * width])
  let (source, target) = unsafe (x.pointer, y.destination)
  inRowPieces(of: batch, columnCount: y.columnCount * time) { windows in
    forEachNeighbour(windows, channels: channels, time: time, width: width) { position, neighbour in
      unsafe target[position] = source[neighbour]
    }
  }
  return y.recording(Operation("circularNeighbourhoods", [("width", .count(width))]), [x]) { gradient in
    let dx = Tensor(shape: [batch, channels, time], filledWith: 0)
    let (source, target) = unsafe (gradient.pointer, dx.destination)
    inRowPieces(of: batch, columnCount: gradient.columnCount * time) { windows in
      forEachNeighbour(windows, channels: channels, time: time, width: width) { position, neighbour in
        unsafe target[neighbour] += source[position]
      }
    }
    return [dx]
  }
}

/// Every position in `[batch, time, channel · width]` with its neighbour's in `[batch, channel, time]`.
@inline(__always)
private func forEachNeighbour(
  _ windows: Range<Int>, channels: Int, time: Int, width: Int,
  _ body: (_ position: Int, _ neighbour: Int) -> Void
) {
  var position = windows.lowerBound * time * channels * width
  for window in windows {
    for step in 0..<time {
      for channel in 0..<channels {
        let row = (window * channels + channel) * time
        for offset in 0..<width {
          var neighbour = step + offset - width / 2
          while neighbour < 0 { neighbour += time }
          while neighbour >= time { neighbour -= time }
          body(position, row + neighbour)
          position += 1
        }
      }
    }
  }
}

/// The last `count` elements of each row and then `zeros` zeros: `[..., time]` to `[..., count + zeros]`.
public func lastSteps(_ x: Tensor, count: Int, thenZeros zeros: Int) -> Tensor {
  let (time, width) = (x.columnCount, count + zeros)
  precondition(count >= 0 && count <= time && zeros >= 0, "lastSteps: \(count) of \(x.shape), \(zeros) zeros")
  let y = Tensor(shape: x.shape.dropLast() + [width], filledWith: 0)
  for row in 0..<x.rowCount {
    unsafe (y.destination + row * width).update(from: x.pointer + (row + 1) * time - count, count: count)
  }
  let shape = x.shape
  return y.recording(Operation("lastSteps", [("count", .count(count)), ("zeros", .count(zeros))]), [x]) {
    gradient in
    let dx = Tensor(shape: shape, filledWith: 0)
    for row in 0..<dx.rowCount {
      unsafe (dx.destination + (row + 1) * time - count).update(
        from: gradient.pointer + row * width, count: count)
    }
    return [dx]
  }
}

/// Some tokens of each window: `[batch, token, size]` to `[batch, range.count, size]`.
public func tokens(_ range: Range<Int>, of x: Tensor) -> Tensor {
  precondition(
    x.shape.count == 3 && range.lowerBound >= 0 && range.upperBound <= x.shape[1],
    "tokens: \(range) of \(x.shape)")
  if range == 0..<x.shape[1] { return x }
  let shape = x.shape
  let (all, part) = (shape[1] * shape[2], range.count * shape[2])
  let first = range.lowerBound * shape[2]
  let y = Tensor(unfilled: [shape[0], range.count, shape[2]])
  inRowPieces(of: shape[0], columnCount: part) { windows in
    for window in windows {
      unsafe (y.destination + window * part).update(from: x.pointer + window * all + first, count: part)
    }
  }
  return y.recording(Operation("tokens", over: range), [x]) { gradient in
    let dx = Tensor(unfilled: shape)
    inRowPieces(of: shape[0], columnCount: all) { windows in
      for window in windows {
        let target = unsafe dx.destination + window * all
        unsafe target.update(repeating: 0, count: first)
        unsafe (target + first).update(from: gradient.pointer + window * part, count: part)
        unsafe (target + first + part).update(repeating: 0, count: all - first - part)
      }
    }
    return [dx]
  }
}

/// The tokens of both, those of `a` first: `[batch, m, size]` and `[batch, n, size]` to `[batch, m + n, size]`.
public func joiningTokens(_ a: Tensor, _ b: Tensor) -> Tensor {
  precondition(
    a.shape.count == 3 && b.shape.count == 3 && a.shape[0] == b.shape[0] && a.shape[2] == b.shape[2],
    "joiningTokens: \(a.shape), \(b.shape)")
  let (m, n) = (a.shape[1], b.shape[1])
  let (sizeOfA, sizeOfB) = (m * a.shape[2], n * b.shape[2])
  let y = Tensor(unfilled: [a.shape[0], m + n, a.shape[2]])
  for window in 0..<a.shape[0] {
    let target = unsafe y.destination + window * (sizeOfA + sizeOfB)
    unsafe target.update(from: a.pointer + window * sizeOfA, count: sizeOfA)
    unsafe (target + sizeOfA).update(from: b.pointer + window * sizeOfB, count: sizeOfB)
  }
  return y.recording("joiningTokens", [a, b]) { [tokens(0..<m, of: $0), tokens(m..<m + n, of: $0)] }
}

/// `x` with the same table added to each window.
///
/// - Parameter x: Shape `[batch, token, size]`.
/// - Parameter table: Shape `[token, size]`.
public func adding(_ table: Tensor, toEach x: Tensor) -> Tensor {
  precondition(Array(x.shape.dropFirst()) == table.shape, "adding: \(table.shape) to each of \(x.shape)")
  let y = Tensor(unfilled: x.shape)
  let size = table.count
  inRowPieces(of: x.shape[0], columnCount: size) { windows in
    for window in windows {
      let first = window * size
      unsafe fk_add(y.destination + first, x.pointer + first, table.pointer, size)
    }
  }
  let (needsX, needsTable, shape) = (x.isWatched, table.isWatched, table.shape)
  return y.recording("addingToEach", [x, table]) { gradient in
    [
      needsX ? gradient : nil,
      needsTable ? rowSum(gradient.reshaped(to: [gradient.shape[0], size])).reshaped(to: shape) : nil,
    ]
  }
}
