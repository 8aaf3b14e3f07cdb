import Tensors
import TimeSeries

extension Windows {
  /// The windows at `indices` as tensors.
  ///
  /// - Returns: The histories with all that is known beside them, and the targets, `[batch, target channel, horizon]`.
  public func batch(_ indices: some Collection<Int>) -> (batch: Batch, target: Tensor) {
    let target = unsafe Tensor(shape: [indices.count, targetCount, horizon]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyTarget(ofWindow: $0, into: $1) }
    }
    return (histories(indices), target)
  }

  /// The histories of the windows at `indices`, with all that is known beside them.
  public func histories(_ indices: some Collection<Int>) -> Batch {
    let history = unsafe Tensor(shape: [indices.count, channelCount, lookback]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyHistory(ofWindow: $0, into: $1) }
    }
    let origins = indices.map { index in
      let (series, first) = position(ofWindow: index)
      return WindowOrigin(
        series: series, row: first - lookback, stamp: data.panel.series[series].timestamps[first - lookback])
    }
    return Batch(
      history: history, future: calendar(of: indices), origins: origins,
      units: HistoryUnits(data.panel, channels: channels, lookback: lookback))
  }

  /// Shape `[batch, feature, lookback + horizon]`; nil where no forecaster asked for the calendar.
  private func calendar(of indices: some Collection<Int>) -> Tensor? {
    guard let calendars, let first = calendars.first else { return nil }
    return unsafe Tensor(shape: [indices.count, first.featureCount, lookback + horizon]) { marks in
      unsafe forEachBlock(of: marks, indices) { window, marks in
        let (series, start) = position(ofWindow: window)
        unsafe calendars[series].copy(start - lookback..<start + horizon, into: marks)
      }
    }
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
