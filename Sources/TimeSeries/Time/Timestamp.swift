/// A date and time as written in the data, without a time zone.
///
/// The calendar is the proleptic Gregorian one; all fields are computed by hand arithmetic from the days since
/// 1970-01-01.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00, as if the written time were UTC.
  public let milliseconds: Int64

  /// A stamp from its milliseconds since 1970-01-01 00:00.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// A stamp from calendar fields.
  ///
  /// - Precondition: The month is 1…12; other fields may overflow and carry.
  public init(
    year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0,
    millisecond: Int = 0
  ) {
    precondition((1...12).contains(month), "Timestamp: month \(month) is not in 1…12")
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    milliseconds = seconds * 1000 + Int64(millisecond)
  }

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// A year, a month of 1…12 and a day of the month.
  public struct Day: Hashable, Sendable {
    /// The year; 0 is 1 BC.
    public var year: Int
    /// 1 is January.
    public var month: Int
    /// 1…31.
    public var day: Int
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
  public var hour: Int { Int(millisecondsOfDay / 3_600_000) }
  /// 0…59.
  public var minute: Int { Int(millisecondsOfDay / 60_000 % 60) }
  /// 0…59.
  public var second: Int { Int(millisecondsOfDay / 1000 % 60) }
  /// 0…999.
  public var millisecond: Int { Int(millisecondsOfDay % 1000) }
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
  var daysSinceEpoch: Int64 { milliseconds.floorQuotient(86_400_000) }
  /// Milliseconds since midnight.
  var millisecondsOfDay: Int64 { milliseconds.floorModulo(86_400_000) }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 with a space: `2016-07-01 00:00:00`, and milliseconds when there are any.
  public var description: String {
    TimestampFormat.iso(hasFraction: millisecond != 0).string(for: self)
  }
}

extension Timestamp {
  /// Days from 1970-01-01 to the given day. Years are counted from March, so that the leap day comes last
  /// (Hinnant, "chrono-compatible low-level date algorithms").
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = Int(Int64(shiftedYear).floorQuotient(400))
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The inverse of ``daysSinceEpoch(year:month:day:)``.
  static func day(daysSinceEpoch days: Int64) -> Day {
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
  static func dayCount(year: Int, month: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  func floorQuotient(_ divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The remainder in `0..<divisor`.
  func floorModulo(_ divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
