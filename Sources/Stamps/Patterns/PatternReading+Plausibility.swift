import Calendar

extension PatternReading {
  /// Whether all years are those of the Buddhist calendar from 1900 to 2100, which runs 543 years ahead.
  var isBuddhist: Bool {
    guard pattern.contains(.year), let least = stamps.min(), let most = stamps.max() else { return false }
    return least.year >= 2443 && most.year <= 2643
  }

  /// Whether days are those of years that the Persian and the Islamic calendar have now, and not the same one of each year, as rings of trees have.
  var isOfOtherCalendar: Bool {
    guard pattern.contains(.year), pattern.contains(.day), let least = stamps.min(), let most = stamps.max()
    else { return false }
    return least.year >= 1300 && most.year <= 1500
      && stamps.contains { ($0.month, $0.day) != (least.month, least.day) }
  }

  /// Whether a name that is not English stands beside years before 1700 alone: words with numbers, `SET 1001`, are that more often.
  var isOfOldNames: Bool {
    guard let language = pattern.language, language != .english, isOfOneMonth else { return false }
    return stamps.contains { $0.year < 1700 }
  }

  /// Whether all rows name the same month, and no day.
  private var isOfOneMonth: Bool {
    guard pattern.hasMonthName, !pattern.contains(.day), let month = stamps.first?.date.month else {
      return false
    }
    return stamps.allSatisfy { $0.date.month == month }
  }

  /// Whether numbers of two digits beside one and the same month may be its days: `Dec-01`, `Dec-02`.
  var mayCountDays: Bool {
    pattern.contains(.shortYear) && stamps.count > 1 && isOfOneMonth
      && stamps.allSatisfy { (1...31).contains($0.year % 100) }
  }

  /// The years of the last three centuries and the next.
  static let plausibleYears = 1700...2300

  /// Whether all years are among ``plausibleYears``.
  var isPlausible: Bool {
    guard let least = stamps.min(), let most = stamps.max() else { return true }
    return Self.plausibleYears.contains(least.year) && Self.plausibleYears.contains(most.year)
  }
}
