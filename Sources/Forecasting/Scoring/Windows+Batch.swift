import Synchronization
import Tensors
import TimeSeries

extension Windows {
  /// The windows at `indices` as tensors.
  ///
  /// - Returns: The histories with all that is known beside them, and the targets, `[batch, target channel, horizon]`; what
  ///   stands for missing targets must not be used (``observedTargets(_:)``).
  public func batch(_ indices: some Collection<Int>) -> (batch: Batch, target: Tensor) {
    let target = unsafe Tensor(shape: [indices.count, targetCount, horizon]) { values in
      unsafe forEachBlock(of: values, indices) { unsafe copyTarget(ofWindow: $0, into: $1) }
    }
    return (histories(indices), target)
  }

  /// 1 where a target of the windows at `indices` was observed and 0 where it is missing,
  /// `[batch, target channel, horizon]`; nil if all were observed.
  public func observedTargets(_ indices: some Collection<Int>) -> Tensor? {
    unsafe mask(indices, rows: targetCount, columns: horizon) {
      unsafe copyObservedTarget(ofWindow: $0, into: $1)
    }
  }

  /// Shape `[batch, channel, lookback]`; nil if all values were observed.
  private func observedHistories(_ indices: some Collection<Int>) -> Tensor? {
    unsafe mask(indices, rows: channelCount, columns: lookback) {
      unsafe copyObservedHistory(ofWindow: $0, into: $1)
    }
  }

  private func mask(
    _ indices: some Collection<Int>, rows: Int, columns: Int,
    _ fill: (Int, UnsafeMutablePointer<Float>) -> Int
  ) -> Tensor? {
    guard !isComplete else { return nil }
    let missing = Atomic(0)
    let mask = unsafe Tensor(shape: [indices.count, rows, columns]) { values in
      unsafe forEachBlock(of: values, indices) { window, block in
        missing.add(unsafe rows * columns - fill(window, block), ordering: .relaxed)
      }
    }
    return missing.load(ordering: .relaxed) == 0 ? nil : mask
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
      history: history, observed: observedHistories(indices), future: future(of: indices),
      fixed: fixed(of: indices), origins: origins,
      units: HistoryUnits(data, channels: channels, future: futureColumns, lookback: lookback))
  }

  /// The calendar, if a forecaster asked for it, and the columns known ahead, shape `[batch, feature, lookback + horizon]`;
  /// nil for neither.
  private func future(of indices: some Collection<Int>) -> Tensor? {
    let featureCount = calendars?.first?.featureCount ?? 0
    let (count, rows) = (featureCount + futureColumns.count, lookback + horizon)
    guard count > 0 else { return nil }
    return unsafe Tensor(shape: [indices.count, count, rows]) { values in
      unsafe forEachBlock(of: values, indices) { window, values in
        let (series, start) = position(ofWindow: window)
        if let calendars { unsafe calendars[series].copy(start - lookback..<start + horizon, into: values) }
        unsafe copyFuture(ofWindow: window, into: values + featureCount * rows)
      }
    }
  }

  /// Shape `[batch, fixed column]`; nil for none.
  private func fixed(of indices: some Collection<Int>) -> Tensor? {
    let count = fixedCount
    guard count > 0 else { return nil }
    return Tensor(
      shape: [indices.count, count],
      values: indices.flatMap { fixedValues(ofSeries: position(ofWindow: $0).series) })
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
