import Calendar

/// Numbers that may be dates of another calendar without separators: `14030131` of the Persian one, `1130131` of the Republic of China.
enum CompactDates {
  /// Counted steps run through no month's days alone, unless they are few.
  private static let leastRows = 5

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
