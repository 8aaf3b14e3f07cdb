import Tensors
import TimeSeries

extension Windows {
  /// The windows at `indices` as tensors.
  ///
  /// - Returns: The histories, `[batch, channel, lookback]`, and the targets, `[batch, target channel, horizon]`.
  public func batch(_ indices: some Collection<Int>) -> (history: History, target: Tensor) {
    let history = unsafe Tensor(shape: [indices.count, channelCount, lookback]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyHistory(ofWindow: $0, into: $1) }
    }
    let target = unsafe Tensor(shape: [indices.count, targetChannels.count, horizon]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyTarget(ofWindow: $0, into: $1) }
    }
    return (History(values: history), target)
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
