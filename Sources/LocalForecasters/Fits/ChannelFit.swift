import LocalModels
import TimeSeries

/// What was fitted to one channel of one series, and where in the series it stands.
struct ChannelFit: Sendable {
  /// The model with the state after the last row, and after the last value.
  var filtered: FilteredModel
  /// The stamp of the last row that the state has seen.
  var stamp: Timestamp
  /// The values of that row and of some before it, the oldest first, by which the series is recognised and revised rows are found.
  private(set) var recent: [Double]

  /// Rows that are remembered: two years of months.
  private static let recentCount = 24

  /// - Parameter values: Those of the last rows that the state has seen, one or more, the oldest first.
  init(_ filtered: FilteredModel, stamp: Timestamp, values: some BidirectionalCollection<Double>) {
    (self.filtered, self.stamp) = (filtered, stamp)
    recent = Array(values.suffix(Self.recentCount))
  }

  /// The model with the state after the last row.
  var model: any FittedLocalModel { filtered.model }

  /// Whether the last rows that the state has seen have other values now: the latest of those that do.
  ///
  /// - Parameter row: The last row that the state has seen.
  func revisedRow(in values: Span<Double>, endingAt row: Int) -> Int? {
    (0..<min(recent.count, row + 1)).lazy.map { row - $0 }.first { other in
      let (found, seen) = (values[other], recent[recent.count - 1 - (row - other)])
      return found != seen && !(found.isNaN && seen.isNaN)
    }
  }

  /// What the state has seen in a row that ``revisedRow(in:endingAt:)`` has found.
  func seen(in row: Int, endingAt last: Int) -> Double { recent[recent.count - 1 - (last - row)] }

  /// Remembers the rows that the state has gone on to.
  ///
  /// - Parameter isAdjacent: Whether they follow those before without a gap.
  mutating func remember(_ values: Span<Double>, endingAt last: Timestamp, isAdjacent: Bool) {
    stamp = last
    let kept = isAdjacent ? recent.suffix(max(0, Self.recentCount - values.count)) : []
    recent = kept + (max(0, values.count - Self.recentCount)..<values.count).map { values[$0] }
  }

  /// Filters the state forward to the end of `past`.
  ///
  /// - Parameters:
  ///   - past: All rows of a series up to an origin.
  ///   - stamps: The stamps of its rows, of which there may be more.
  ///   - first: The first row that the state has not seen, if that is known.
  ///   - known: What columns known ahead are in rows.
  /// - Returns: Whether the rows continue those of the state; otherwise it stays as it is.
  mutating func follow(
    _ past: Span<Double>, _ stamps: SeriesStamps, from first: Int?, _ frequency: Frequency?,
    known: (Range<Int>) -> KnownRows
  ) -> Bool {
    guard let start = first ?? place(in: past, stamps, frequency) else { return false }
    if start < past.count {
      let known = known(start..<past.count)
      for row in start..<past.count { filtered.update(with: past[row], regressors: known[row]) }
    }
    if past.count > start {
      remember(
        past.extracting(past.count - 1..<past.count), endingAt: stamps[past.count - 1], isAdjacent: false)
    }
    return true
  }

  /// The first row after those that the state has seen; nil where the rows do not continue them.
  private mutating func place(
    in past: Span<Double>, _ stamps: SeriesStamps, _ frequency: Frequency?
  ) -> Int? {
    let count = past.count
    guard count > 0, stamps[count - 1] >= stamp else { return nil }
    if stamps[0] > stamp {
      guard let missing = frequency?.rows(between: stamp, stamps[0], atMost: 100_000) else { return nil }
      for _ in 0..<missing { filtered.update(with: .nan) }
      return 0
    }
    let next = stamps[..<count].firstIndex(after: stamp)
    return revisedRow(in: past, endingAt: next - 1) == nil ? next : nil
  }
}

extension Frequency {
  /// How many rows lie between two stamps; nil for more than `limit`.
  fileprivate func rows(between first: Timestamp, _ last: Timestamp, atMost limit: Int) -> Int? {
    var (low, high) = (0, limit + 1)
    guard advance(first, by: high) >= last else { return nil }
    while low + 1 < high {
      let middle = (low + high) / 2
      if advance(first, by: middle) < last { low = middle } else { high = middle }
    }
    return low
  }
}
