/// A language in which stamps name months and days of the week.
package enum CalendarLanguage: String, Hashable, Sendable, CaseIterable {
  case english = "en"
  case german = "de"
  case french = "fr"
  case spanish = "es"
  case italian = "it"
  case portuguese = "pt"
  case dutch = "nl"
  case polish = "pl"
  case swedish = "sv"
  case norwegian = "nb"
  case danish = "da"
  case finnish = "fi"
  case czech = "cs"
  case turkish = "tr"
  case russian = "ru"
  case croatian = "hr"
  case hindi = "hi"
  case japanese = "ja"
  case korean = "ko"
  case chinese = "zh"

  /// How messages call it.
  package var name: String {
    let name = "\(self)"
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// The names of its months.
  package var months: CalendarNames {
    self == .english ? Self.englishNames.months : Self.otherNames[self]?.months ?? .none
  }

  /// The names of its days of the week, from Monday on.
  package var weekdays: CalendarNames {
    self == .english ? Self.englishNames.weekdays : Self.otherNames[self]?.weekdays ?? .none
  }

  /// Whether it writes the names of months small within a line.
  var writesSmall: Bool { self != .english && self != .german }

  /// Whether a word is the name of one of its months or days.
  package func knows(_ word: some StringProtocol) -> Bool {
    months.match(word) != nil || weekdays.match(word) != nil
  }

  /// The languages but English in which a text names a month or a day of the week: those that write it as it does first.
  package static func others(naming text: String) -> [CalendarLanguage] {
    guard text.contains(where: \.isNumber) else { return [] }
    let words = text.split { !$0.isLetter }.filter { $0.count > 1 && !isUsual($0) }
    let isEastern = text.contains(where: \.isEastern)
    guard !words.isEmpty || isEastern else { return [] }
    let found = allCases.dropFirst().filter { language in
      words.contains { language.knows($0) } || (isEastern && language.weekdays.haveEasternDay(in: text))
    }
    let isSmall = text == text.lowercased()
    return found.filter { $0.writesSmall == isSmall } + found.filter { $0.writesSmall != isSmall }
  }

  /// Words of most stamps: no other language need be looked at.
  private static func isUsual(_ word: Substring) -> Bool { ["AM", "PM", "UTC", "GMT"].contains(word) }

  /// The month, from 0 on, that a word names in the first of the languages that know it.
  package static func month(_ word: some StringProtocol) -> Int? {
    for language in allCases {
      if let match = language.months.match(word) { return match.place }
    }
    return nil
  }

  private typealias Names = (months: CalendarNames, weekdays: CalendarNames)

  // Apart from the others, which most files do not need.
  private static let englishNames = names(.english)
  private static let otherNames = Dictionary(
    uniqueKeysWithValues: allCases.dropFirst().map { ($0, names($0)) })

  private static func names(_ language: CalendarLanguage) -> Names {
    let lists = language.table.split(separator: "\n").map { CalendarNames.List(line: $0) }
    let months = lists.filter { $0.names.count == 12 }, weekdays = lists.filter { $0.names.count == 7 }
    let dotsCapitals = language == .turkish
    return (
      CalendarNames(months, takesShort: language == .english, dotsCapitals: dotsCapitals),
      CalendarNames(weekdays, dotsCapitals: dotsCapitals)
    )
  }
}
