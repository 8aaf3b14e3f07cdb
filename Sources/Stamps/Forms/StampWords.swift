import Calendar

/// The words of a stamp that are neither names of the English calendar nor usual beside the part of a year.
///
/// The number beside a year is then likely to be a day: `1 janvier 2024` is no first month of 2024.
package struct StampWords {
  /// Words that say what the number beside a year counts, or nothing.
  private static let usual: Set<String> = [
    "week", "weeks", "wks", "woche", "kalenderwoche", "sem", "semana", "semaine", "settimana", "vecka", "uke",
    "uge", "viikko", "tydzień", "month", "months", "mth", "monat", "mois", "mes", "mês", "mese", "maand",
    "period", "periode", "per", "quarter", "qtr", "quartal", "trimestre", "trim", "half", "halbjahr",
    "semestre", "year", "jahr", "and", "the", "fiscal",
  ]

  /// Words in front of a year, besides the usual ones: years of books, crops, water and schools among them, and a week before one.
  private static let yearly: Set<String> = [
    "fy", "cy", "ay", "wy", "my", "sy", "y", "yr", "yyyy", "anno", "jaar", "season", "saison", "date",
    "datum", "time", "kw",
  ]

  /// Whether the number behind a word may be a year.
  static func namesYear(_ word: String) -> Bool {
    let word = word.lowercased()
    return usual.contains(word) || yearly.contains(word)
  }

  /// Whether a text is a word and one number that touch, as in identifiers such as `N0646`, and not `FY2019` or `Jan2019`.
  package static func isIdentifier(_ text: String) -> Bool {
    let word = text.prefix { $0.isASCII && $0.isLetter }
    let number = text.dropFirst(word.count)
    guard !word.isEmpty, !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return false
    }
    let names = [CalendarNames.months, CalendarNames.weekdays]
    return !namesYear(String(word)) && names.allSatisfy { CalendarNames.isFull(String(word), in: $0) == nil }
  }

  /// Whether a text has an unusual word of three letters or more.
  static func hasUnknown(_ text: String) -> Bool {
    text.split { !$0.isLetter }.contains { word in
      // Months of Chinese, Japanese and Korean dates are numbers.
      let isAlphabetic = word.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
      guard word.count >= 3, isAlphabetic, !usual.contains(word.lowercased()) else { return false }
      let names = [CalendarNames.months, CalendarNames.weekdays]
      return names.allSatisfy { CalendarNames.isFull(String(word), in: $0) == nil }
    }
  }
}
