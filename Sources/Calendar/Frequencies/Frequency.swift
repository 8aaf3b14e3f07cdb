/// The rule by which each row's stamp follows from the one before.
public enum Frequency: Hashable, Sendable {
  /// A fixed span; weeks, days and all below.
  case span(TimeStep)
  /// One row on each day of a working week.
  case weekdays(Weekdays)
  /// Calendar months: 3 for quarters, 12 for years.
  case calendarMonths(Int, MonthAnchor)
  /// Some days of every month: semi-monthly rows, dekads.
  case monthDays(MonthDays)
  /// Equal steps within sessions only, such as trading hours.
  case sessions(SessionWeek)
  /// A plain counter, which says nothing about the calendar. A step of one counts as one second.
  case counter(TimeStep)

  /// A step of as many milliseconds, 1 or more.
  public static func fixed(milliseconds: Int64) -> Frequency {
    .span(TimeStep(nanoseconds: milliseconds * 1_000_000))
  }
  /// A step of `count` hours, 1 or more.
  public static func hours(_ count: Int) -> Frequency { .span(.seconds(Int64(count) * 3600)) }
  /// A step of `count` minutes, 1 or more.
  public static func minutes(_ count: Int) -> Frequency { .span(.seconds(Int64(count) * 60)) }
  /// A step of `count` days, 1 or more.
  public static func days(_ count: Int) -> Frequency { .span(.seconds(Int64(count) * 86_400)) }
  /// Monday to Friday.
  public static let businessDays = Frequency.weekdays(.business)
  /// Calendar months, 1 or more. With `isMonthEnd` every stamp is the last day of its month; otherwise the day of the month
  /// stays.
  public static func months(_ count: Int, isMonthEnd: Bool) -> Frequency {
    precondition(count > 0, "Frequency: \(count) months")
    return .calendarMonths(count, isMonthEnd ? .end : .sameDay)
  }

  /// The usual length of a step in seconds: months count as a twelfth of 365.2425 days.
  public var seconds: Double {
    switch self {
    case .span(let step), .counter(let step): step.seconds
    case .weekdays(let days): 7 * 86_400 / Double(days.count)
    case .calendarMonths(let count, _): Double(count) * 365.2425 / 12 * 86_400
    case .monthDays(let days): 365.2425 / 12 * 86_400 / Double(days.days.count)
    case .sessions(let week): Double(week.step)
    }
  }

  /// Whether a step is shorter than that of another frequency.
  public func isShorter(than other: Frequency) -> Bool { seconds < other.seconds }
}

extension Frequency {
  /// The stamp `steps` rows later (earlier when negative).
  public func advance(_ stamp: Timestamp, by steps: Int = 1) -> Timestamp {
    switch self {
    case .span(let step), .counter(let step):
      return stamp.advanced(byNanoseconds: step.span(steps))
    case .calendarMonths(let count, let anchor):
      return Self.advanceMonths(stamp, by: count * steps, anchor)
    case .weekdays, .monthDays, .sessions:
      // From between two rows one step forward is the next one, one step back the one before.
      let (ordinal, isExact) = ordinal(of: stamp)
      let start = steps < 0 && !isExact ? ordinal + 1 : ordinal
      return self.stamp(withOrdinal: start + steps, at: stamp.timeOfDay)
    }
  }

  /// The `count` stamps, 0 or more, after the given one.
  ///
  /// Each is counted from the given stamp, so that a 31st returns after a short month.
  public func stamps(after stamp: Timestamp, count: Int) -> [Timestamp] {
    (0..<count).map { advance(stamp, by: $0 + 1) }
  }

  private static func advanceMonths(_ stamp: Timestamp, by months: Int, _ anchor: MonthAnchor) -> Timestamp {
    let date = stamp.date
    let index = date.year * 12 + date.month - 1 + months
    let (year, month) = (index.floorQuotient(12), index.floorModulo(12) + 1)
    let day = anchor.day(year: year, month: month, first: date.day)
    let days = Timestamp.daysSinceEpoch(year: year, month: month, day: day)
    return Timestamp(day: Int64(days), at: stamp.timeOfDay)
  }

