import TimeSeries

/// Rows of series, of which a forecaster has seen the first.
public struct LaterRows: Sendable {
  /// The rows, in data units and standardised as they were for the fit.
  public let data: ScaledPanel
  /// The columns of the panel that are the channels of a history.
  public let channels: [Int]
  /// The columns of the panel that are known ahead.
  public let future: [Int]
  /// For each series of the panel, its number among those that the forecaster was fitted on; nil for one that is new.
  public let members: [Int?]
  /// The channels that are forecast, as indices of ``channels``.
  public let targetChannels: [Int]
  /// So many rows of each series are to count, the newest; nil for all.
  public let window: Int?

  /// - Parameters:
  ///   - channels: The columns of the panel that are the channels of a history.
  ///   - future: The columns of the panel that are known ahead.
  ///   - targetChannels: The channels that are forecast; nil for all.
  ///   - members: For each series of the panel, its number among those that the forecaster was fitted on.
  ///   - window: So many rows of each series are to count, the newest; nil for all.
  public init(
    data: ScaledPanel, channels: [Int], future: [Int] = [], targetChannels: [Int]? = nil, members: [Int?],
    window: Int? = nil
  ) {
    precondition(members.count == data.panel.series.count, "LaterRows: \(members.count) members")
    (self.data, self.channels, self.future, self.members) = (data, channels, future, members)
    (self.targetChannels, self.window) = (targetChannels ?? Array(channels.indices), window)
  }

  /// The columns of the panel that are forecast.
  public var targetColumns: [Int] { targetChannels.map { channels[$0] } }
}

extension LaterRows {
  /// The first row of a series that is new, how many steps without a row lie before it, and the row that was the last to be seen, where it
  /// is among them.
  public typealias Start = (row: Int, gap: Int, seen: Int?)

  /// Where the rows of a series begin that follow those that have been seen.
  ///
  /// - Parameter last: The stamp of the last row that has been seen.
  /// - Throws: `UpdateError` for rows that do not follow.
  public func start(ofSeries series: Int, behind last: Timestamp) throws(UpdateError) -> Start {
    let own = data.panel.series[series]
    guard own.targetEnd > 0 else { return (0, 0, nil) }
    let stamps = own.timestamps[..<own.targetEnd]
    if stamps[0] > last {
      guard let position = own.grid.index(nearly: last), position < 0 else {
        throw .offGrid(series: own.id, last: place(of: last), first: place(of: stamps[0]))
      }
      let gap = -position - 1
      guard gap <= Self.gapLimit, gap < Self.farGap || !isCenturyLater(stamps[0], than: last, own.grid)
      else {
        throw .tooFar(series: own.id, last: place(of: last), first: place(of: stamps[0]), steps: gap)
      }
      return (0, gap, nil)
    }
    let next = stamps.firstIndex(after: last)
    if stamps[next - 1] == last { return (next, 0, next - 1) }
    guard next == own.targetEnd else { throw .absentRow(series: own.id, stamp: place(of: last)) }
    // All of the rows are older; where rows are counted, they may as well be new ones alone.
    if data.panel.timeColumns.isEmpty {
      throw .countedRows(series: own.id, count: own.targetEnd, seen: Int(last.seconds) + 1)
    }
    return (next, 0, nil)
  }

  /// Steps without a row that may lie before the first new one.
  private static let gapLimit = 100_000
  /// Steps from which on a century without rows is a mistake in stamps.
  private static let farGap = 1_000

  private func isCenturyLater(_ first: Timestamp, than last: Timestamp, _ grid: TimeGrid) -> Bool {
    !grid.frequency.isCounter && first.seconds - last.seconds > 36_525 * 86_400
  }

  /// What messages call the row with a stamp.
  public func place(of stamp: Timestamp) -> String { data.panel.place(of: stamp) }
}

extension Panel {
  /// A stamp as the data write it, or the number of the row where rows are counted.
  package func place(of stamp: Timestamp) -> String {
    timeColumns.isEmpty ? "row \(stamp.seconds + 1)" : stampForm.text(for: stamp)
  }
}
