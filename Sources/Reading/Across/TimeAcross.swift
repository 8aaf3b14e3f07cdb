import Calendar
import Stamps

/// Columns that are times, as in a pivot table: years beside each other with a row a month, months with a row a year, or dates with a
/// row a series.
struct TimeAcross: Sendable, Equatable {
  /// What a column may be.
  private enum Unit: String, CaseIterable {
    case years
    case months = "months of a year"
    case numberedMonths
    case quarters = "quarters of a year"
    case hours = "hours of a day"
    case dates

    /// The fewest columns that are no chance.
    var leastCount: Int {
      switch self {
      case .years, .dates, .quarters: 3
      case .months, .numberedMonths: 12
      case .hours: 23
      }
    }

    /// The place of a name among those of its kind; nil for a name of another.
    func place(of name: String) -> Int? {
      switch self {
      case .years: TimeAcross.year(name)
      case .months: TimeAcross.month(name)
      case .numberedMonths: Int(name).flatMap { (1...12).contains($0) ? $0 : nil }
      case .quarters: TimeAcross.quarter(name)
      case .hours: TimeAcross.hour(name)
      case .dates: StampForm.looksLikeDate(name) || TimeAcross.isMonth(name) ? 0 : nil
      }
    }
  }

  /// What a column is, in the plural.
  let unit: String
  /// The first and the last of the columns.
  let first: String, last: String

  /// - Parameter names: Of all columns; most of them must be times of one kind, one after the other.
  init?(_ names: [String]) {
    let hasYears = names.contains { Self.yearNames.contains(TimeNames.plain($0)) }
    for unit in Unit.allCases where unit != .numberedMonths || hasYears {
      // Most files have none of a kind: the column in the middle, which most cannot leave out, says so.
      guard names.count >= unit.leastCount, unit.place(of: names[names.count / 2]) != nil else { continue }
      var places: [(column: Int, place: Int)] = []
      for (column, name) in names.enumerated() {
        if let place = unit.place(of: name) { places.append((column, place)) }
      }
      guard places.count >= unit.leastCount, places.count * 5 >= names.count * 3 else { continue }
      let ascends = zip(places, places.dropFirst()).allSatisfy { one, next in
        next.column == one.column + 1 && (unit == .dates || next.place == one.place + 1)
      }
      guard ascends, let start = places.first, let end = places.last else { continue }
      self.unit = unit == .numberedMonths ? Unit.months.rawValue : unit.rawValue
      (first, last) = (names[start.column], names[end.column])
      return
    }
    return nil
  }

  private static let yearNames: Set<String> = ["year", "yr", "jahr", "año", "ano", "année", "annee"]

  /// `2019`, `X2019`, `2019.0`.
  private static func year(_ name: String) -> Int? {
    let digits = (name.hasSuffix(".0") ? name.dropLast(2) : name[...]).filter(\.isNumber)
    guard digits.utf8.count == 4, name.utf8.count <= 7, let year = Int(digits) else { return nil }
    return years.contains(year) ? year : nil
  }

  private static func month(_ name: String) -> Int? { StampWords.month(named: TimeNames.plain(name)) }

  private static func quarter(_ name: String) -> Int? {
    let plain = TimeNames.plain(name)
    guard plain.utf8.count == 2, plain.contains("q") else { return nil }
    return Int(plain.filter(\.isNumber)).flatMap { (1...4).contains($0) ? $0 : nil }
  }

  /// `13:00`, `h13`, `hour_13`, `13h`.
  private static func hour(_ name: String) -> Int? {
    let stem = name.prefix { !$0.isNumber }
    let digits = name.dropFirst(stem.count).prefix(while: \.isNumber)
    let rest = name.dropFirst(stem.count + digits.count)
    let isStem = ["h", "hour", "hr", "he", "stunde"].contains(TimeNames.plain(String(stem)))
    guard isStem || (stem.isEmpty && (rest == ":00" || rest == "h")) else { return nil }
    return Int(digits).flatMap { (0...25).contains($0) ? $0 : nil }
  }

  /// `2020-01`, `2020M01`, `Jan 2020`.
  private static func isMonth(_ name: String) -> Bool {
    guard name.utf8.count >= 6, name.count(where: \.isNumber) >= 4, !name.allSatisfy(\.isNumber),
      let column = try? StampColumn([name]), !column.form.isCounter
    else { return false }
    return years.contains(column.stamps[0].year)
  }
}

