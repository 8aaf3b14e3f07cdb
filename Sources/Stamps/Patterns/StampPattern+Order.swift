extension StampPattern {
  /// Whether the day comes before the month, both being numbers beside a year that comes last or has two digits.
  var isDayFirst: Bool? {
    let day = elements.firstIndex { if case .number(.day, _) = $0 { true } else { false } }
    let month = elements.firstIndex { if case .number(.month, _) = $0 { true } else { false } }
    guard let day, let month else { return nil }
    let first = elements.first { if case .number = $0 { true } else { false } }
    switch first {
    case .number(.year, _)?, .number(.shortYear, _)?: return nil
    default: return day < month
    }
  }

  /// Whether a year of two digits comes before the day.
  var beginsWithShortYear: Bool {
    if case .number(.shortYear, _)? = elements.first(where: { if case .number = $0 { true } else { false } })
    {
      return true
    }
    return false
  }

  /// Whether a day of the week is named.
  var hasWeekdayName: Bool {
    elements.contains { if case .weekdayName = $0 { true } else { false } }
  }

  /// Whether the month is a name.
  var hasMonthName: Bool { elements.contains { if case .monthName = $0 { true } else { false } } }
}
