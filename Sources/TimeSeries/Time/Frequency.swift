import Text

/// The step from one row to the next.
public enum Frequency: Hashable, Sendable {
  /// A fixed span; weeks, days and all below.
  case fixed(milliseconds: Int64)
  /// Monday to Friday.
  case businessDays
  /// Calendar months: 3 for quarters, 12 for years. With `isMonthEnd` every stamp is the last day of its month;
  /// otherwise the day of the month stays, as far as the month has it.
  case months(Int, isMonthEnd: Bool)

  /// A step of `count` hours.
  public static func hours(_ count: Int) -> Frequency { .fixed(milliseconds: Int64(count) * Self.hour) }
  /// A step of `count` minutes.
  public static func minutes(_ count: Int) -> Frequency { .fixed(milliseconds: Int64(count) * Self.minute) }
  /// A step of `count` days.
  public static func days(_ count: Int) -> Frequency { .fixed(milliseconds: Int64(count) * Self.day) }

  static let second: Int64 = 1000
  static let minute: Int64 = 60 * second
  static let hour: Int64 = 60 * minute
  static let day: Int64 = 24 * hour
  static let week: Int64 = 7 * day
}

extension Frequency {
  /// The stamp `steps` rows later (earlier when negative).
  public func advance(_ stamp: Timestamp, by steps: Int = 1) -> Timestamp {
    switch self {
    case .fixed(let milliseconds):
      Timestamp(milliseconds: stamp.milliseconds + milliseconds * Int64(steps))
    case .businessDays:
      Self.advanceBusinessDays(stamp, by: steps)
    case .months(let count, let isMonthEnd):
      Self.advanceMonths(stamp, by: count * steps, isMonthEnd: isMonthEnd)
    }
  }

  /// The `count` stamps after the given one.
  ///
  /// Each is counted from the given stamp, so that a 31st returns after a short month.
  public func stamps(after stamp: Timestamp, count: Int) -> [Timestamp] {
    (0..<count).map { advance(stamp, by: $0 + 1) }
  }

  private static func advanceBusinessDays(_ stamp: Timestamp, by steps: Int) -> Timestamp {
    // From a weekend one step forward is Monday, one step back is Friday.
    let weekday = steps >= 0 ? min(stamp.weekday, 4) : stamp.weekday
    let monday = stamp.daysSinceEpoch - Int64(stamp.weekday)
    let position = Int64(min(weekday, 5) + steps)
    let days = monday + position.floorQuotient(5) * 7 + position.floorModulo(5)
    return Timestamp(milliseconds: days * day + stamp.millisecondsOfDay)
  }

  private static func advanceMonths(_ stamp: Timestamp, by months: Int, isMonthEnd: Bool) -> Timestamp {
    let date = stamp.date
    let index = Int64(date.year * 12 + date.month - 1 + months)
    let (year, month) = (Int(index.floorQuotient(12)), Int(index.floorModulo(12)) + 1)
    let lastDay = Timestamp.dayCount(year: year, month: month)
    let target = isMonthEnd ? lastDay : min(date.day, lastDay)
    let midnight = Timestamp(year: year, month: month, day: target)
    return Timestamp(milliseconds: midnight.milliseconds + stamp.millisecondsOfDay)
  }
}

extension Frequency: CustomStringConvertible {
  /// For people: `1 h`, `10 min`, `1 day`, `1 week`, `business day`, `1 month`, `3 months`, `1 year`.
  public var description: String {
    switch self {
    case .fixed(let milliseconds):
      let (count, unit) = Self.largestUnit(of: milliseconds)
      let isWord = unit.name == "day" || unit.name == "week"
      return "\(count) \(unit.name)" + (isWord && count != 1 ? "s" : "")
    case .businessDays: return "business day"
    case .months(let count, let isMonthEnd):
      let (number, word) = count.isMultiple(of: 12) ? (count / 12, "year") : (count, "month")
      return "\(number) \(word)" + (number == 1 ? "" : "s") + (isMonthEnd ? " (month end)" : "")
    }
  }

  /// For files, read back by ``init(code:)``: `1h`, `10min`, `30s`, `250ms`, `1d`, `1w`, `1bd`, `1mo`, `1mo-end`,
  /// `1q`, `1y`.
  public var code: String {
    switch self {
    case .fixed(let milliseconds):
      let (count, unit) = Self.largestUnit(of: milliseconds)
      return "\(count)\(unit.code)"
    case .businessDays: return "1bd"
    case .months(let count, let isMonthEnd):
      let unit = Self.monthUnits.first { count.isMultiple(of: $0.months) } ?? (code: "mo", months: 1)
      return "\(count / unit.months)\(unit.code)" + (isMonthEnd ? "-end" : "")
    }
  }

  /// Reads a ``code``.
  ///
  /// - Throws: `DataError.invalidOption` for any other text.
  public init(code: String) throws(DataError) {
    let digits = code.prefix { $0.isASCII && $0.isNumber }
    let unit = String(code.dropFirst(digits.count))
    guard let count = Int(digits), count > 0, count < 1_000_000, let value = Self.make(count, unit) else {
      throw DataError(
        .invalidOption, "'\(code.shortened())' is not a frequency",
        fix: "use a code like 1h, 10min, 1d, 1w, 1bd, 1mo, 1mo-end, 1q or 1y")
    }
    self = value
  }

  private static func make(_ count: Int, _ unit: String) -> Frequency? {
    if unit == "bd" { return count == 1 ? .businessDays : nil }
    if let fixed = units.first(where: { $0.code == unit }) {
      return .fixed(milliseconds: fixed.span * Int64(count))
    }
    let isMonthEnd = unit.hasSuffix("-end")
    let name = isMonthEnd ? String(unit.dropLast(4)) : unit
    guard let months = monthUnits.first(where: { $0.code == name }) else { return nil }
    return .months(count * months.months, isMonthEnd: isMonthEnd)
  }

  private struct Unit {
    let code: String
    let name: String
    let span: Int64
  }

  private static let units = [
    Unit(code: "w", name: "week", span: week), Unit(code: "d", name: "day", span: day),
    Unit(code: "h", name: "h", span: hour), Unit(code: "min", name: "min", span: minute),
    Unit(code: "s", name: "s", span: second), Unit(code: "ms", name: "ms", span: 1),
  ]
  private static let monthUnits = [(code: "y", months: 12), (code: "q", months: 3), (code: "mo", months: 1)]

  private static func largestUnit(of span: Int64) -> (count: Int64, unit: Unit) {
    let unit = units.first { span.isMultiple(of: $0.span) } ?? Unit(code: "ms", name: "ms", span: 1)
    return (span / unit.span, unit)
  }
}

extension Frequency {
  /// Season lengths worth trying, in rows, the most usual first; empty for yearly data.
  public var seasonCandidates: [Int] {
    switch self {
    case .businessDays: return [5, 261]
    case .months(let count, _): return count < 12 && 12.isMultiple(of: count) ? [12 / count] : []
    case .fixed(Self.week): return [52]
    case .fixed(let step):
      let spans =
        step < Self.minute
        ? [Self.minute, Self.hour, Self.day]
        : step < Self.hour
          ? [Self.day, Self.week, Self.hour] : step < Self.day ? [Self.day, Self.week] : [Self.week]
      let lengths = spans.filter { $0 > step && $0.isMultiple(of: step) }.map { Int($0 / step) }
      return lengths + (step == Self.day ? [365] : [])
    }
  }

  /// The first of ``seasonCandidates``; 1 when there is no season.
  public var defaultSeasonLength: Int { seasonCandidates.first ?? 1 }
}
