extension TimestampFormat {
  /// The time these fields mean in this format; `nil` when they do not fit it or name no real day or time.
  ///
  /// A missing time of day is midnight, missing seconds and fractions are zero.
  func stamp(from fields: StampFields) -> Timestamp? {
    if let unixUnit {
      guard fields.date.count == 1, fields.timeLead == nil else { return nil }
      let number = Int64(fields.isNegative ? -fields.date.values.0 : fields.date.values.0)
      guard number.magnitude < 100_000_000_000_000 else { return nil }
      return Timestamp(milliseconds: unixUnit == .seconds ? number * 1000 : number)
    }
    guard !fields.isNegative, fields.dateSeparator == dateSeparator || dateFieldCount == 1 else { return nil }
    let isOneNumber = dateSeparator == nil && timeLead == nil
    guard let day = isOneNumber ? oneNumberDay(fields) : separatedDay(fields) else { return nil }
    guard let time = isOneNumber ? oneNumberTime(fields) : separatedTime(fields) else { return nil }
    guard (1...12).contains(day.month), day.day >= 1,
      day.day <= Timestamp.dayCount(year: day.year, month: day.month), (0...9999).contains(day.year)
    else { return nil }
    guard time.0 < 24, time.1 < 60, time.2 < 60 else { return nil }
    return Timestamp(
      year: day.year, month: day.month, day: day.day, hour: time.0, minute: time.1, second: time.2,
      millisecond: fields.millisecond)
  }

  private func separatedDay(_ fields: StampFields) -> Timestamp.Day? {
    let values = fields.date.values
    if dateSeparator == nil {
      guard fields.date.count == 1, fields.date.widths.0 == 8 else { return nil }
      return Timestamp.Day(year: values.0 / 10_000, month: values.0 / 100 % 100, day: values.0 % 100)
    }
    guard fields.date.count == dateFieldCount else { return nil }
    let yearWidth =
      dateOrder == .yearMonthDay
      ? fields.date.widths.0 : dateFieldCount == 2 ? fields.date.widths.1 : fields.date.widths.2
    guard yearWidth == 4 else { return nil }
    switch (dateOrder, dateFieldCount) {
    case (.yearMonthDay, 2): return Timestamp.Day(year: values.0, month: values.1, day: 1)
    case (_, 2): return Timestamp.Day(year: values.1, month: values.0, day: 1)
    case (.yearMonthDay, _): return Timestamp.Day(year: values.0, month: values.1, day: values.2)
    case (.dayMonthYear, _): return Timestamp.Day(year: values.2, month: values.1, day: values.0)
    case (.monthDayYear, _): return Timestamp.Day(year: values.2, month: values.0, day: values.1)
    }
  }

  private func separatedTime(_ fields: StampFields) -> (Int, Int, Int)? {
    guard fields.timeLead != nil else { return (0, 0, 0) }
    guard fields.timeLead == timeLead || timeFieldCount == 0 else { return nil }
    let (values, width) = (fields.time.values, fields.time.widths.0)
    if fields.time.count > 1 || width <= 2 { return values }
    switch width {
    case 4: return (values.0 / 100, values.0 % 100, 0)
    case 6: return (values.0 / 10_000, values.0 / 100 % 100, values.0 % 100)
    default: return nil
    }
  }

  /// Digits of a stamp that is one number: 4 for the year, 2 for each further field.
  private var oneNumberWidth: Int { 2 + 2 * (dateFieldCount + timeFieldCount) }

  private func oneNumberDay(_ fields: StampFields) -> Timestamp.Day? {
    guard fields.date.count == 1, fields.timeLead == nil, fields.date.widths.0 == oneNumberWidth else {
      return nil
    }
    var date = fields.date.values.0
    for _ in 0..<timeFieldCount { date /= 100 }
    switch dateFieldCount {
    case 1: return Timestamp.Day(year: date, month: 1, day: 1)
    case 2: return Timestamp.Day(year: date / 100, month: date % 100, day: 1)
    default: return Timestamp.Day(year: date / 10_000, month: date / 100 % 100, day: date % 100)
    }
  }

  private func oneNumberTime(_ fields: StampFields) -> (Int, Int, Int)? {
    let number = fields.date.values.0
    switch timeFieldCount {
    case 0: return (0, 0, 0)
    case 1: return (number % 100, 0, 0)
    case 2: return (number / 100 % 100, number % 100, 0)
    default: return (number / 10_000 % 100, number / 100 % 100, number % 100)
    }
  }

  /// Learns from one more stamp how the column is written: padding and the most detailed time.
  mutating func widen(with fields: StampFields) {
    let widths = [fields.date.widths.0, fields.date.widths.1, fields.date.widths.2]
    if fields.date.count > 1, widths.prefix(fields.date.count).contains(1) { isDatePadded = false }
    guard fields.timeLead != nil else { return }
    if fields.time.widths.0 == 1 { isHourPadded = false }
    if timeFieldCount == 0 {
      timeLead = fields.timeLead
      hasColons = fields.time.count > 1 || fields.time.widths.0 <= 2
    }
    timeFieldCount = max(timeFieldCount, hasColons ? fields.time.count : fields.time.widths.0 / 2)
    fractionDigitCount = max(fractionDigitCount, fields.fractionDigitCount)
  }
}
