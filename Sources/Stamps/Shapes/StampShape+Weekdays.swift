import Calendar

extension StampShape {
  /// Where the name of a day of the week stands, and how it is written.
  typealias NamedDay = (index: Int, style: StampPattern.NameStyle)

  /// Takes a name that is a month's and a day's for the day's where the month is told otherwise: `mar. 5 mars 2024`, `mar. 05/03/2024`.
  static func takeWeekday(_ items: inout [Item], _ weekdays: [NamedDay]) {
    let months = monthNames(items)
    guard months.count == 2 || namesMonthBesideDate(items),
      let day = weekdays.first(where: { months.contains($0.index) })
    else { return }
    items[day.index] = .weekday(day.style)
  }

  /// Whether the name of a month stands before a date in numbers that has a month itself: `mar 05/03/2024` is no time of a day in March.
  static func namesMonthBesideDate(_ items: [Item]) -> Bool {
    let months = monthNames(items)
    guard months.count == 1, let month = months.first, month + 6 < items.count,
      !items[..<month].contains(where: \.isNumber)
    else { return false }
    let date = items[(month + 2)...(month + 6)].map(\.self)
    guard date[0].isNumber, date[2].isNumber, date[4].isNumber, case .literal(let mark) = date[1],
      case .literal(mark) = date[3], ["-", "/", "."].contains(mark)
    else { return false }
    // `Mar-05-2024-10` goes on with its own mark.
    if case .literal(mark) = items[month + 1] { return false }
    return true
  }

  /// Whether a word that this language does not know is the month, and the name that it knows a day: `Mar, 10 Déc 2019` is no day in March.
  var leavesMonth: Bool {
    guard hasUnknownWords, Self.monthNames(items).count == 1 else { return false }
    if namesDayElsewhere, hasWordBehindFirstNumber { return true }
    return items.contains { item in
      guard case .literal(let word) = item, word.count > 2 else { return false }
      return CalendarLanguage.month(word) != nil
    }
  }

  /// Whether a word stands behind the number that follows the first name, where the month of `mar, 11 iun 2019` does.
  private var hasWordBehindFirstNumber: Bool {
    guard items.count > 4, case .month = items[0], items[2].isNumber, case .literal(let word) = items[4]
    else {
      return false
    }
    return word.count > 2 && word.allSatisfy(\.isLetter)
  }

  /// Whether a word is a month in a language and a day of the week in others: `mar`.
  static func namesDayElsewhere(_ text: Substring, _ language: CalendarLanguage) -> Bool {
    text.split { !$0.isLetter }.contains { word in
      language.months.match(word) != nil && CalendarLanguage.french.weekdays.match(word) != nil
    }
  }

  private static func monthNames(_ items: [Item]) -> [Int] {
    items.indices.filter { if case .month = items[$0] { true } else { false } }
  }
}
