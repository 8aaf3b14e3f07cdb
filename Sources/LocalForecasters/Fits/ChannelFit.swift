import LocalModels
import TimeSeries

/// What was fitted to one channel of one series, and where in the series it stands.
struct ChannelFit: Sendable {
  /// The model with the state after the last row.
  var model: any FittedLocalModel
  /// The stamp of the last row that the state has seen.
  var stamp: Timestamp
  /// The value of that row, by which the series is recognised.
  var value: Double

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
      for row in start..<past.count { model.update(with: past[row], regressors: known[row]) }
    }
    if past.count > start { (stamp, value) = (stamps[past.count - 1], past[past.count - 1]) }
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
      for _ in 0..<missing { model.update(with: .nan) }
      return 0
    }
    let next = stamps[..<count].firstIndex(after: stamp)
    let seen = past[next - 1]
    guard seen == value || seen.isNaN && value.isNaN else { return nil }
    return next
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
