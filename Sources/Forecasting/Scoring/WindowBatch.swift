import Tensors
import TimeSeries

extension Windows {
  /// The windows at `indices` as tensors.
  ///
  /// - Returns: The histories, `[batch, channel, lookback]`, with marks of the calendar if the windows have them, and
  ///   the targets, `[batch, target channel, horizon]`.
  public func batch(_ indices: some Collection<Int>) -> (history: History, target: Tensor) {
    let history = unsafe Tensor(shape: [indices.count, channelCount, lookback]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyHistory(ofWindow: $0, into: $1) }
    }
    let target = unsafe Tensor(shape: [indices.count, targetChannels.count, horizon]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyTarget(ofWindow: $0, into: $1) }
    }
    let firstRows = indices.map { historyRows(ofWindow: $0).lowerBound }
    return (History(values: history, firstRows: firstRows, calendar: marks(of: indices)), target)
  }

  private func marks(of indices: some Collection<Int>) -> CalendarMarks? {
    guard let calendar else { return nil }
    let history = unsafe Tensor(shape: [indices.count, lookback, calendar.featureCount]) { marks in
      unsafe forEachBlock(of: marks, indices) { window, marks in
        unsafe calendar.copy(historyRows(ofWindow: window), into: marks)
      }
    }
    let future = unsafe Tensor(shape: [indices.count, horizon, calendar.featureCount]) { marks in
      unsafe forEachBlock(of: marks, indices) { window, marks in
        unsafe calendar.copy(targetRows(ofWindow: window), into: marks)
      }
    }
    return CalendarMarks(history: history, future: future)
  }

  private func forEachBlock(
    of values: UnsafeMutableBufferPointer<Float>, _ indices: some Collection<Int>,
    _ fill: (Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    guard let start = values.baseAddress else { return }
    let windows = Array(indices)
    let size = values.count / max(1, windows.count)
    inRowPieces(of: windows.count, columnCount: size) { positions in
      for position in positions { unsafe fill(windows[position], start + position * size) }
    }
  }
}
