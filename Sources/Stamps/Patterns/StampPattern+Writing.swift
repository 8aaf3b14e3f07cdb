import Calendar
import Text

extension StampPattern {
  /// The text of a stamp in local time.
  ///
  /// - Parameter offset: Seconds east of UTC, where the pattern writes it.
  func string(for stamp: Timestamp, offset: Int) -> String {
    var stamp = rounded(stamp)
    var isMidnight24 = false
    if isHourEnding, stamp.secondsOfDay == 0, stamp.nanosecond == 0 {
      isMidnight24 = true
      stamp = Timestamp(seconds: stamp.seconds - 86_400)
    }
    let date = stamp.date
    var text = ""
    for element in elements {
      switch element {
      case .literal(let literal): text += literal
      case .columnBreak: text += String(ascii: Self.columnSeparator)
      case .number(let field, let isPadded):
        let value = field == .hour && isMidnight24 ? 24 : Self.value(field, of: stamp, date)
        // C writes `Jan  1` and `Jan 10`: a space in the place of the first digit.
        if !isPadded, field.width == 2, value > 9, text.hasSuffix("  ") { text.removeLast() }
        text += value.padded(to: isPadded || field.width == 4 || field.isShortYear ? field.width : 1)
      case .roman(let field): text += Self.romanNumbers[Self.value(field, of: stamp, date) - 1]
      case .ordinalDay(let ordinal): text += "\(date.day)" + ordinal.text(date.day)
      case .hourMinute: text += "\((isMidnight24 ? 24 : stamp.hour) * 100 + stamp.minute)"
      case .fraction(let digits):
        text += Int(stamp.nanosecond).padded(to: 9).prefix(digits)
        text += String(repeating: "0", count: max(0, digits - 9))
      case .monthName(let style): text += style.language.months.text(date.month - 1, style)
      case .weekdayName(let style): text += style.language.weekdays.text(stamp.weekday, style)
      case .meridiem(let before): text += stamp.hour < 12 ? before : Self.afternoon(before)
      case .offset(let style): text += Self.text(offset, style)
      }
    }
    return text
  }

  /// Rounded to the digits that are written, so that `.333333` follows `.3` at three rows a second.
  private func rounded(_ stamp: Timestamp) -> Timestamp {
    guard stamp.nanosecond != 0, contains(.second) else { return stamp }
    let unit = resolution
    let rest = Int64(stamp.nanosecond) % unit
    guard rest != 0 else { return stamp }
    let down = Int64(stamp.nanosecond) - rest
    return Timestamp(seconds: stamp.seconds, nanoseconds: 2 * rest >= unit ? down + unit : down)
  }

  /// From one to twelve.
  static let romanNumbers = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

  private static func value(_ field: Field, of stamp: Timestamp, _ date: Timestamp.Day) -> Int {
    switch field {
    case .year: date.year
    case .shortYear: date.year.floorModulo(100)
    case .nextYear: date.year + 1
    case .shortNextYear: (date.year + 1).floorModulo(100)
    case .month: date.month
    case .day: date.day
    case .hour: stamp.hour
    case .hour12: (stamp.hour + 11) % 12 + 1
    case .minute: stamp.minute
    case .second: stamp.second
    case .quarter: (date.month - 1) / 3 + 1
    case .half: (date.month - 1) / 6 + 1
    case .weekYear: stamp.isoWeekYear
    case .week: stamp.isoWeek
    case .weekday: stamp.weekday + 1
    case .dayOfYear: stamp.dayOfYear
    }
  }

  /// `PM` for `AM`, `p.m.` for `a.m.`, `오후` for `오전`.
  static func afternoon(_ before: String) -> String {
    DayHalves.afternoon(before) ?? String(before.map { $0 == "A" ? "P" : $0 == "a" ? "p" : $0 })
  }

  static func text(_ offset: Int, _ style: OffsetStyle) -> String {
    if case .word(let word) = style, offset == 0 { return word }
    let (hours, minutes) = (Int(offset.magnitude) / 3600, Int(offset.magnitude) / 60 % 60)
    let sign = offset < 0 ? "-" : "+"
    switch style {
    case .hours where minutes == 0, .compactHours where minutes == 0: return sign + hours.padded(to: 2)
    case .compact, .compactHours: return sign + hours.padded(to: 2) + minutes.padded(to: 2)
    case .hours, .colon, .word: return sign + hours.padded(to: 2) + ":" + minutes.padded(to: 2)
    }
  }
}

extension String {
  /// One ASCII character.
  init(ascii byte: UInt8) {
    self.init(Character(Unicode.Scalar(byte)))
  }
}
