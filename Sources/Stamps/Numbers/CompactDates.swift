import Calendar

extension PatternReading {
  /// Whether numbers that may count rows are days: they go over the end of a year as days do, or the name of the column tells.
  func isOfDays(areNamed: Bool) -> Bool {
    // Later ones are numbers of days, as astronomers and spreadsheets count them.
    guard failureCount == 0, stamps.count >= CompactDates.leastRows, isBefore2041 else { return false }
    let steps = zip(stamps, stamps.dropFirst()).map { $1.daysSinceEpoch - $0.daysSinceEpoch }
    guard areNamed || stamps.first?.year != stamps.last?.year,
      steps.allSatisfy({ $0 > 0 }) || steps.allSatisfy({ $0 < 0 })
    else { return false }
    var counts: [Int64: Int] = [:]
    for step in steps { counts[step, default: 0] += 1 }
    guard let usual = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return false }
    // Every thousandth number would be the first day of a year.
    return usual.key.magnitude <= 92 && 2 * usual.value >= steps.count
  }

  /// Whether all years are 2020 or later: numbers that begin with less are those of clocks that count from 1970.
  var isSince2020: Bool { stamps.allSatisfy { $0.year >= 2020 } }
  private var isBefore2041: Bool { stamps.allSatisfy { $0.year <= 2040 } }
}

/// Numbers that may be dates of another calendar without separators: `14030131` of the Persian one, `1130131` of the Republic of China.
enum CompactDates {
  /// Counted steps run through no month's days alone, unless they are few.
  static let leastRows = 5

  /// Whether all numbers of a column are a month and a day before one and the same year, some of which have lost a zero, `1312024`, or have
  /// six digits, `013124`: as steps they would go on with days that there are not.
  static func beginWithDays(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Bool {
    guard ends.count > 1 else { return false }
    var years: Set<Int> = [], widths: Set<Int> = []
    for row in 0..<ends.count {
      let text = bytes.string(row, ends)
      guard let number = Int(text), (6...8).contains(text.utf8.count) else { return false }
      let century = text.utf8.count == 6 ? 100 : 10_000
      let (first, second) = (number / century / 100, number / century % 100)
      guard (1...31).contains(first), (1...31).contains(second), min(first, second) <= 12 else {
        return false
      }
      years.insert(number % century)
      widths.insert(text.utf8.count)
    }
    if widths == [6] { return years.count == 1 && years != [0] }
    return widths.contains(7) && !widths.contains(6) && years.allSatisfy { (1900...2100).contains($0) }
      && years.count * 2 <= ends.count
  }

  /// Whether a column of numbers is called as one of dates.
  static func isNamed(_ names: [String]) -> Bool {
    names.count == 1
      && ["date", "datum", "fecha", "julian", "juliandate", "julianday", "yyddd", "jdate"]
        .contains(TimeNames.plain(names[0]))
  }

  /// Whether all numbers of a column end with a month and its day, behind a year that another calendar has now.
  static func areOfOtherCalendar(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Bool {
    guard ends.count >= leastRows else { return false }
    return (0..<ends.count).allSatisfy { row in
      let text = bytes.string(row, ends)
      guard let number = Int(text), text.utf8.allSatisfy(\.isDigit) else { return false }
      let years: ClosedRange<Int>
      switch text.utf8.count {
      case 7: years = 80...140
      case 8: years = 1300...1500
      default: return false
      }
      return years.contains(number / 10_000) && (1...12).contains(number / 100 % 100)
        && (1...31).contains(number % 100)
    }
  }
}
