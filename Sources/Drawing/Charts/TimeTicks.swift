import Text

/// Round times along an axis: a short label each, and below the first one the date or year that they share.
public struct TimeTicks: Sendable {
  /// One tick.
  public struct Tick: Sendable, Equatable {
    /// Milliseconds since 1970, as written in the data.
    public let milliseconds: Double
    /// `06:00`, `1 Jul`, `Jul` or `2016`.
    public let label: String
    /// The date or year if it is not that of the tick before; nil otherwise.
    public let context: String?
  }

  /// The ticks in order.
  public let ticks: [Tick]

  /// The smallest usual step that makes at most `count` ticks.
  ///
  /// - Parameter range: Milliseconds since 1970.
  public init(_ range: ClosedRange<Double>, atMost count: Int) {
    let span = range.upperBound - range.lowerBound
    let unit =
      Unit.all.first { span / $0.milliseconds <= Double(max(1, count)) } ?? Unit.all[Unit.all.count - 1]
    var context: String?
    ticks = unit.stamps(in: range).map { stamp in
      let new = unit.context(of: stamp)
      defer { context = new }
      return Tick(
        milliseconds: Double(stamp.milliseconds), label: unit.label(of: stamp),
        context: new == context ? nil : new)
    }
  }
}

private enum Unit {
  case fixed(Int64)
  case weeks
  case months(Int)

  private static let second: Int64 = 1000, minute: Int64 = 60_000, hour: Int64 = 3_600_000,
    day: Int64 = 86_400_000

  static let all: [Unit] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { .fixed($0) }
    + [1, 2, 5, 10, 15, 30].map { .fixed($0 * second) }
    + [1, 2, 5, 10, 15, 30].map { .fixed($0 * minute) }
    + [1, 2, 3, 6, 12].map { .fixed($0 * hour) } + [.fixed(day), .fixed(2 * day), .weeks]
    + [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000].map { .months($0) }

  var milliseconds: Double {
    switch self {
    case .fixed(let step): Double(step)
    case .weeks: Double(7 * Self.day)
    case .months(let count): Double(Int64(count) * 30 * Self.day)
    }
  }

  func stamps(in range: ClosedRange<Double>) -> [CalendarStamp] {
    switch self {
    case .fixed(let step): return Self.multiples(of: step, offset: 0, in: range)
    // 1970 began on a Thursday.
    case .weeks: return Self.multiples(of: 7 * Self.day, offset: 4 * Self.day, in: range)
    case .months(let count):
      let first = CalendarStamp(milliseconds: Int64(range.lowerBound.rounded(.up)))
      var month = first.year * 12
      month -= (month % count + count) % count
      var stamps: [CalendarStamp] = []
      while true {
        let year = month >= 0 ? month / 12 : (month - 11) / 12
        let stamp = CalendarStamp(year: year, month: month - year * 12 + 1)
        if Double(stamp.milliseconds) > range.upperBound { return stamps }
        if Double(stamp.milliseconds) >= range.lowerBound { stamps.append(stamp) }
        month += count
      }
    }
  }

  private static func multiples(
    of step: Int64, offset: Int64, in range: ClosedRange<Double>
  ) -> [CalendarStamp] {
    let first = ((range.lowerBound - Double(offset)) / Double(step)).rounded(.up)
    let last = ((range.upperBound - Double(offset)) / Double(step)).rounded(.down)
    guard first <= last else { return [] }
    return (Int64(first)...Int64(last)).map { CalendarStamp(milliseconds: $0 * step + offset) }
  }

  func label(of stamp: CalendarStamp) -> String {
    switch self {
    case .fixed(let step) where step < Self.day:
      let clock = [stamp.hour, stamp.minute].map { $0.padded(to: 2) }.joined(separator: ":")
      if step >= Self.minute { return clock }
      let seconds = "\(clock):\(stamp.second.padded(to: 2))"
      if step >= Self.second { return seconds }
      return "\(seconds).\(stamp.millisecond.padded(to: 3))"
    case .fixed, .weeks: return "\(stamp.day) \(Self.name(ofMonth: stamp.month))"
    case .months(let count): return count < 12 ? Self.name(ofMonth: stamp.month) : "\(stamp.year)"
    }
  }

  func context(of stamp: CalendarStamp) -> String? {
    switch self {
    case .fixed(let step) where step < Self.day:
      "\(stamp.day) \(Self.name(ofMonth: stamp.month)) \(stamp.year)"
    case .months(let count) where count >= 12: nil
    default: "\(stamp.year)"
    }
  }

  private static func name(ofMonth month: Int) -> String {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
  }
}
