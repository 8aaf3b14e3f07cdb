extension Windows {
  /// Copies a history, standardised, to `destination`, which has room for `[channel, lookback]` floats; missing values
  /// are filled.
  public func copyHistory(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) {
    let (series, first) = position(ofWindow: index)
    for position in channels.indices {
      let start = unsafe destination + position * lookback
      unsafe data.storages[series].copy(first - lookback..<first, of: channels[position], to: start)
      if data.fillRule == .linear, let column = data.filledColumn(channels[position], ofSeries: series) {
        unsafe column.interpolate(
          UnsafeMutableBufferPointer(start: start, count: lookback), from: first - lookback)
      }
    }
  }

  /// Copies a target, standardised, to `destination`, which has room for `[target channel, horizon]` floats; what stands
  /// for missing values must not be used.
  public func copyTarget(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) {
    let (series, first) = position(ofWindow: index)
    for position in targetChannels.indices {
      unsafe data.storages[series].copy(
        first..<first + horizon, of: channels[targetChannels[position]], to: destination + position * horizon)
    }
  }

  /// Copies the columns known ahead over history and target, standardised, to `destination`, which has room for
  /// `[future column, lookback + horizon]` floats; missing values are filled.
  public func copyFuture(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) {
    let (series, first) = position(ofWindow: index)
    for (position, column) in futureColumns.enumerated() {
      unsafe data.storages[series].copy(
        first - lookback..<first + horizon, of: column, to: destination + position * (lookback + horizon))
    }
  }

  /// Copies 1 for observed and 0 for missing values of a history to `destination`, which has room for
  /// `[channel, lookback]` floats.
  ///
  /// - Returns: How many were observed.
  public func copyObservedHistory(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) -> Int {
    let (series, first) = position(ofWindow: index)
    return channels.indices.reduce(0) { count, position in
      unsafe count
        + data.copyObserved(
          channels[position], ofSeries: series, first - lookback..<first,
          to: destination + position * lookback)
    }
  }

  /// Copies 1 for observed and 0 for missing values of a target to `destination`, which has room for
  /// `[target channel, horizon]` floats.
  ///
  /// - Returns: How many were observed.
  public func copyObservedTarget(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) -> Int {
    let (series, first) = position(ofWindow: index)
    return targetChannels.indices.reduce(0) { count, position in
      unsafe count
        + data.copyObserved(
          channels[targetChannels[position]], ofSeries: series, first..<first + horizon,
          to: destination + position * horizon)
    }
  }

  /// Target values of a window that were observed.
  public func observedTargetCount(ofWindow index: Int) -> Int {
    let (series, first) = position(ofWindow: index)
    return targetColumns.reduce(0) { count, column in
      guard let column = data.filledColumn(column, ofSeries: series) else { return count + horizon }
      return column.observed[first..<first + horizon].reduce(count) { $0 + Int($1) }
    }
  }
}

extension ScaledPanel {
  fileprivate func copyObserved(
    _ column: Int, ofSeries series: Int, _ rows: Range<Int>, to destination: UnsafeMutablePointer<Float>
  ) -> Int {
    guard let column = filledColumn(column, ofSeries: series) else {
      unsafe destination.update(repeating: 1, count: rows.count)
      return rows.count
    }
    var count = 0
    for (position, row) in rows.enumerated() {
      let isObserved = column.observed[row]
      unsafe destination[position] = Float(isObserved)
      count += Int(isObserved)
    }
    return count
  }
}
