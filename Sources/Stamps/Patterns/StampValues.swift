import Calendar

/// What one stamp's text says, field by field.
struct StampValues {
  var year = 0
  /// The year that a span of a year ends in, in full or as two digits; -1 where the text names none.
  var nextYear = -1
  var shortNextYear = -1
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var nanosecond: Int32 = 0
  /// 0 before noon, 1 after, -1 where the text does not say.
  var meridiem = -1
  /// Of quarters, halves and weeks; 0 where there is none.
  var period = 0
  /// 1…7 from Monday; 0 where there is none.
  var weekday = 0
  /// The name of a day, 0…6, which must be right.
  var namedWeekday = -1
  /// The words that name the month and the day of the week.
  var monthKey: UInt64 = 0
  var weekdayKey: UInt64 = 0
  var dayOfYear = 0
  /// Seconds east of UTC.
  var offset: Int?
  var isOnClock12 = false
  var seen = StampTraits()

  mutating func set(_ field: StampPattern.Field, _ value: Int) {
    switch field {
    case .year, .weekYear: year = value
    case .shortYear: year = value < 69 ? 2000 + value : 1900 + value
    case .nextYear: nextYear = value
    case .shortNextYear: shortNextYear = value
    case .month: month = value
    case .day: day = value
    case .hour: hour = value
    case .hour12: (hour, isOnClock12) = (value, true)
    case .minute: minute = value
    case .second: second = value
    case .quarter, .half, .week: period = value
    case .weekday: weekday = value
    case .dayOfYear: dayOfYear = value
    }
  }
}

/// What the texts of a column show about the way they are written.
struct StampTraits: Hashable, Sendable {
  /// One bit a field: written with one digit; with a zero in front.
  var short: UInt16 = 0
  var zero: UInt16 = 0
  var hasHour24 = false
  var hasHour0 = false
  var months = NameTraits()
  var weekdays = NameTraits()
  var fractionDigits = 0
  var offsets = OffsetTraits()

  mutating func merge(_ other: StampTraits) {
    short |= other.short
    zero |= other.zero
    hasHour24 = hasHour24 || other.hasHour24
    hasHour0 = hasHour0 || other.hasHour0
    months.merge(other.months)
    weekdays.merge(other.weekdays)
    fractionDigits = max(fractionDigits, other.fractionDigits)
    offsets.formUnion(other.offsets)
  }
}

/// How the texts of a column write offsets from UTC, where some write them shorter than others.
struct OffsetTraits: OptionSet, Hashable, Sendable {
  let rawValue: UInt8
  /// `+11`.
  static let hours = OffsetTraits(rawValue: 1)
  /// `+1030`.
  static let compact = OffsetTraits(rawValue: 2)
  /// `Z` for none.
  static let zulu = OffsetTraits(rawValue: 4)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Of the text of an offset.
  init(_ bytes: Span<UInt8>, _ text: Range<Int>) {
    switch text.count {
    case 1 where bytes[text.lowerBound] == UInt8(ascii: "Z"): self = .zulu
    case 3 where !bytes[text.lowerBound].isLetter: self = .hours
    case 5: self = .compact
    default: self = []
    }
  }

  /// The style in which all the texts are written, one of which has the given one.
  func learned(_ style: StampPattern.OffsetStyle) -> StampPattern.OffsetStyle {
    switch style {
    case .compact where contains(.hours), .hours where contains(.compact): .compactHours
    case .colon where contains(.hours): .hours
    case .colon where contains(.zulu): .word("Z")
    default: style
    }
  }
}

/// What the names of months, or of days of the week, show about the way they are written.
struct NameTraits: Hashable, Sendable {
  /// The lists that have all the names.
  var lists = UInt16.max
  var hasLong = false
  var hasShortDot = false
  var hasWholeDot = false
  var hasAccents = false
  var lacksAccents = false

