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
  private(set) var hasMeridiem = false
  private(set) var hasClock = false
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

  /// `Z`, `UTC`, `+01:00` at the end of a text that has a time of day.
  private mutating func takeOffset() {
    guard items.count >= 2 else { return }
    if case .literal(let word) = items[items.count - 1], ["Z", "UTC", "GMT"].contains(word.uppercased()) {
      items[items.count - 1] = .done(.offset(.word(word)))
      return
    }
    guard hasTime else { return }
    let tail = items.suffix(4).map(Self.text)
    let signs = ["+", "-", " +", " -"]
    for (count, style) in [(4, StampPattern.OffsetStyle.colon), (2, .compact), (2, .hours)] {
      let part = Array(tail.suffix(count))
      guard part.count == count, signs.contains(part[0]), part[1].utf8.count == (style == .compact ? 4 : 2),
        count == 2 || (part[2] == ":" && part[3].utf8.count == 2)
      else { continue }
      // `12:00 01-07-2016` ends with a year.
      let before = items.dropLast(count).suffix(2).map(Self.text)
      if before.count == 2, ["-", "/"].contains(before[0]), before[1].allSatisfy(\.isNumber) { return }
      items.removeLast(count)
      if part[0].hasPrefix(" ") { items.append(.literal(" ")) }
      items.append(.done(.offset(style)))
      return
    }
  }

  private var hasTime: Bool {
    items.contains { item in
      switch item {
      case .literal(let text): text == ":"
      case .mark(let letter, _): letter == "T"
      default: false
      }
    }
  }

  private static func text(_ item: Item) -> String {
    switch item {
    case .number(let text), .literal(let text), .mark(_, let text): text
    default: ""
    }
  }

  private mutating func takeMeridiem() {
    for index in items.indices.dropFirst() {
      guard case .literal(let word) = items[index] else { continue }
      let letters = word.lowercased()
      let isShort = (letters == "a" || letters == "p")
      guard isShort || letters == "am" || letters == "pm" else { continue }
      // Books count periods: the letter of `2018 P01` says nothing about noon.
      if isShort, index + 1 < items.count, case .number = items[index + 1] { continue }
      var (text, end) = (word, index + 1)
      let following = items[end...].prefix(3).map(Self.text)
      if isShort, following.count >= 2, following[0] == ".", following[1].lowercased() == "m" {
        (text, end) = (text + "." + following[1], end + 2)
        if following.count > 2, following[2].hasPrefix(".") {
          text += "."
          let rest = String(following[2].dropFirst())
          items[end] = .literal(rest)
          end += rest.isEmpty ? 1 : 0
        }
      }
      let before = String(text.map { $0 == "P" ? "A" : $0 == "p" ? "a" : $0 })
      items.replaceSubrange(index..<end, with: [.done(.meridiem(before))])
      hasMeridiem = true
      return
    }
  }

  /// Numbers with colons between them, and the fraction behind the seconds.
  private mutating func takeClock() {
    guard
      let start = items.indices.first(where: {
        isNumber($0, widths: 1...2) && isColon($0 + 1) && isNumber($0 + 2, widths: 1...2)
      })
    else { return }
    hasClock = true
    let hour: StampPattern.Field = hasMeridiem ? .hour12 : .hour
    items[start] = .done(.number(hour, isPadded: true))
    items[start + 2] = .done(.number(.minute, isPadded: true))
    guard isColon(start + 3), isNumber(start + 4, widths: 1...2) else { return }
    items[start + 4] = .done(.number(.second, isPadded: true))
    takeFraction(start + 5)
  }

  private mutating func takeFraction(_ index: Int) {
    guard index + 1 < items.count, case .literal(let mark) = items[index], mark == "." || mark == ",",
      case .number(let digits) = items[index + 1]
    else { return }
    items[index + 1] = .done(.fraction(min(digits.utf8.count, 9)))
  }

  private func isNumber(_ index: Int, widths: ClosedRange<Int>) -> Bool {
    guard index < items.count, case .number(let text) = items[index] else { return false }
    return widths.contains(text.utf8.count)
  }

  private func isColon(_ index: Int) -> Bool {
    guard index < items.count, case .literal(let text) = items[index] else { return false }
    return text == ":"
  }

  /// Columns called `month` or `hour` that hold one number, with or without letters beside it: `3`, `Q3`, `W03`.
  private mutating func takeNamedColumns(_ names: [String]) {
    guard names.count > 1 else { return }
    let fields = names.map { Self.fields[$0.lowercased().filter { $0.isLetter }] }
    let hasMonth = fields.contains(.month) || fields.contains(.week)
    for (column, range) in columns.enumerated() where column < names.count {
      guard var field = fields[column], let number = loneNumber(in: range) else { continue }
      if field == .day && !hasMonth { field = .dayOfYear }
      if field == .year && fields.contains(.week) { field = .weekYear }
      if field == .year, Self.text(items[number]).utf8.count == 2 { field = .shortYear }
      for index in range { items[index] = .literal(Self.text(items[index])) }
      items[number] = .done(.number(field, isPadded: field != .quarter && field != .half))
    }
  }

  /// The only number among some items, beside which there is text at most.
  private func loneNumber(in range: Range<Int>) -> Int? {
    var number: Int?
    for index in range {
      switch items[index] {
      case .number:
        guard number == nil else { return nil }
        number = index
      case .mark, .literal: continue
      default: return nil
      }
    }
    return number
  }

  private var columns: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, item) in items.enumerated() {
      guard case .columnBreak = item else { continue }
      ranges.append(start..<index)
      start = index + 1
    }
    return ranges + [start..<items.count]
  }

  private static let fields: [String: StampPattern.Field] = [
    "year": .year, "yr": .year, "yyyy": .year, "jahr": .year, "ano": .year, "año": .year, "annee": .year,
    "année": .year, "anno": .year, "jaar": .year, "年": .year,
    "month": .month, "mon": .month, "mnth": .month, "mm": .month, "mo": .month, "monat": .month,
    "mes": .month,
    "mois": .month,
    "mese": .month, "maand": .month, "月": .month,
    "day": .day, "dd": .day, "dy": .day, "dom": .day, "tag": .day, "dia": .day, "día": .day, "jour": .day,
    "giorno": .day, "dag": .day, "日": .day, "dayofmonth": .day, "dateofmonth": .day, "monthday": .day,
    "mday": .day,
    "doy": .dayOfYear, "dayofyear": .dayOfYear, "yday": .dayOfYear,
    "hour": .hour, "hr": .hour, "hrs": .hour, "hh": .hour, "hourending": .hour, "hourbeginning": .hour,
    "he": .hour, "stunde": .hour, "heure": .hour, "hora": .hour, "ora": .hour, "uur": .hour, "时": .hour,
    "minute": .minute, "min": .minute, "mi": .minute, "minuten": .minute, "minuto": .minute,
    "second": .second, "sec": .second,
    "quarter": .quarter, "qtr": .quarter, "quartal": .quarter, "trimestre": .quarter, "kwartaal": .quarter,
    "week": .week, "isoweek": .week, "weekofyear": .week, "woche": .week, "kw": .week, "semaine": .week,
    "semana": .week, "settimana": .week,
    "half": .half,
  ]
}
