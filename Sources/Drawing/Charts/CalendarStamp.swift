/// A moment on an axis of times as the proleptic Gregorian calendar names it, without a time zone.
struct CalendarStamp {
  /// Milliseconds since 1970-01-01 00:00.
  let milliseconds: Int64
  /// The calendar day; months and days count from 1.
  let year: Int, month: Int, day: Int

  init(milliseconds: Int64) {
    self.milliseconds = milliseconds
    // Years are counted from March, so that the leap day comes last (Hinnant, "chrono-compatible low-level date
    // algorithms").
    let shifted = Self.quotient(milliseconds, 86_400_000) + 719_468
    let era = Self.quotient(shifted, 146_097)
    let dayOfEra = Int(shifted - era * 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + Int(era) * 400 + (shiftedMonth < 10 ? 0 : 1)
  }

  /// The beginning of a month, which counts from 1.
  init(year: Int, month: Int) {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = Self.quotient(shiftedYear, 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * ((month + 9) % 12) + 2) / 5)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(milliseconds: (era * 146_097 + dayOfEra - 719_468) * 86_400_000)
  }

  /// 0…23.
  var hour: Int { Int(ofDay / 3_600_000) }
  /// 0…59.
  var minute: Int { Int(ofDay / 60_000 % 60) }
  /// 0…59.
  var second: Int { Int(ofDay / 1000 % 60) }
  /// 0…999.
  var millisecond: Int { Int(ofDay % 1000) }

  private var ofDay: Int64 { milliseconds - Self.quotient(milliseconds, 86_400_000) * 86_400_000 }

  /// The quotient rounded towards minus infinity.
  private static func quotient(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
