import Calendar

extension StampPattern {
  /// What stands behind the number of a day.
  enum Ordinal: Hashable, Sendable {
    /// `st`, `nd`, `rd`, `th`.
    case english
    /// A text behind the first of a month alone: `1er janvier`, `1º de março`, `1° gennaio`.
    case first(String)

    /// The kind of which a day in digits with `word` behind it is; nil where that is none.
    init?(day: String, word: String, _ language: CalendarLanguage) {
      guard day.utf8.count <= 2, let day = Int(day) else { return nil }
      if language == .english {
        guard Self.english.text(day) == word else { return nil }
        self = .english
      } else {
        guard day == 1, let mark = Self.firstMarks.first(where: { word.hasPrefix($0) }),
          word == mark || mark == "°"
        else { return nil }
        self = .first(mark)
      }
    }

    /// What may stand behind the first of a month.
    static let firstMarks = ["er", "ER", "º", "°"]

    /// What stands behind a day.
    func text(_ day: Int) -> String {
      switch self {
      case .first(let text): day == 1 ? text : ""
      case .english: (11...13).contains(day) ? "th" : [1: "st", 2: "nd", 3: "rd"][day % 10] ?? "th"
      }
    }
  }

  /// The pattern with the first of a month written in each other way that languages than English have: the rows in which a form was found
  /// need not have had one.
  var withOtherFirstDays: [StampPattern] {
    guard hasMonthName, let language, language != .english,
      let index = elements.firstIndex(where: { $0.isDayOfMonth })
    else { return [] }
    let days =
      [.number(.day, isPadded: false)] + Ordinal.firstMarks.map { Element.ordinalDay(.first($0)) }
    return days.filter { $0 != elements[index] }.map { day in
      var pattern = self
      pattern.elements[index] = day
      return pattern
    }
  }

  /// The pattern with days as numbers alone, and all numbers padded.
  var withPlainNumbers: StampPattern {
    var pattern = self
    for (index, element) in elements.enumerated() {
      switch element {
      case .ordinalDay: pattern.elements[index] = .number(.day, isPadded: true)
      case .number(let field, _): pattern.elements[index] = .number(field, isPadded: true)
      default: continue
      }
    }
    return pattern
  }
}

extension StampPattern.Element {
  /// Whether it is the day of the month, with a mark behind it or without.
  fileprivate var isDayOfMonth: Bool {
    switch self {
    case .number(.day, _), .ordinalDay: true
    default: false
    }
  }
}

extension StampShape {
  /// The number of a day that has its ordinal behind it, where the month is a name.
  mutating func takeOrdinal(_ language: CalendarLanguage) {
    guard items.contains(where: { if case .month = $0 { true } else { false } }) else { return }
    for index in items.indices.dropLast() {
      guard case .number(let day) = items[index], case .literal(let word) = items[index + 1],
        let ordinal = StampPattern.Ordinal(day: day, word: word, language)
      else { continue }
      let rest = String(word.dropFirst(ordinal.text(Int(day) ?? 0).count))
      items.replaceSubrange(
        index...index + 1, with: [.done(.ordinalDay(ordinal))] + (rest.isEmpty ? [] : [.literal(rest)]))
      return
    }
  }
}
