/// What a set of windows is for. Only the three roles below exist.
public protocol WindowRole: Sendable {
  /// The word for messages.
  static var name: String { get }
}

/// Windows to fit on.
public enum TrainingRole: WindowRole {
  /// `training`.
  public static let name = "training"
}

/// Windows that choose the best epoch.
public enum ValidationRole: WindowRole {
  /// `validation`.
  public static let name = "validation"
}

/// Windows for the final score; code that trains takes other roles and cannot receive these.
public enum TestRole: WindowRole {
  /// `test`.
  public static let name = "test"
}

/// Windows to fit on.
public typealias TrainingWindows = Windows<TrainingRole>
/// Windows that choose the best epoch.
public typealias ValidationWindows = Windows<ValidationRole>
/// Windows for the final score.
public typealias TestWindows = Windows<TestRole>

/// Every window of one part of a split, one per first-target row, as a view of the series.
///
/// Window `i` has the targets `firstTargets.lowerBound + i ..< … + horizon` and the `lookback` rows before them as
/// its history. Only ``WindowSet`` makes windows, so that a role is what it says.
public struct Windows<Role: WindowRole>: Sendable {
  /// The rows on which targets begin; one window each.
  public let firstTargets: Range<Int>
  /// Rows of history.
  public let lookback: Int
  /// Rows of target.
  public let horizon: Int
  /// The channels of the series that make up the history, in order.
  public let channels: [Int]
  /// The target channels, as indices within ``channels``.
  public let targetChannels: [Int]
  /// The data behind all windows.
  public let series: ScaledSeries
  /// The calendar of every row of the series, where a forecaster asked for it.
  public internal(set) var calendar: CalendarTable?

  /// Windows.
  public var count: Int { firstTargets.count }
  /// Whether there are none.
  public var isEmpty: Bool { firstTargets.isEmpty }
  /// Channels of the history.
  public var channelCount: Int { channels.count }
  /// Channels of the target.
  public var targetCount: Int { targetChannels.count }

  /// The target channels as indices of the series, and so of its scaler.
  public var targetSeriesChannels: [Int] { targetChannels.map { channels[$0] } }

  /// The row on which the target of a window begins.
  public func firstTargetRow(ofWindow index: Int) -> Int {
    precondition(index >= 0 && index < count, "window \(index) of \(count)")
    return firstTargets.lowerBound + index
  }

  /// The rows of a window's history.
  public func historyRows(ofWindow index: Int) -> Range<Int> {
    let first = firstTargetRow(ofWindow: index)
    return first - lookback..<first
  }

  /// The rows of a window's target.
  public func targetRows(ofWindow index: Int) -> Range<Int> {
    let first = firstTargetRow(ofWindow: index)
    return first..<first + horizon
  }

  /// Copies a history, standardised, to `destination`, which has room for `[channel, lookback]` floats.
  public func copyHistory(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) {
    let rows = historyRows(ofWindow: index)
    for position in channels.indices {
      unsafe series.storage.copy(rows, of: channels[position], to: destination + position * lookback)
    }
  }

  /// Copies a target, standardised, to `destination`, which has room for `[target channel, horizon]` floats.
  public func copyTarget(ofWindow index: Int, into destination: UnsafeMutablePointer<Float>) {
    let rows = targetRows(ofWindow: index)
    for position in targetChannels.indices {
      unsafe series.storage.copy(
        rows, of: channels[targetChannels[position]], to: destination + position * horizon)
    }
  }
}
