import Text

/// A date and time as written in the data, exact to the nanosecond.
///
/// The calendar is the proleptic Gregorian one; all fields are computed by hand arithmetic from the days since
/// 1970-01-01. Stamps without a time zone count as if they were UTC.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01 00:00, rounded down.
  public let seconds: Int64
  /// 0…999,999,999, after ``seconds``.
  public let nanosecond: Int32

  /// A stamp from its seconds and nanoseconds since 1970-01-01 00:00; nanoseconds may be negative or exceed a second.
  public init(seconds: Int64, nanoseconds: Int64 = 0) {
    if UInt64(bitPattern: nanoseconds) < 1_000_000_000 {
      (self.seconds, nanosecond) = (seconds, Int32(truncatingIfNeeded: nanoseconds))
    } else {
      self.seconds = seconds + nanoseconds.floorQuotient(1_000_000_000)
      nanosecond = Int32(nanoseconds.floorModulo(1_000_000_000))
    }
  }

  /// A stamp from its milliseconds since 1970-01-01 00:00.
  public init(milliseconds: Int64) {
    seconds = milliseconds.floorQuotient(1000)
    nanosecond = Int32(milliseconds.floorModulo(1000)) * 1_000_000
  }

  /// Milliseconds since 1970-01-01 00:00, rounded down.
  public var milliseconds: Int64 { seconds * 1000 + Int64(nanosecond / 1_000_000) }

  /// A stamp from calendar fields.
  ///
  /// - Precondition: The month is 1…12; other fields may overflow and carry.
  public init(
    year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0,
    millisecond: Int = 0
  ) {
    precondition((1...12).contains(month), "Timestamp: month \(month) is not in 1…12")
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    self.init(
      seconds: Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second),
      nanoseconds: Int64(millisecond) * 1_000_000)
  }

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds == right.seconds ? left.nanosecond < right.nanosecond : left.seconds < right.seconds
  }

  /// A year, a month of 1…12 and a day of the month.
  public struct Day: Hashable, Sendable {
    /// The year; 0 is 1 BC.
    public var year: Int
    /// 1 is January.
    public var month: Int
    /// 1…31.
    public var day: Int

    /// A day from its fields, which are not checked.
    public init(year: Int, month: Int, day: Int) {
      (self.year, self.month, self.day) = (year, month, day)
    }
  }

  /// The calendar day.
  public var date: Day { Self.day(daysSinceEpoch: daysSinceEpoch) }
  /// The year.
  public var year: Int { date.year }
  /// 1…12.
  public var month: Int { date.month }
  /// 1…31.
  public var day: Int { date.day }
  /// 0…23.
  public var hour: Int { Int(secondsOfDay / 3600) }
  /// 0…59.
  public var minute: Int { Int(secondsOfDay / 60 % 60) }
  /// 0…59.
  public var second: Int { Int(secondsOfDay % 60) }
  /// 0…999.
  public var millisecond: Int { Int(nanosecond / 1_000_000) }
  /// 0…6, Monday is 0.
  public var weekday: Int { Int((daysSinceEpoch + 3).floorModulo(7)) }

  /// 1…366.
  public var dayOfYear: Int {
    Int(daysSinceEpoch) - Self.daysSinceEpoch(year: year, month: 1, day: 1) + 1
  }

  /// The week of ISO 8601, 1…53: weeks start on Monday and belong to the year of their Thursday.
  public var isoWeek: Int {
    let thursday = Int(daysSinceEpoch) - weekday + 3
    let year = Self.day(daysSinceEpoch: Int64(thursday)).year
    return (thursday - Self.daysSinceEpoch(year: year, month: 1, day: 1)) / 7 + 1
  }

  /// Whole days since 1970-01-01.
  package var daysSinceEpoch: Int64 { seconds.floorQuotient(86_400) }
  /// Seconds since midnight.
  package var secondsOfDay: Int64 { seconds.floorModulo(86_400) }
  /// The time of day, which stays while days are counted.
  package var timeOfDay: TimeOfDay { TimeOfDay(seconds: secondsOfDay, nanosecond: nanosecond) }

  /// Seconds and nanoseconds since midnight.
  package struct TimeOfDay: Hashable, Sendable {
    package let seconds: Int64
    package let nanosecond: Int32
  }

  /// A day, counted from 1970-01-01, at a time of day.
  init(day: Int64, at time: TimeOfDay) {
    seconds = day * 86_400 + time.seconds
    nanosecond = time.nanosecond
  }

  /// Nanoseconds from an earlier stamp to this one.
  package func nanoseconds(since earlier: Timestamp) -> Int128 {
    Int128(seconds - earlier.seconds) * 1_000_000_000 + Int128(nanosecond - earlier.nanosecond)
  }

  /// The stamp so many nanoseconds later.
  package func advanced(byNanoseconds span: Int128) -> Timestamp {
    let total = Int128(nanosecond) + span
    let carried = total.floorQuotient(1_000_000_000)
    return Timestamp(seconds: seconds + Int64(carried), nanoseconds: Int64(total - carried * 1_000_000_000))
  }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 with a space: `2016-07-01 00:00:00`, and milli-, micro- or nanoseconds when there are any.
  public var description: String {
    let date = date
    let day = "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))"
    let time = [hour, minute, second].map { $0.padded(to: 2) }.joined(separator: ":")
    guard nanosecond != 0 else { return "\(day) \(time)" }
    var (fraction, width) = (Int(nanosecond), 9)
    while fraction.isMultiple(of: 1000) { (fraction, width) = (fraction / 1000, width - 3) }
    return "\(day) \(time).\(fraction.padded(to: width))"
  }
}

extension Timestamp {
  /// Days from 1970-01-01 to the given day. Years are counted from March, so that the leap day comes last
  /// (Hinnant, "chrono-compatible low-level date algorithms").
  package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.floorQuotient(400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The inverse of ``daysSinceEpoch(year:month:day:)``.
  package static func day(daysSinceEpoch days: Int64) -> Day {
    let shifted = days + 719_468
    let era = shifted.floorQuotient(146_097)
    let dayOfEra = Int(shifted - era * 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return Day(year: yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0), month: month, day: day)
  }

  /// 28…31.
  package static func dayCount(year: Int, month: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  package static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }
}

extension SignedInteger {
  /// The quotient rounded towards minus infinity.
  @inlinable package func floorQuotient(_ divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The remainder in `0..<divisor`.
  @inlinable package func floorModulo(_ divisor: Self) -> Self {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
