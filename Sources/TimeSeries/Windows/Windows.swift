/// What a set of windows is for. Only the roles below exist.
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

/// Windows whose targets are still to come: the rows after the last ones.
public enum FutureRole: WindowRole {
  /// `future`.
  public static let name = "future"
}

/// Windows to fit on.
public typealias TrainingWindows = Windows<TrainingRole>
/// Windows that choose the best epoch.
public typealias ValidationWindows = Windows<ValidationRole>
/// Windows for the final score.
public typealias TestWindows = Windows<TestRole>
/// Windows whose targets are still to come.
public typealias FutureWindows = Windows<FutureRole>

/// Consecutive windows of one series: one for each row on which a target begins.
public struct WindowSegment: Hashable, Sendable {
  /// The index of the series in the panel.
  public let series: Int
  /// The rows on which targets begin.
  public let firstTargets: Range<Int>
}

/// Every window of one part of a split, one per series and first-target row, as views of a panel.
///
/// A window has the targets `first ..< first + horizon` and the `lookback` rows before them as its history. Only
/// ``WindowSet`` makes windows, and those after the last rows make themselves, so that a role is what it says.
///
/// ```swift
/// let last = windows.test.count - 1
/// print("rows \(windows.test.historyRows(ofWindow: last)) forecast \(windows.test.targetRows(ofWindow: last))")
/// ```
public struct Windows<Role: WindowRole>: Sendable {
  /// The windows in order, series by series.
  public let segments: [WindowSegment]
  /// Rows of history.
  public private(set) var lookback: Int
  /// Rows of target.
  public let horizon: Int
  /// The columns of the panel that make up the history, in order.
  public let channels: [Int]
  /// The target channels, as indices within ``channels``.
  public let targetChannels: [Int]
  /// The columns of the panel that are known ahead; empty where they are hidden.
  public private(set) var futureColumns: [Int]
  /// Columns with one value a series; 0 where they are hidden.
  public private(set) var fixedCount: Int
  /// The data behind all windows.
  public let data: ScaledPanel
  /// The calendar of every row of each series, where a forecaster asked for it.
  public internal(set) var calendars: [CalendarTable]?

  /// The error of the seasonal naive forecast over the training rows, by which MASE measures: shape
  /// `[series, target channel]`, data units; empty where unknown.
  public internal(set) var naiveErrors: [[Double]] = []
  /// Whether no cell of the series is missing.
  public let isComplete: Bool

  /// How many windows come before each segment, and how many there are.
  private let starts: [Int]
  /// The role of each column of the panel.
  private let roles: ColumnRoles

  init(
    segments: [WindowSegment], shape: WindowSet.Shape, roles: ColumnRoles, data: ScaledPanel
  ) {
    self.segments = segments.filter { !$0.firstTargets.isEmpty }
    self.roles = roles
    (lookback, horizon, self.data) = (shape.lookback, shape.horizon, data)
    (channels, targetChannels, futureColumns) = (roles.inputs, roles.targets, roles.columns(.future))
    fixedCount = data.panel.fixedColumns.count
    isComplete = data.isComplete
    starts = self.segments.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.firstTargets.count) }
  }

  /// Windows.
  public var count: Int { starts[starts.count - 1] }
  /// Whether there are none.
  public var isEmpty: Bool { segments.isEmpty }
  /// Channels of the history.
  public var channelCount: Int { channels.count }
  /// Channels of the target.
  public var targetCount: Int { targetChannels.count }

  /// The one value of each fixed column for a series, standardised over the panel.
  public func fixedValues(ofSeries series: Int) -> [Float] { fixedCount == 0 ? [] : data.fixed[series] }

  /// The same windows without the columns of some roles, `future` or `fixed`, for forecasters that cannot use them.
  public func hiding(_ roles: Set<ColumnRole>) -> Self {
    var windows = self
    if roles.contains(.future) { windows.futureColumns = [] }
    if roles.contains(.fixed) { windows.fixedCount = 0 }
    return windows
  }

  /// The same windows with shorter histories.
  ///
  /// - Precondition: They are not longer than those that there are.
  public func lookingBack(_ rows: Int) -> Self {
    precondition(rows > 0 && rows <= lookback, "windows of \(lookback) rows do not look back \(rows)")
    var windows = self
    windows.lookback = rows
    return windows
  }

  /// Windows of other rows of the same series: those that cross no break and have an observed target.
  ///
  /// - Parameter firstTargets: The rows on which targets begin; one range a series.
  package func beginning(in firstTargets: [(series: Int, rows: Range<Int>)]) -> Self {
    let shape = WindowSet.Shape(lookback: lookback, horizon: horizon)
    let builder = WindowBuilder(data: data, shape: shape, roles: roles, splits: [])
    let segments = firstTargets.flatMap { builder.segments($0.rows, ofSeries: $0.series) }
    var windows = Self(segments: segments, shape: shape, roles: roles, data: data)
    (windows.futureColumns, windows.fixedCount) = (futureColumns, fixedCount)
    (windows.calendars, windows.naiveErrors) = (calendars, naiveErrors)
    return windows
  }

  /// The target channels as columns of the panel, and so of its scalers.
  public var targetColumns: [Int] { targetChannels.map { channels[$0] } }

  /// The series of a window and the row on which its target begins.
  @inline(__always)
  public func position(ofWindow index: Int) -> (series: Int, firstTarget: Int) {
    precondition(index >= 0 && index < count, "window \(index) of \(count)")
    if segments.count == 1 { return (segments[0].series, segments[0].firstTargets.lowerBound + index) }
    var (low, high) = (0, segments.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return (segments[low].series, segments[low].firstTargets.lowerBound + index - starts[low])
  }

  /// The windows of a series; empty if it has none.
  public func windows(ofSeries series: Int) -> Range<Int> {
    guard let first = segments.firstIndex(where: { $0.series == series }),
      let last = segments.lastIndex(where: { $0.series == series })
    else { return 0..<0 }
    return starts[first]..<starts[last + 1]
  }

  /// The rows of a window's history.
  public func historyRows(ofWindow index: Int) -> Range<Int> {
    let first = position(ofWindow: index).firstTarget
    return first - lookback..<first
  }

  /// The rows of a window's target.
  public func targetRows(ofWindow index: Int) -> Range<Int> {
    let first = position(ofWindow: index).firstTarget
    return first..<first + horizon
  }

  /// Lends a target channel of a window in data units, `[horizon]`, with the mean and deviation of its scaler.
  ///
  /// Missing values are no numbers.
  public func withTarget<Result>(
    _ channel: Int, ofWindow index: Int, _ body: (Span<Double>, _ mean: Double, _ deviation: Double) -> Result
  ) -> Result {
    let (series, first) = position(ofWindow: index)
    let column = channels[targetChannels[channel]]
    let scaler = data.scalers[series]
    return data.panel.withColumn(column, ofSeries: series) { values in
      body(values.extracting(first..<first + horizon), scaler.means[column], scaler.deviations[column])
    }
  }
}
