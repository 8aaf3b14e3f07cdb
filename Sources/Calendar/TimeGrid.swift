/// The stamps a series should have: a start, the rule by which the others follow, and how many there are.
///
/// ```swift
/// let grid = TimeGrid(start: Timestamp(year: 2015, month: 1, day: 31), frequency: .months(1, isMonthEnd: true), count: 12)
/// print(grid.stamps(after: grid.stamp(at: 11), count: 2))  // 2016-01-31, 2016-02-29
/// ```
public struct TimeGrid: Hashable, Sendable {
  /// The stamp of position 0.
  public let start: Timestamp
  /// The rule.
  public let frequency: Frequency
  /// Positions from the first to the last row, those without a row included.
  public let count: Int
  /// How far, in nanoseconds, a stamp may lie from its position: above 0 only where stamps are rounded.
  public let tolerance: Int64

  /// A grid from its start.
  public init(start: Timestamp, frequency: Frequency, count: Int, tolerance: Int64 = 0) {
    precondition(count >= 0 && tolerance >= 0, "TimeGrid: \(count) positions, tolerance \(tolerance)")
    (self.start, self.frequency, self.count, self.tolerance) = (start, frequency, count, tolerance)
  }

  /// The stamp of a position; also before the start and after the end.
  public func stamp(at position: Int) -> Timestamp { frequency.advance(start, by: position) }

  /// The position of a stamp; `nil` if it is not on the grid. Positions before the start are negative.
  public func index(of stamp: Timestamp) -> Int? {
    let (position, isExact) = frequency.position(of: stamp, from: start)
    if isExact { return position }
    guard case .span(let step) = frequency, tolerance > 0 || step.divisor > 1 else { return nil }
    // Stamps of fractional steps are rounded to the nanosecond.
    let tolerance = max(tolerance, 1)
    let span = stamp.nanoseconds(since: start)
    let nearest = step.count(nearest: span)
    return (span - step.span(nearest)).magnitude <= UInt128(tolerance) ? nearest : nil
  }

  /// The position of a stamp, by clocks that may be off by a tenth of a step where steps are below a day; `nil` if it is not on the grid.
  package func index(nearly stamp: Timestamp) -> Int? {
    guard case .span(let step) = frequency, step < .day else { return index(of: stamp) }
    let slack = step.nanoseconds / step.divisor / 10
    return TimeGrid(start: start, frequency: frequency, count: count, tolerance: max(tolerance, slack))
      .index(of: stamp)
  }

  /// The position of a stamp, or of the last one before it.
  public func position(atOrBefore stamp: Timestamp) -> Int {
    index(of: stamp) ?? frequency.position(of: stamp, from: start).position
  }

  /// The `count` stamps of the grid, 0 or more, that follow a stamp, which need not be on it.
  public func stamps(after last: Timestamp, count: Int) -> [Timestamp] {
    let position = position(atOrBefore: last)
    return (0..<count).map { stamp(at: position + 1 + $0) }
  }

  /// All stamps.
  public var stamps: [Timestamp] { (0..<count).map(stamp(at:)) }
}

extension TimeGrid {
  /// Rows from a fixed point of the calendar to a position: the same for a stamp whichever rows a file begins with.
  ///
  /// Spans count from Monday 1970-01-05, months from year 0, counters from 0; so the phase of hourly rows in a
  /// season of 24 is the hour, of days in one of 7 the weekday (Monday 0), of months in one of 12 the month less 1.
  public func ordinal(at position: Int) -> Int {
    guard case .span(let step) = frequency, step.divisor > 1 || tolerance > 0 else {
      return frequency.ordinal(of: stamp(at: position)).ordinal
    }
    // The start is rounded: the nearest whole step counts.
    let origin = Timestamp(seconds: 4 * 86_400)
    return step.count(nearest: start.nanoseconds(since: origin)) + position
  }

  /// The place of a position within a season, `0..<season`.
  ///
  /// - Precondition: `season` is at least 1.
  public func phase(at position: Int, season: Int) -> Int { ordinal(at: position).floorModulo(season) }

  /// The place of a stamp, or of the last row before it, within a season, `0..<season`.
  public func phase(of stamp: Timestamp, season: Int) -> Int {
    phase(at: position(atOrBefore: stamp), season: season)
  }
}
