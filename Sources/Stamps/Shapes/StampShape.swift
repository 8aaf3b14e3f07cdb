import Calendar

/// One stamp's text taken apart, before it is known which number is the day.
struct StampShape {
  enum Item {
    case number(String)
    case month(StampPattern.NameStyle)
    /// A number from `I` to `XII` with no digit beside it.
    case roman
    case weekday(StampPattern.NameStyle)
    /// A letter that says what the number beside it counts: `Q`, `H`, `S`, `W`.
    case mark(Character, String)
    case literal(String)
    case columnBreak
    /// What has been understood.
    case done(StampPattern.Element)

    /// Whether it is digits.
    var isNumber: Bool { if case .number = self { true } else { false } }

    /// Whether it is a name of the calendar.
    var isName: Bool {
      switch self {
      case .month, .weekday: true
      default: false
      }
    }
  }

  var items: [Item] = []
  var hasMeridiem = false
  var hasClock = false
  /// Whether there are words that say nothing about the calendar.
  let hasUnknownWords: Bool
  /// Whether a name of a month is that of a day in other languages, where there are words that say nothing.
  let namesDayElsewhere: Bool
  /// What words say that the number beside a year may count; empty where they say nothing.
  let parts: Set<StampPattern.Field>

  /// - Parameter names: Of the columns, where several make a stamp.
  init(_ text: String, columnNames names: [String] = [], language: CalendarLanguage = .english) {
    let zone = Self.zoneName(in: text)
    let text = text.dropLast(zone.count)
    hasUnknownWords = StampWords.hasUnknown(text, language)
    namesDayElsewhere = hasUnknownWords && Self.namesDayElsewhere(text, language)
    parts = StampWords.parts(text)
    items = Self.items(of: text, language)
    takeOffset()
    takeMeridiem()
    takeClock()
    takeNamedColumns(names)
    takeOrdinal(language)
    if !zone.isEmpty { items.append(.literal(String(zone))) }
  }

  /// The name of the zone in brackets behind an offset, as Java writes it: `[Europe/Berlin]`; empty where there is none.
  private static func zoneName(in text: String) -> Substring {
    guard text.last == "]", let start = text.lastIndex(of: "["), start > text.startIndex,
      text[text.index(before: start)].isNumber || "Zz".contains(text[text.index(before: start)])
    else { return "" }
    return text[start...]
  }

  private static func items(of text: Substring, _ language: CalendarLanguage) -> [Item] {
    var items: [Item] = [], weekdays: [NamedDay] = []
    var rest = text
    let separator = Character(Unicode.Scalar(StampPattern.columnSeparator))
    while let first = rest.first {
      let isDigit = first.isASCII && first.isNumber, isLetter = isOfWord(first)
      let before = text[..<rest.startIndex].last
      if let half = DayHalves.word(in: rest) {
        items.append(.done(.meridiem(half.before)))
        rest = rest.dropFirst(half.text.count)
        continue
      }
      if let day = language.weekdays.easternDay(in: rest, behind: before) {
        items.append(word(String(day), language))
        rest = rest.dropFirst(day.count)
        continue
      }
      let run =
        isDigit
        ? rest.prefix { $0.isASCII && $0.isNumber }
        : isLetter ? language.weekdays.hyphenated(rest) ?? rest.prefix(while: isOfWord) : rest.prefix(1)
      rest = rest.dropFirst(run.count)
      if first == separator {
        items.append(.columnBreak)
      } else if isDigit {
        items.append(.number(String(run)))
      } else if isLetter, StampPattern.romanNumbers.contains(String(run)), rest.first?.isNumber != true,
        items.last?.isNumber != true
      {
        items.append(.roman)
      } else if isLetter {
        if let match = language.weekdays.match(run) {
          weekdays.append((items.count, language.weekdays.style(of: String(run), match, language)))
        }
        items.append(word(String(run), language))
        // A point behind a name that another part follows at once stands between the two.
        if items[items.count - 1].isName, rest.first == ".", rest.dropFirst().first?.isNumber != true {
          rest.removeFirst()
        }
      } else if case .literal(let before)? = items.last, before.last?.isLetter != true {
        items[items.count - 1] = .literal(before + run)
      } else {
        items.append(.literal(String(run)))
      }
    }
    takeWeekday(&items, weekdays)
    return items
  }

  /// Whether a character goes on with a word of a language that has letters: no name of a month ends within one.
  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter && character.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
  }

  private static func word(_ text: String, _ language: CalendarLanguage) -> Item {
    if let match = language.months.match(text) {
      return .month(language.months.style(of: text, match, language))
    }
    if let match = language.weekdays.match(text) {
      return .weekday(language.weekdays.style(of: text, match, language))
    }
    if let letter = text.uppercased().first, text.utf8.count == 1, "QHSWT".contains(letter) {
      return .mark(letter, text)
    }
    return .literal(text)
  }

  static func text(_ item: Item) -> String {
    switch item {
    case .number(let text), .literal(let text), .mark(_, let text): text
    default: ""
    }
  }
}