  /// Rows, counted from a fixed point of the calendar, up to the last one at or before a stamp, and whether the
  /// stamp is one; the time of day is not looked at where rows are days.
  ///
  /// Spans count from Monday 1970-01-05, months from year 0, counters from 0.
  func ordinal(of stamp: Timestamp) -> (ordinal: Int, isExact: Bool) {
    switch self {
    case .span(let step): return Self.ordinal(of: stamp, step, from: Self.firstMonday)
    case .counter(let step): return Self.ordinal(of: stamp, step, from: Timestamp(seconds: 0))
    case .calendarMonths(let count, _):
      let date = stamp.date
      return ((date.year * 12 + date.month - 1).floorQuotient(count), true)
    case .weekdays(let days):
      let week = Int((stamp.daysSinceEpoch + 3).floorQuotient(7))
      let isExact = days.contains(stamp.weekday)
      return (week * days.count + days.rank(stamp.weekday) - (isExact ? 0 : 1), isExact)
    case .monthDays(let days): return days.ordinal(stamp.date)
    case .sessions(let week): return week.ordinal(stamp)
    }
  }

  private static func ordinal(
    of stamp: Timestamp, _ step: TimeStep, from origin: Timestamp
  ) -> (ordinal: Int, isExact: Bool) {
    let scaled = stamp.nanoseconds(since: origin) * Int128(step.divisor)
    let quotient = scaled.floorQuotient(Int128(step.nanoseconds))
    return (Int(clamping: quotient), quotient * Int128(step.nanoseconds) == scaled)
  }

  /// Monday 1970-01-05, so that a week's phases begin on Monday.
  private static let firstMonday = Timestamp(seconds: 4 * 86_400)

  /// The inverse of ``ordinal(of:)`` for days and sessions.
  private func stamp(withOrdinal ordinal: Int, at time: Timestamp.TimeOfDay) -> Timestamp {
    switch self {
    case .weekdays(let days):
      let week = ordinal.floorQuotient(days.count)
      let day = week * 7 - 3 + days.day(rank: ordinal.floorModulo(days.count))
      return Timestamp(day: Int64(day), at: time)
    case .monthDays(let days): return Timestamp(day: days.day(ordinal), at: time)
    case .sessions(let week): return week.stamp(ordinal)
    case .span, .counter, .calendarMonths: preconditionFailure("Frequency: \(self) has no ordinals of days")
    }
  }

  /// Rows from `start` to the last one at or before `stamp`, and whether the stamp is one.
  func position(of stamp: Timestamp, from start: Timestamp) -> (position: Int, isExact: Bool) {
    switch self {
    case .span(let step), .counter(let step):
      let span = stamp.nanoseconds(since: start)
      let nearest = step.count(nearest: span)
      let found = step.span(nearest)
      return found == span ? (nearest, true) : (found > span ? nearest - 1 : nearest, false)
    case .calendarMonths(let count, _):
      let (from, to) = (start.date, stamp.date)
      let months = (to.year - from.year) * 12 + to.month - from.month
      let position = months.floorQuotient(count)
      let found = advance(start, by: position)
      return (found > stamp ? position - 1 : position, found == stamp)
    case .weekdays, .monthDays:
      let (first, (last, isExact)) = (ordinal(of: start).ordinal, ordinal(of: stamp))
      let isSameTime = stamp.timeOfDay == start.timeOfDay
      let isEarly =
        isExact
        && (stamp.secondsOfDay, stamp.nanosecond) < (start.timeOfDay.seconds, start.timeOfDay.nanosecond)
      return (last - first - (isEarly ? 1 : 0), isExact && isSameTime)
    case .sessions:
      let (last, isExact) = ordinal(of: stamp)
      return (last - ordinal(of: start).ordinal, isExact)
    }
  }
}
