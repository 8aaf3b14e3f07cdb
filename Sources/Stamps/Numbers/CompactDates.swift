import Calendar

extension PatternReading {
  /// Whether numbers that may count rows are days: they go over the end of a year as days do, or the name of the column tells.
  func isOfDays(areNamed: Bool) -> Bool {
    guard failureCount == 0, stamps.count >= CompactDates.leastRows else { return false }
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
}

/// Numbers that may be dates of another calendar without separators: `14030131` of the Persian one, `1130131` of the Republic of China.
enum CompactDates {
  /// Counted steps run through no month's days alone, unless they are few.
  static let leastRows = 5

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
