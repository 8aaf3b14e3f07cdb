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

  /// Names of zones that go with summer or winter.
  private static let zones: Set<String> = [
    "CET", "CEST", "MEZ", "MESZ", "WET", "WEST", "EET", "EEST", "BST", "EST", "EDT", "CST", "CDT", "MST",
    "MDT",
    "PST", "PDT", "AEST", "AEDT",
  ]

  /// Whether a text ends with the name of a zone that says whether it is summer.
  static func endsWithZone(_ text: String) -> Bool {
    text.split(separator: " ").last.map { zones.contains($0.uppercased()) } ?? false
  }

  /// Whether the number behind a word may be a year.
  static func namesYear(_ word: String) -> Bool {
    let word = word.lowercased()
    return usual.contains(word) || yearly.contains(word)
  }

  /// Months of other languages than English, in full and as they are shortened.
  private static let otherMonths = Set(
    """
    januar februar märz maerz mai juni juli oktober dezember mär mrz okt dez
    janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre janv
    févr fevr avr juil déc
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago
    dic
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug sett ott
    januari februari maart april mei augustus mrt
    janeiro fevereiro março marco maio junho julho setembro outubro novembro dezembro fev out
    augusti marts maj
    styczeń luty marzec kwiecień czerwiec lipiec sierpień wrzesień październik listopad grudzień
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Whether a word is the name of a month in another language than English, as far as is known.
  static func isOtherMonth(_ word: some StringProtocol) -> Bool { otherMonths.contains(word.lowercased()) }

  /// Whether a text has the name of a month in another language than English, and none in English.
  static func hasOtherMonth(_ text: String) -> Bool {
    let words = text.split { !$0.isLetter }
    return words.contains(where: { isOtherMonth($0) })
      && !words.contains { CalendarNames.isFull(String($0), in: CalendarNames.months) != nil }
  }

  private static func isMonth(_ word: some StringProtocol) -> Bool {
    isOtherMonth(word) || CalendarNames.isFull(String(word), in: CalendarNames.months) != nil
  }

  /// Whether a text begins with a word that is none of the calendar, and goes on with numbers that are no date, as identifiers do:
  /// `N0646`, `Store 1001`, `FOODS_1_001`, and not `FY2019`, `Week 12 2024` or `Jan2019`.
  package static func isIdentifier(_ text: String) -> Bool {
    if text.first?.isNumber == true { return isNumberWithLetters(text) }
    let word = text.prefix { $0.isASCII && $0.isLetter }
    let rest = text.dropFirst(word.count)
    guard !word.isEmpty, rest.contains(where: { $0.isASCII && $0.isNumber }), !namesYear(String(word)),
      !isMonth(word), CalendarNames.isFull(String(word), in: CalendarNames.weekdays) == nil
    else { return false }
    if rest.allSatisfy({ $0.isASCII && $0.isNumber }) { return true }
    // One letter may say what the numbers count: `Q1 2024`.
    guard word.count > 1 || !"QHSTWMPYF".contains(word.uppercased()),
      rest.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || " _-#/.".contains($0)) })
    else { return false }
    let hasMonth = rest.split { !$0.isLetter }.contains(where: { isMonth($0) })
    return !hasMonth && !StampForm.looksLikeDate(String(rest.drop { !$0.isNumber }))
  }

  /// Whether a text is five digits or more with letters behind them that are no month: `85123A`.
  private static func isNumberWithLetters(_ text: String) -> Bool {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let word = text.dropFirst(digits.count)
    return digits.count > 4 && !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLetter }
      && !isMonth(word)
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