extension TimeAcross {
  /// Years that are likely ones.
  static let years = 1700...2300

  /// The stamp that a name is, if it says the year: a date, a month or a quarter of a year as it stands (`202001` and `20200131`, too, and
  /// `Jan-20`), or a year alone (`1960`; `1960.0` of pandas, `X1960` of R, `Y1960` of the FAO, `1960 [YR1960]` of the World Bank); nil for
  /// others.
  static func stamp(_ name: String) -> String? {
    // Most names have no digits, and need no calendar.
    let digitCount = name.count(where: \.isNumber)
    guard digitCount >= 4 else { return digitCount > 1 && hasShortYear(name) ? name : nil }
    let stem = name.prefix(while: \.isLetter)
    let digits = name.dropFirst(stem.count).prefix(4)
    if ["", ".0", " [YR\(digits)]"].contains(name.dropFirst(stem.count + 4)),
      stem.isEmpty || ["x", "y", "yr", "year"].contains(stem.lowercased())
    {
      return year(String(digits)).map { "\($0)" }
    }
    if isWithoutMarks(name) { return name }
    return hasWordsOfStampsAlone(name) && (StampForm.looksLikeDate(name) || isMonth(name)) ? name : nil
  }

  /// `Jan-20`, `20-Jan`, `Q1-20`, `FY20`: a year of two digits beside a month or a quarter, or behind the letters for one.
  static func hasShortYear(_ name: String) -> Bool {
    guard name.utf8.count <= 16 else { return false }
    let words = name.split { !$0.isLetter }.map { $0.lowercased() }
    let numbers = name.split { !$0.isNumber }
    guard words.count == 1, numbers.last?.utf8.count == 2 || numbers.first?.utf8.count == 2 else {
      return false
    }
    if numbers.count == 1 { return words[0] == "fy" || StampWords.month(named: words[0]) != nil }
    return words[0] == "q" && numbers.count == 2
      && numbers.contains { $0.utf8.count == 1 && (1...4).contains(Int($0) ?? 0) }
  }

  /// `202001`, which may be a week, too, and `20200131`.
  private static func isWithoutMarks(_ name: String) -> Bool {
    guard name.utf8.allSatisfy(\.isDigit), let number = Int(name) else { return false }
    switch name.utf8.count {
    case 6: return years.contains(number / 100) && (1...53).contains(number % 100)
    case 8:
      return years.contains(number / 10_000) && (1...12).contains(number / 100 % 100)
        && (1...31).contains(number % 100)
    default: return false
    }
  }

  /// `W01`, `Week 12`, `day 3`.
  private static func isNumberedPart(_ text: String) -> Bool {
    let stem = text.prefix { !$0.isNumber }
    return Int(text.dropFirst(stem.count)).map((1...366).contains) == true
      && countedParts.contains(TimeNames.plain(String(stem)))
  }

  private static let countedParts: Set<String> = [
    "w", "wk", "week", "kw", "woche", "semaine", "semana", "settimana", "day", "tag", "jour", "dia", "month",
    "monat", "mois", "mes", "mese", "period", "periode", "hour", "stunde", "heure",
  ]

  /// Whether a name has no word but those of the calendar, and no bracket: `2010_price` and `price (2010-01)` hold prices.
  private static func hasWordsOfStampsAlone(_ name: String) -> Bool {
    !name.contains { "()[]{}".contains($0) }
      && name.split { !$0.isLetter }.allSatisfy { word in
        ["q", "h", "s", "w", "m", "t", "z", "fy", "am", "pm", "utc"].contains(word.lowercased())
          || isOfCalendar(word)
      }
  }

  private static func isOfCalendar(_ word: Substring) -> Bool {
    StampWords.month(named: String(word)) != nil
      || CalendarLanguage.allCases.contains { $0.weekdays.match(word) != nil }
  }

  /// Whether a text is a part of a stamp: a year, a month, a quarter, an hour, a day of the week, a numbered one.
  static func isPartOfTime(_ text: String) -> Bool {
    Unit.allCases.contains { $0 != .numberedMonths && $0.place(of: text) != nil }
      || isOfCalendar(text[...]) || isNumberedPart(text)
  }
}
