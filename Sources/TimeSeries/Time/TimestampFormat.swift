/// How a column writes its stamps, so that the forecast writes its own the same way.
///
/// Known forms: `2016-07-01 00:00:00` with `-`, `/`, `.` or nothing between the date fields, a space or `T` before
/// the time, with or without seconds, fraction and zero padding, `Z` or a constant offset behind; `1.7.2016`,
/// `7/1/2016`, dates alone, year and month, years, `20160701`, `2016070100`, and Unix seconds or milliseconds.
public struct TimestampFormat: Hashable, Sendable {
  /// What comes first in a date.
  public enum DateOrder: Hashable, Sendable {
    /// `2016-07-01`.
    case yearMonthDay
    /// `01.07.2016`.
    case dayMonthYear
    /// `07/01/2016`.
    case monthDayYear
  }

  /// The unit of stamps that are one number.
  public enum UnixUnit: Hashable, Sendable {
    /// Seconds since 1970.
    case seconds
    /// Milliseconds since 1970.
    case milliseconds
  }

  /// Set for Unix stamps; all other properties then mean nothing.
  public internal(set) var unixUnit: UnixUnit?
  /// The order of the date fields.
  public internal(set) var dateOrder: DateOrder = .yearMonthDay
  /// 1 for a year, 2 for year and month, 3 for a full date.
  public internal(set) var dateFieldCount = 3
  /// The byte between date fields, `nil` for `20160701`.
  public internal(set) var dateSeparator: UInt8? = UInt8(ascii: "-")
  /// Whether day and month have two digits always.
  public internal(set) var isDatePadded = true
  /// 0 without a time, 1 for hours, 2 with minutes, 3 with seconds.
  public internal(set) var timeFieldCount = 3
  /// The byte before the time, `nil` for `2016070100`.
  public internal(set) var timeLead: UInt8? = UInt8(ascii: " ")
  /// Whether there are colons between the time fields.
  public internal(set) var hasColons = true
  /// Whether the hour has two digits always.
  public internal(set) var isHourPadded = true
  /// Digits after the seconds' point, 0 without one.
  public internal(set) var fractionDigitCount = 0
  /// `Z`, `+01:00`, or nothing.
  public internal(set) var offset = ""

  /// `2016-07-01 00:00:00`, with milliseconds if asked for.
  public static func iso(hasFraction: Bool = false) -> TimestampFormat {
    var format = TimestampFormat()
    format.fractionDigitCount = hasFraction ? 3 : 0
    return format
  }
}

extension TimestampFormat: CustomStringConvertible {
  /// The pattern in the letters of Unicode TR 35: `yyyy/M/d H:mm`, or `Unix seconds`.
  public var description: String {
    if let unixUnit { return unixUnit == .seconds ? "Unix seconds" : "Unix milliseconds" }
    let day = isDatePadded ? "dd" : "d", month = isDatePadded ? "MM" : "M"
    let separator = dateSeparator.map(String.init(ascii:)) ?? ""
    var text = dateFields(year: "yyyy", month: month, day: day).joined(separator: separator)
    if timeFieldCount > 0 {
      text += timeLead.map(String.init(ascii:)) ?? ""
      let hour = isHourPadded ? "HH" : "H"
      text += [hour, "mm", "ss"].prefix(timeFieldCount).joined(separator: hasColons ? ":" : "")
      if fractionDigitCount > 0 { text += "." + String(repeating: "S", count: fractionDigitCount) }
    }
    return text + offset
  }

  /// The date fields of this format in its order.
  func dateFields<Field>(year: Field, month: Field, day: Field) -> [Field] {
    switch (dateOrder, dateFieldCount) {
    case (_, 1): [year]
    case (.yearMonthDay, 2): [year, month]
    case (_, 2): [month, year]
    case (.yearMonthDay, _): [year, month, day]
    case (.dayMonthYear, _): [day, month, year]
    case (.monthDayYear, _): [month, day, year]
    }
  }
}

extension TimestampFormat {
  /// The stamp as text in this format.
  public func string(for stamp: Timestamp) -> String {
    if let unixUnit {
      return String(unixUnit == .seconds ? stamp.milliseconds.floorQuotient(1000) : stamp.milliseconds)
    }
    let date = stamp.date
    let width = isDatePadded ? 2 : 1
    let fields = dateFields(
      year: date.year.padded(to: 4), month: date.month.padded(to: width), day: date.day.padded(to: width))
    var text = fields.joined(separator: dateSeparator.map(String.init(ascii:)) ?? "")
    if timeFieldCount > 0 { text += timeString(for: stamp) }
    return text + offset
  }

  private func timeString(for stamp: Timestamp) -> String {
    let hour = stamp.hour.padded(to: isHourPadded ? 2 : 1)
    let fields = [hour, stamp.minute.padded(to: 2), stamp.second.padded(to: 2)].prefix(timeFieldCount)
    let text = (timeLead.map(String.init(ascii:)) ?? "") + fields.joined(separator: hasColons ? ":" : "")
    guard fractionDigitCount > 0 else { return text }
    let digits = stamp.millisecond.padded(to: 3)
    let zeros = String(repeating: "0", count: max(0, fractionDigitCount - 3))
    return text + "." + digits.prefix(fractionDigitCount) + zeros
  }
}

extension String {
  /// One ASCII character.
  init(ascii byte: UInt8) {
    self.init(Character(Unicode.Scalar(byte)))
  }
}

extension Int {
  /// Decimal digits with zeros in front.
  func padded(to width: Int) -> String {
    let digits = String(magnitude)
    let zeros = String(repeating: "0", count: Swift.max(0, width - digits.count))
    return (self < 0 ? "-" : "") + zeros + digits
  }
}
