import CKernels

extension Tensor {
  /// The same elements in the same order under another shape.
  public func reshaped(to shape: [Int]) -> Tensor {
    precondition(shape.reduce(1, *) == count, "reshaped: \(self.shape) to \(shape)")
    let original = self.shape
    return Tensor(shape: shape, storage: storage, offset: offset).recording("reshaped", [self]) {
      [$0.reshaped(to: original)]
    }
  }

  /// Exchanges the last two axes: `[..., m, n]` to `[..., n, m]`.
  public func transposed() -> Tensor {
    precondition(shape.count >= 2, "transposed: shape \(shape) has fewer than two axes")
    let (rows, columns) = (size(ofAxis: -2), size(ofAxis: -1))
    let matrixSize = rows * columns
    let result = Tensor(unfilled: shape.dropLast(2) + [columns, rows])
    inPieces(of: count / max(1, matrixSize), grain: max(1, elementGrain / max(1, matrixSize))) { matrices in
      for start in matrices.lazy.map({ $0 * matrixSize }) {
        unsafe fk_transpose(result.destination + start, rows, pointer + start, columns, rows, columns)
      }
    }
    return result.recording("transposed", [self]) { [$0.transposed()] }
  }

  /// The slices `range` of the first axis, without a copy.
  public func slices(_ range: Range<Int>) -> Tensor {
    precondition(
      !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "slices: \(range) of shape \(shape)")
    let sliceSize = count / max(1, shape[0])
    let part = Tensor(
      shape: [range.count] + shape.dropFirst(), storage: storage,
      offset: offset + range.lowerBound * sliceSize)
    let whole = shape
    return part.recording(Operation("slices", over: range), [self]) { gradient in
      let result = Tensor(shape: whole, filledWith: 0)
      unsafe (result.destination + range.lowerBound * sliceSize).update(
        from: gradient.pointer, count: gradient.count)
      return [result]
    }
  }
}

/// `parts` one after another along the first axis; the other axes agree.
public func concatenated(_ parts: [Tensor]) -> Tensor {
  precondition(!parts.isEmpty, "concatenated: no parts")
  let tail = parts[0].shape.dropFirst()
  precondition(
    parts.allSatisfy { !$0.shape.isEmpty && $0.shape.dropFirst() == tail },
    "concatenated: \(parts.map(\.shape))")
  let whole = Tensor(unfilled: [parts.reduce(0) { $0 + $1.shape[0] }] + tail)
  var position = 0
  for part in parts {
    unsafe (whole.destination + position).update(from: part.pointer, count: part.count)
    position += part.count
  }
  let lengths = parts.map { $0.shape[0] }
  return whole.recording("concatenated", parts) { gradient in
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return gradient.slices(start..<start + length)
    }
  }
}

/// `parts` side by side along the last axis; the other axes agree.
public func concatenatedColumns(_ parts: [Tensor]) -> Tensor {
  precondition(!parts.isEmpty, "concatenatedColumns: no parts")
  let head = parts[0].shape.dropLast()
  precondition(
    parts.allSatisfy { !$0.shape.isEmpty && $0.shape.dropLast() == head },
    "concatenatedColumns: \(parts.map(\.shape))")
  let widths = parts.map(\.columnCount)
  let whole = Tensor(unfilled: head + [widths.reduce(0, +)])
  var column = 0
  for part in parts {
    placeColumns(part, into: whole, from: column)
    column += part.columnCount
  }
  return whole.recording("concatenatedColumns", parts) { gradient in
    var start = 0
    return widths.map { width in
      defer { start += width }
      return gradient.columns(start..<start + width)
    }
  }
}

private func placeColumns(_ part: Tensor, into whole: Tensor, from column: Int) {
  let (width, all) = (part.columnCount, whole.columnCount)
  inRowPieces(of: part.rowCount, columnCount: width) { rows in
    unsafe fk_place_columns(
      whole.destination + rows.lowerBound * all, part.pointer + rows.lowerBound * width, column, rows.count,
      width, all)
  }
}

extension Tensor {
  /// The columns `range` of the last axis: `[..., columns]` to `[..., range.count]`.
  public func columns(_ range: Range<Int>) -> Tensor {
    precondition(
      !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= columnCount,
      "columns: \(range) of shape \(shape)")
    let (source, all) = (detached(), columnCount)
    let part = Tensor(unfilled: shape.dropLast() + [range.count])
    inRowPieces(of: rowCount, columnCount: range.count) { rows in
      unsafe fk_copy_columns(
        part.destination + rows.lowerBound * range.count, source.pointer + rows.lowerBound * all,
        range.lowerBound, rows.count, range.count, all)
    }
    let whole = shape
    return part.recording(Operation("columns", over: range), [self]) { gradient in
      let result = Tensor(shape: whole, filledWith: 0)
      placeColumns(gradient, into: result, from: range.lowerBound)
      return [result]
    }
  }
}

/// `channels` of a `[batch, channel, time]` tensor, in the order given: shape `[batch, channels.count, time]`.
public func selectingChannels(_ x: Tensor, _ channels: [Int]) -> Tensor {
  precondition(x.shape.count == 3, "selectingChannels: shape \(x.shape)")
  let (batch, all, time) = (x.shape[0], x.shape[1], x.shape[2])
  if channels == Array(0..<all) { return x }
  let chosen = Tensor(unfilled: [batch, channels.count, time])
  for row in 0..<batch * channels.count {
    let source = row / channels.count * all + channels[row % channels.count]
    unsafe (chosen.destination + row * time).update(from: x.pointer + source * time, count: time)
  }
  return chosen.recording("selectingChannels", [x]) { gradient in
    let result = Tensor(shape: [batch, all, time], filledWith: 0)
    for row in 0..<batch * channels.count {
      let target = row / channels.count * all + channels[row % channels.count]
      unsafe fk_axpy(result.destination + target * time, gradient.pointer + row * time, 1, time)
    }
    return [result]
  }
}
