import Calendar

/// A whole column read in one pattern.
struct PatternReading {
  var pattern: StampPattern
  /// In local time as written; a row that failed repeats the one before.
  var stamps: [Timestamp] = []
  var failureCount = 0
  var firstFailure: Int?
  var traits = StampTraits()
  /// The words that name months and days of the week.
  private var monthWords = NamedWords()
  private var weekdayWords = NamedWords()
  /// Seconds east of UTC of the first stamp, where the pattern has offsets.
  var firstOffset = 0
  /// Of each row, once they differ.
  var offsets: [Int] = []

  init(_ pattern: StampPattern, _ bytes: Span<UInt8>, _ ends: Span<UInt64>, rows: [Int]? = nil) {
    self.pattern = pattern
    let reader = StampReader(pattern)
    var layout: FixedStampLayout?
    if pattern.hasOffset {
      firstOffset = Self.firstOffset(reader, bytes, ends) ?? 0
    }
    layout = FixedStampLayout(pattern, offset: firstOffset)
    stamps.reserveCapacity(rows?.count ?? ends.count)
    for index in 0..<(rows?.count ?? ends.count) {
      let row = rows.map { $0[index] } ?? index
      let range = bytes.range(row, ends)
      if let stamp = layout?.stamp(bytes, range) {
        stamps.append(stamp)
        if !offsets.isEmpty { offsets.append(firstOffset) }
      } else {
        readGenerally(reader, bytes, range, row)
      }
    }
    if pattern.isMonthBehindPoint { restoreOctobers(bytes, ends, rows) }
    if traits.hasHour24, layout != nil { traits.hasHour0 = traits.hasHour0 || hasHour0(bytes, ends) }
  }

  private mutating func readGenerally(
    _ reader: StampReader, _ bytes: Span<UInt8>, _ range: Range<Int>, _ row: Int
  ) {
    var values = StampValues()
    guard reader.read(bytes, range, into: &values), let stamp = values.stamp(reader.kind) else {
      failureCount += 1
      if firstFailure == nil { firstFailure = row }
      stamps.append(stamps.last ?? Timestamp(seconds: 0))
      if !offsets.isEmpty { offsets.append(firstOffset) }
      return
    }
    traits.merge(values.seen)
    if values.monthKey != 0 { monthWords.insert(values.monthKey, values.month - 1) }
    if values.weekdayKey != 0 { weekdayWords.insert(values.weekdayKey, values.namedWeekday) }
    let offset = values.offset ?? firstOffset
    if offset != firstOffset, offsets.isEmpty {
      offsets = [Int](repeating: firstOffset, count: stamps.count)
    }
    stamps.append(stamp)
    if offset != firstOffset || !offsets.isEmpty { offsets.append(offset) }
  }

  private static func firstOffset(_ reader: StampReader, _ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Int? {
    for row in 0..<min(ends.count, 64) {
      var values = StampValues()
      if reader.read(bytes, bytes.range(row, ends), into: &values), let offset = values.offset {
        return offset
      }
    }
    return nil
  }

  private func hasHour0(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Bool {
    let reader = StampReader(pattern)
    for row in 0..<ends.count where stamps[row].secondsOfDay == 0 {
      var values = StampValues()
      if reader.read(bytes, bytes.range(row, ends), into: &values), values.hour == 0 { return true }
    }
    return false
  }

  /// The pattern with what the texts show about zeros in front, full names, digits and hour 24.
  var learned: StampPattern {
    var pattern = pattern
    let bits = { (field: StampPattern.Field) -> UInt16 in 1 << UInt16(field.rawValue) }
    let dates = bits(.month) | bits(.day)
    let hours = bits(.hour) | bits(.hour12)
    // From `12/29 0:00` alone the date's zeros cannot be seen; who does not pad hours does not pad days.
    let hidesPadding = traits.short & hours != 0 && traits.zero & dates == 0
    let isDateShort = traits.short & dates != 0 || hidesPadding
    for (index, element) in pattern.elements.enumerated() {
      switch element {
      case .number(let field, true) where field.mayBeShort:
        // A column of its own holds plain numbers unless zeros show, of a day in the column of months too.
        let isPlain =
          pattern.isAlone(index) && traits.zero & (field.isOfDate ? dates : bits(field)) == 0
        let isShort = isPlain || (field.isOfDate ? isDateShort : traits.short & bits(field) != 0)
        if isShort { pattern.elements[index] = .number(field, isPadded: false) }
      case .fraction: pattern.elements[index] = .fraction(max(traits.fractionDigits, 1))
      case .monthName(let style): pattern.elements[index] = .monthName(traits.months.learned(style))
      case .weekdayName(let style): pattern.elements[index] = .weekdayName(traits.weekdays.learned(style))
      case .offset(let style): pattern.elements[index] = .offset(traits.offsets.learned(style))
      default: continue
      }
    }
    pattern.isHourEnding = traits.hasHour24 && !traits.hasHour0
    return pattern
  }
}

/// The words that name something in a column, and what they name.
private struct NamedWords {
  private var places: [UInt64: Int] = [:]
  private var last: UInt64 = 0

  mutating func insert(_ key: UInt64, _ place: Int) {
    // Rows of one month follow each other.
    if key == last { return }
    (last, places[key]) = (key, place)
  }

  /// Whether none of the words names something else among other names.
  func agree(with names: CalendarNames) -> Bool {
    places.allSatisfy { key, place in names.match(key: key).map { $0.place == place } ?? true }
  }
}

extension PatternReading {
  /// Whether one list of the language has all names as they are written: another language may fit better where none does.
  var isOfOneList: Bool { traits.months.lists != 0 && traits.weekdays.lists != 0 }

  /// Whether names have lost the accents that the language writes: `fev` is right in Portuguese, and not in French.
  var lacksAccents: Bool { traits.months.lacksAccents || traits.weekdays.lacksAccents }

  /// Whether a pattern cannot read the column otherwise: at most the language differs, and no word names another month there.
  func settles(_ other: StampPattern) -> Bool {
    guard failureCount == 0, isOfOneList, !lacksAccents, let language = other.language,
      pattern.withUsualNames(language) == other.withUsualNames(language)
    else { return false }
    return monthWords.agree(with: language.months) && weekdayWords.agree(with: language.weekdays)
  }
}
