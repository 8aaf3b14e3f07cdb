import Calendar

/// Names for columns that have none and hold the year and the part of it together, as in tables of GENESIS.
enum NamelessTimes {
  /// The names of all columns, these among them.
  static func named(_ names: [String], _ rows: SampleRows) -> [String] {
    guard names.count > 2, names[..<2].allSatisfy(MissingNames.contains), rows.count > 2,
      rows.column(0).allSatisfy({ $0.count == 4 && $0.allSatisfy(\.isDigit) })
    else { return names }
    let parts = rows.column(1).map { String(readingUTF8OrLatin1: $0) }
    let isQuarter = { (text: String) in
      let word = text.lowercased().filter(\.isLetter)
      return text.count(where: \.isNumber) == 1
        && ["q", "quart", "viertelj", "trim"].contains(where: word.hasPrefix)
    }
    let isMonth = parts.allSatisfy { CalendarLanguage.month($0) != nil }
    guard isMonth || parts.allSatisfy(isQuarter) else { return names }
    let own = ["year", isMonth ? "month" : "quarter"]
    return names.contains(where: own.contains) ? names : own + names.dropFirst(2)
  }
}
