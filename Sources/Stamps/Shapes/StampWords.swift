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
    "semestre", "year", "jahr", "and", "the", "fiscal", "kvartal", "kwartał", "kwartaal", "čtvrtletí",
    "квартал",
    "półrocze",
  ]

  /// What these words say that the number beside a year counts.
  private static let counted: [String: Set<StampPattern.Field>] = {
    let words: [(String, Set<StampPattern.Field>)] = [
      (
        "week weeks wks woche kalenderwoche semana semaine settimana vecka uke uge viikko tydzień week",
        [.week]
      ),
      ("month months mth monat mois mes mês mese maand", [.month]),
      ("quarter qtr quartal kvartal kwartał kwartaal trimestre trim čtvrtletí квартал", [.quarter]),
      ("half halbjahr semestre półrocze", [.half]),
      // Of weeks in German, of quarters in Polish; of weeks and half-years in French.
      ("kw", [.week, .quarter]), ("sem", [.week, .half]),
    ]
    return words.reduce(into: [:]) { result, entry in
      for word in entry.0.split(separator: " ") { result[String(word)] = entry.1 }
    }
  }()

  /// What the words of a text say that the number beside a year counts; empty where they say nothing, or each another thing.
  static func parts(_ text: Substring) -> Set<StampPattern.Field> {
    let found = text.split { !$0.isLetter }.compactMap { counted[$0.lowercased()] }
    return found.count == 1 ? found[0] : []
  }

  /// Words in front of a year, besides the usual ones: years of books, crops, water and schools among them, and a week before one.
  private static let yearly: Set<String> = [
    "fy", "cy", "ay", "wy", "my", "sy", "y", "yr", "yyyy", "anno", "jaar", "season", "saison", "date",
    "datum", "time", "kw", "annee", "année", "ano", "año", "rok", "år", "vuosi", "yıl", "год", "рік",
  ]

  /// Names of zones that go with summer or winter.
  private static let zones: Set<String> = [
    "CET", "CEST", "MEZ", "MESZ", "WET", "WEST", "EET", "EEST", "BST", "EST", "EDT", "CST", "CDT", "MST",
    "MDT",
    "PST", "PDT", "AEST", "AEDT",
  ]

  /// The name at the end of a text of a zone that says whether it is summer.
  static func zone(endOf text: String) -> String? {
    text.split(separator: " ").last.map(String.init).flatMap { zones.contains($0.uppercased()) ? $0 : nil }
  }

  /// Whether the number behind a word may be a year.
  static func namesYear(_ word: String) -> Bool {
    let word = word.lowercased()
    return usual.contains(word) || yearly.contains(word)
  }

  /// Whether a text begins with a word that is none of the calendar, and goes on with numbers that are no date, as identifiers do:
  /// `N0646`, `Store 1001`, `FOODS_1_001`, and not `FY2019`, `Week 12 2024` or `Jan2019`.
  package static func isIdentifier(_ text: String) -> Bool {
    if text.first?.isNumber == true { return isNumberWithLetters(text) }
    let word = text.prefix { $0.isASCII && $0.isLetter }
    let rest = text.dropFirst(word.count)
    guard !word.isEmpty, rest.contains(where: { $0.isASCII && $0.isNumber }), !namesYear(String(word)),
      !isRomanPart(word, rest), CalendarLanguage.month(word) == nil || isFarYear(rest),
      CalendarLanguage.english.weekdays.match(word) == nil
    else { return false }
    if rest.allSatisfy({ $0.isASCII && $0.isNumber }) { return true }
    // One letter may say what the numbers count: `Q1 2024`.
    guard word.count > 1 || !"QHSTWMPYF".contains(word.uppercased()),
      rest.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || " _-#/.".contains($0)) })
    else { return false }
    let hasMonth = rest.split { !$0.isLetter }.contains { CalendarLanguage.month($0) != nil }
    return !hasMonth && !StampForm.looksLikeDate(String(rest.drop { !$0.isNumber }))
  }

  /// Whether a word is a Roman number, and a likely year behind it, or with a word that says what it counts: `III/2024`, `I kw. 2024`.
  private static func isRomanPart(_ word: Substring, _ rest: Substring) -> Bool {
    guard StampPattern.romanNumbers.contains(String(word)) else { return false }
    let isYear = rest.count == 5 && rest.first?.isNumber == false && Int(rest.dropFirst()) != nil
    return (isYear && !isFarYear(rest)) || !parts(rest).isEmpty
  }

  /// Whether a text is four digits that are no likely year: `Set 1001` is no month.
  private static func isFarYear(_ text: Substring) -> Bool {
    let digits = text.filter(\.isNumber)
    guard digits.utf8.count == 4, text.allSatisfy({ $0.isNumber || " _-#/.".contains($0) }) else {
      return false
    }
    return Int(digits).map { !(1700...2300).contains($0) } ?? false
  }

  /// Whether a text is five digits or more with letters behind them that are no month: `85123A`.
  private static func isNumberWithLetters(_ text: String) -> Bool {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let word = text.dropFirst(digits.count)
    return digits.count > 4 && !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLetter }
      && CalendarLanguage.month(word) == nil
  }

  /// The month, from 0 on, of which a word is the name in one of the languages of stamps.
  package static func month(named word: String) -> Int? { CalendarLanguage.month(word) }

  /// Whether a text has the name of a month beside other words.
  package static func hasMonth(_ text: String) -> Bool {
    text.split { !$0.isLetter }.contains { CalendarLanguage.month($0) != nil }
  }

  /// Whether a text has an unusual word of three letters or more, and no name of English or another language.
  static func hasUnknown(_ text: Substring, _ language: CalendarLanguage) -> Bool {
    text.split { !$0.isLetter }.contains { word in
      // Months of Chinese, Japanese and Korean dates are numbers.
      let isAlphabetic = word.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
      guard word.count >= 3, isAlphabetic, !usual.contains(word.lowercased()) else { return false }
      return !CalendarLanguage.english.knows(word) && !language.knows(word)
        && !language.weekdays.endsName(word)
    }
  }
}
