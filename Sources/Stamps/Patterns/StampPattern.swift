import Calendar

/// How the text of a stamp is put together: literal text and fields of the calendar.
struct StampPattern: Hashable, Sendable {
  /// A number of the calendar. Each occurs once at most.
  enum Field: UInt8, Hashable, Sendable {
    case year, shortYear, month, day, hour, hour12, minute, second
    case quarter, half, weekYear, week, weekday, dayOfYear
    /// The year after that of the stamp, in full or as two digits: `1980/1981`, `1980/81`.
    case nextYear, shortNextYear

    /// Digits when padded, which is the most it has.
    var width: Int {
      switch self {
      case .year, .weekYear, .nextYear: 4
      case .dayOfYear: 3
      case .weekday: 1
      default: 2
      }
    }

    /// Whether it may be written without zeros in front.
    var mayBeShort: Bool { width != 4 && !isShortYear && self != .weekday }

    /// Whether it is a year of two digits, which are always written.
    var isShortYear: Bool { self == .shortYear || self == .shortNextYear }

    var isOfDate: Bool { self == .month || self == .day }
  }

  /// How names are written.
  struct NameStyle: Hashable, Sendable {
    enum Case: Hashable, Sendable { case title, upper, lower }
    /// Behind which names a point stands.
    enum Dots: Hashable, Sendable { case none, shortened, all }
    var language = CalendarLanguage.english
    /// Which of the language's lists of names.
    var list: Int
    var letterCase = Case.title
    var dots = Dots.none
    var lacksAccents = false
  }

  /// How an offset from UTC is written.
  enum OffsetStyle: Hashable, Sendable {
    /// `Z`, `z`, `UTC`, `GMT`: only for no offset; others are written `+01:00`.
    case word(String)
    /// `+0100`.
    case compact
    /// `+01:00`.
    case colon
    /// `+01`, and `+10:30` where there are minutes.
    case hours
    /// `+11`, and `+1030` where there are minutes.
    case compactHours
  }

  enum Element: Hashable, Sendable {
    case literal(String)
    /// The next column of several.
    case columnBreak
    /// Padded quarters and halves have two digits, others one.
    case number(Field, isPadded: Bool)
    /// A month, a quarter or a half as a Roman number.
    case roman(Field)
    /// Hour and minute as one number without zeros in front, in a column of its own: `0`, `30`, `100`, `2330`.
    case hourMinute
    /// The day of the month with what stands behind its number: `1er`, `2nd`.
    case ordinalDay(Ordinal)
    /// Digits after the second's point, which is a literal.
    case fraction(Int)
    case monthName(NameStyle)
    case weekdayName(NameStyle)
    /// The text before noon.
    case meridiem(String)
    case offset(OffsetStyle)
  }

  var elements: [Element]
  /// Whether midnight is hour 24 of the day before.
  var isHourEnding = false

  init(_ elements: [Element]) {
    self.elements = []
    for element in elements {
      if case .literal(let text) = element, case .literal(let before)? = self.elements.last {
        self.elements[self.elements.count - 1] = .literal(before + text)
      } else if element != .literal("") {
        self.elements.append(element)
      }
    }
  }

  /// What separates the texts of several columns: no text file has it in a stamp.
  static let columnSeparator: UInt8 = 0x1F

  func contains(_ field: Field) -> Bool {
    elements.contains { element in
      switch element {
      case .number(field, _), .roman(field): true
      case .ordinalDay: field == .day
      default: false
      }
    }
  }

  /// Digits after the second's point.
  var fractionDigits: Int {
    for case .fraction(let digits) in elements { return digits }
    return 0
  }

  var hasOffset: Bool {
    elements.contains { element in
      guard case .offset = element else { return false }
      return true
    }
  }

  /// Whether an element fills one of several columns.
  func isAlone(_ index: Int) -> Bool {
    guard columnCount > 1 else { return false }
    let isFirst = index == 0 || elements[index - 1] == .columnBreak
    return isFirst && (index + 1 == elements.count || elements[index + 1] == .columnBreak)
  }

  /// The pattern whose hour and minute, which fill a column, have lost their zeros; nil for other patterns.
  var withoutClockZeros: StampPattern? {
    guard columnCount > 1, let hour = elements.firstIndex(of: .number(.hour, isPadded: true)),
      hour + 1 < elements.count, elements[hour + 1] == .number(.minute, isPadded: true),
      hour == 0 || elements[hour - 1] == .columnBreak,
      hour + 2 == elements.count || elements[hour + 2] == .columnBreak
    else { return nil }
    var pattern = self
    pattern.elements.replaceSubrange(hour...hour + 1, with: [.hourMinute])
    return pattern
  }

  /// Whether year, month and day are one number.
  var isCompact: Bool {
    !elements.contains { if case .literal(let text) = $0 { !text.allSatisfy(\.isNumber) } else { false } }
  }

  /// Whether it is a number that counts seconds since 1970 as often: `2401010000`, `240101000000`.
  var mayCountSeconds: Bool { isCompact && columnCount == 1 && contains(.shortYear) && contains(.minute) }

  /// Whether it is a number that counted rows have as often: `24001`, `124001`.
  var mayCountRows: Bool {
    isCompact && columnCount == 1 && contains(.shortYear) && contains(.dayOfYear)
  }

  /// Whether a stamp is the span of a year, named by the year in which it begins and the next.
  var namesNextYear: Bool { contains(.nextYear) || contains(.shortNextYear) }

  var columnCount: Int { elements.count { $0 == .columnBreak } + 1 }

  /// Nanoseconds by which two stamps of this pattern differ at least; that of a day for dates alone.
  var resolution: Int64 {
    if fractionDigits > 0 { return (fractionDigits..<9).reduce(1) { value, _ in value * 10 } }
    if contains(.second) { return TimeStep.second }
    if contains(.minute) || elements.contains(.hourMinute) { return 60 * TimeStep.second }
    return contains(.hour) || contains(.hour12) ? 3600 * TimeStep.second : 86_400 * TimeStep.second
  }

  /// Whether it names a day, or a longer period of a year, without doubt.
  var isComplete: Bool {
    let hasMonth = contains(.month) || elements.contains { if case .monthName = $0 { true } else { false } }
    let hasYear = contains(.year) || contains(.shortYear)
    let isClear = contains(.weekYear) ? contains(.week) : hasYear
    return isClear && (!contains(.day) || hasMonth) && !(contains(.week) && !contains(.weekYear))
  }
}

extension StampPattern {
  /// The language of its names; nil where it has none.
  var language: CalendarLanguage? {
    for element in elements {
      switch element {
      case .monthName(let style), .weekdayName(let style): return style.language
      default: continue
      }
    }
    return nil
  }

  /// The pattern with names in another language, in their usual style.
  func withUsualNames(_ language: CalendarLanguage) -> StampPattern {
    var pattern = self
    for (index, element) in elements.enumerated() {
      switch element {
      case .monthName: pattern.elements[index] = .monthName(NameStyle(language: language, list: 0))
      case .weekdayName: pattern.elements[index] = .weekdayName(NameStyle(language: language, list: 0))
      default: continue
      }
    }
    return pattern
  }

  /// Whether two patterns read the same texts as the same stamps.
  func readsLike(_ other: StampPattern) -> Bool {
    guard let language else { return self == other }
    return language == other.language && withUsualNames(language) == other.withUsualNames(language)
  }
}