  mutating func merge(_ other: NameTraits) {
    lists &= other.lists
    hasLong = hasLong || other.hasLong
    hasShortDot = hasShortDot || other.hasShortDot
    hasWholeDot = hasWholeDot || other.hasWholeDot
    hasAccents = hasAccents || other.hasAccents
    lacksAccents = lacksAccents || other.lacksAccents
  }

  /// A style with what the names show.
  func learned(_ style: StampPattern.NameStyle) -> StampPattern.NameStyle {
    var style = style
    if lists != 0, lists != .max, lists & 1 << UInt16(style.list) == 0 {
      style.list = CalendarNames.list(in: lists, isLong: hasLong)
    }
    style.dots = hasWholeDot ? .all : hasShortDot ? .shortened : .none
    style.lacksAccents = lacksAccents && !hasAccents
    return style
  }
}

extension StampValues {
  /// The stamp these fields mean, in local time; `nil` when they name no real day or time.
  mutating func stamp(_ kind: StampReader.DateKind) -> Timestamp? {
    guard (0...9999).contains(year), isNextYearRight, let day = dayNumber(kind) else { return nil }
    if namedWeekday >= 0, (day + 3).floorModulo(7) != namedWeekday { return nil }
    guard let hour = hourOfDay, minute < 60, second < 60 else { return nil }
    if hour == 24 {
      guard minute == 0, second == 0, nanosecond == 0 else { return nil }
      seen.hasHour24 = true
    } else if hour == 0 && minute == 0 && second == 0 && nanosecond == 0 {
      seen.hasHour0 = true
    }
    let seconds = Int64(day) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return Timestamp(seconds: seconds, nanoseconds: Int64(nanosecond))
  }

  /// Whether the year that the span ends in, where there is one, is that after the year it begins in.
  private var isNextYearRight: Bool {
    (nextYear < 0 || nextYear == year + 1) && (shortNextYear < 0 || shortNextYear == (year + 1) % 100)
  }

  private var hourOfDay: Int? {
    guard isOnClock12 else { return hour <= 24 ? hour : nil }
    guard meridiem >= 0, hour >= 1, hour <= 12 else { return nil }
    return hour % 12 + 12 * meridiem
  }

  private func dayNumber(_ kind: StampReader.DateKind) -> Int? {
    switch kind {
    case .monthDay:
      guard month >= 1, month <= 12, day >= 1 else { return nil }
      guard day <= 28 || day <= Timestamp.dayCount(year: year, month: month) else { return nil }
      return Timestamp.daysSinceEpoch(year: year, month: month, day: day)
    case .quarter:
      guard period >= 1, period <= 4 else { return nil }
      return Timestamp.daysSinceEpoch(year: year, month: 3 * period - 2, day: 1)
    case .half:
      guard period >= 1, period <= 2 else { return nil }
      return Timestamp.daysSinceEpoch(year: year, month: 6 * period - 5, day: 1)
    case .dayOfYear:
      guard dayOfYear >= 1, dayOfYear <= (Timestamp.isLeap(year) ? 366 : 365) else { return nil }
      return Timestamp.daysSinceEpoch(year: year, month: 1, day: dayOfYear)
    case .week:
      guard period >= 1, period <= Timestamp.weekCount(year: year), weekday <= 7 else { return nil }
      return Timestamp.firstWeekDay(year: year) + 7 * (period - 1) + max(weekday - 1, 0)
    }
  }
}

extension Timestamp {
  /// The Monday of week 1 of ISO 8601, in days since 1970-01-01: that of the week with 4 January.
  static func firstWeekDay(year: Int) -> Int {
    let fourth = daysSinceEpoch(year: year, month: 1, day: 4)
    return fourth - (fourth + 3).floorModulo(7)
  }

  /// 52 or 53.
  static func weekCount(year: Int) -> Int { (firstWeekDay(year: year + 1) - firstWeekDay(year: year)) / 7 }

  /// The year to which the week of ISO 8601 belongs.
  var isoWeekYear: Int { Self.day(daysSinceEpoch: daysSinceEpoch - Int64(weekday) + 3).year }
}
