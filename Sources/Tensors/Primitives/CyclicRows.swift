import CKernels

/// Rows of a table that repeats without end, as channel-major windows: `y[b, c, i] = table[(start_b + i) mod cycle, c]`.
///
/// - Parameter table: Shape `[cycle, channel]`.
/// - Parameter starts: For each window the row that it begins with, not negative.
/// - Returns: Shape `[starts.count, channel, count]`.
public func cyclicRows(_ table: Tensor, from starts: [Int], count: Int) -> Tensor {
  precondition(table.shape.count == 2 && table.shape[0] > 0, "cyclicRows: table \(table.shape)")
  let (cycle, channels) = (table.shape[0], table.shape[1])
  let columns = table.detached().transposed()  // [channel, cycle]
  let y = Tensor(unfilled: [starts.count, channels, count])
  let grain = max(1, elementGrain / max(1, starts.count * count))
  inPieces(of: channels, grain: grain) { part in
    forEachRun(of: part, channels, from: starts, count: count, cycle: cycle) { place, source, length in
      unsafe (y.destination + place).update(from: columns.pointer + source, count: length)
    }
  }
  return y.recording("cyclicRows", [table]) { gradient in
    let sums = Tensor(shape: [channels, cycle], filledWith: 0)
    // Each channel is summed on one thread, window after window.
    inPieces(of: channels, grain: grain) { part in
      forEachRun(of: part, channels, from: starts, count: count, cycle: cycle) { place, source, length in
        unsafe fk_axpy(sums.destination + source, gradient.pointer + place, 1, length)
      }
    }
    return [sums.transposed()]
  }
}

/// Calls `body`, window after window, with the stretches of some channels: where one lies in `[window, channel, count]`, where it comes
/// from in `[channel, cycle]`, and its length.
private func forEachRun(
  of part: Range<Int>, _ channels: Int, from starts: [Int], count: Int, cycle: Int,
  _ body: (_ place: Int, _ source: Int, _ length: Int) -> Void
) {
  for (window, start) in starts.enumerated() {
    for channel in part {
      forEachRun(from: start, count: count, cycle: cycle) { position, phase, length in
        body((window * channels + channel) * count + position, channel * cycle + phase, length)
      }
    }
  }
}

/// Calls `body` with stretches of `0..<count` that do not pass the end of the cycle, and the phase each begins with.
private func forEachRun(
  from start: Int, count: Int, cycle: Int, _ body: (_ position: Int, _ phase: Int, _ length: Int) -> Void
) {
  var position = 0
  while position < count {
    let phase = (start + position) % cycle
    let length = min(cycle - phase, count - position)
    body(position, phase, length)
    position += length
  }
}
