import Calendar

/// A pattern made ready for reading many stamps.
///
/// Numbers between other characters may have fewer digits than the pattern writes; the time of day, its seconds and
/// their fraction may be missing, because spreadsheets and R drop what is zero.
struct StampReader {
  /// By which fields the day is given.
  enum DateKind: Hashable, Sendable { case monthDay, quarter, half, week, dayOfYear }

  enum Step {
    case byte(UInt8)
    case spaces
    case number(StampPattern.Field, minimum: Int, maximum: Int)
    case roman(StampPattern.Field)
    case ordinalDay(StampPattern.Ordinal)
    case hourMinute
    case fraction
    case name(CalendarNames, isMonth: Bool, mayHaveDot: Bool)
    case meridiem
    case offset
  }

  let kind: DateKind
  var steps: [Step] = []
  /// Whether the text may go on behind the time from this step.
  var mayDrop: [Bool] = []
  var afterTime = 0

  /// Reads a text without spaces around it; `false` when it is not of the pattern.
  func read(_ bytes: Span<UInt8>, _ text: Range<Int>, into values: inout StampValues) -> Bool {
    var (position, index) = (text.lowerBound, 0)
    while index < steps.count {
      let start = position
      if read(steps[index], bytes, &position, text.upperBound, &values) {
        index += 1
      } else {
        guard mayDrop[index], index < afterTime else { return false }
        (position, index) = (start, afterTime)
      }
    }
    return position == text.upperBound
  }

  /// The stamp of one text; `nil` if it is not of the pattern.
  func stamp(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    var values = StampValues()
    guard read(bytes.span, bytes.span.trimmingSpaces(bytes.indices), into: &values) else { return nil }
    return values.stamp(kind)
  }

  private func read(
    _ step: Step, _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ values: inout StampValues
  ) -> Bool {
    switch step {
    case .byte(let byte):
      guard position < end, bytes[position] == byte else { return false }
      position += 1
      return true
    case .spaces:
      guard position < end, bytes[position] == 32 else { return false }
      while position < end, bytes[position] == 32 { position += 1 }
      return true
    case .number(let field, let minimum, let maximum):
      return number(field, minimum...maximum, bytes, &position, end, &values)
    case .roman(let field):
      let start = position
      while position < end, bytes[position].isLetter { position += 1 }
      let text = bytes.string(start..<position)
      guard let index = StampPattern.romanNumbers.firstIndex(of: text) else { return false }
      values.set(field, index + 1)
      return true
    case .ordinalDay(let ordinal):
      guard number(.day, 1...2, bytes, &position, end, &values) else { return false }
      let mark = ordinal.text(values.day).utf8
      guard position + mark.count <= end, mark.enumerated().allSatisfy({ bytes[position + $0] == $1 }) else {
        return false
      }
      position += mark.count
      return true
    case .hourMinute:
      let start = position
      var value = 0
      while position < end, position - start < 4, bytes[position].isDigit {
        value = value * 10 + Int(bytes[position] &- 48)
        position += 1
      }
      (values.hour, values.minute) = (value / 100, value % 100)
      return position > start
    case .fraction: return fraction(bytes, &position, end, &values)
    case .name(let names, let isMonth, let mayHaveDot):
      guard let (key, match, traits) = name(names, mayHaveDot: mayHaveDot, bytes, &position, end) else {
        return false
      }
      if isMonth {
        (values.month, values.monthKey, values.seen.months) = (match.place + 1, key, traits)
      } else {
        (values.namedWeekday, values.weekdayKey, values.seen.weekdays) = (match.place, key, traits)
      }
      return true
    case .meridiem: return meridiem(bytes, &position, end, &values)
    case .offset:
      let start = position
      values.offset = bytes.utcOffset(&position, end)
      values.seen.offsets = OffsetTraits(bytes, start..<position)
      return values.offset != nil
    }
  }

  private func number(
    _ field: StampPattern.Field, _ widths: ClosedRange<Int>, _ bytes: Span<UInt8>, _ position: inout Int,
    _ end: Int, _ values: inout StampValues
  ) -> Bool {
    let start = position
    var value = 0
    while position < end, position - start < widths.upperBound, bytes[position].isDigit {
      value = value * 10 + Int(bytes[position] &- 48)
      position += 1
    }
    let width = position - start
    guard width >= widths.lowerBound, width > 0 else { return false }
    let bit: UInt16 = 1 << UInt16(field.rawValue)
    if width == 1 || (field == .dayOfYear && width == 2) {
      values.seen.short |= bit
    } else if bytes[start] == 48 {
      values.seen.zero |= bit
    }
    values.set(field, value)
    return true
  }

  private func fraction(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ values: inout StampValues
  ) -> Bool {
    let start = position
    var nanosecond: Int32 = 0
    while position < end, bytes[position].isDigit {
      // Digits beyond the ninth must be zeros: the stamp would not be exact.
      guard position - start < 9 || bytes[position] == 48 else { return false }
      if position - start < 9 { nanosecond = nanosecond * 10 + Int32(bytes[position] &- 48) }
      position += 1
    }
    let width = position - start
    guard width > 0 else { return false }
    for _ in min(width, 9)..<9 { nanosecond *= 10 }
    values.nanosecond = nanosecond
    values.seen.fractionDigits = min(width, 9)
    return true
  }

  private func name(
    _ names: CalendarNames, mayHaveDot: Bool, _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) -> (UInt64, CalendarNames.Match, NameTraits)? {
    let start = position
    position = bytes.endOfWord(position, end)
    if names.haveHyphens, position < end, bytes[position] == UInt8(ascii: "-") {
      let longer = bytes.endOfWord(position + 1, end)
      if names.match(key: CalendarNames.key(bytes, start..<longer)) != nil { position = longer }
    }
    var key = CalendarNames.key(bytes, start..<position)
    // Chinese, Japanese and Korean letters, of three bytes each, go on behind a name without a space.
    while position - start > 3, bytes[start] >= 0xE3, names.match(key: key) == nil {
      position -= 3
      key = CalendarNames.key(bytes, start..<position)
    }
    guard position > start, let match = names.match(key: key) else { return nil }
    var traits = NameTraits()
    (traits.lists, traits.hasLong) = (match.lists, match.isLong)
    (traits.hasAccents, traits.lacksAccents) = (match.hasAccents, match.lacksAccents)
    if names.dotsCapitals {
      let word = bytes.string(start..<position)
      // `I` is right where the small letter has no dot, as in `KASIM`, and has lost its dot in `HAZIRAN`.
      if word.contains("I") { traits.lacksAccents = !match.lacksAccents }
      if word.contains("İ") { traits.hasAccents = true }
    }
    if mayHaveDot, position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      (traits.hasWholeDot, traits.hasShortDot) = (match.isWhole, !match.isWhole)
    }
    return (key, match, traits)
  }

  /// `AM`, `a.m.`, `a. m.`, `p`, `오전`.
  private func meridiem(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ values: inout StampValues
  ) -> Bool {
    guard position < end else { return false }
    if bytes[position] >= 0x80, let isAfternoon = DayHalves.isAfternoon(bytes, &position, end) {
      values.meridiem = isAfternoon ? 1 : 0
      return true
    }
    let letter = bytes[position] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return false }
    values.meridiem = letter == UInt8(ascii: "p") ? 1 : 0
    position += 1
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let space = bytes.lengthOfSpace(position, end)
      let letter = position + space
      if space > 0, letter < end, bytes[letter] | 0x20 == UInt8(ascii: "m") { position = letter }
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "m") { position += 1 }
    if position < end, bytes[position] == UInt8(ascii: ".") { position += 1 }
    return true
  }
}
