/// A part of a stamp that a column of numbers may repeat beside it.
package enum StampPart: Equatable {
  case year, quarter, month, day, hour, minute
  /// The year with what of it is over, as the laboratories of NOAA write it beside the month.
  case decimalYear

  /// The part that a column is called by; nil for other names.
  package init?(columnName: String) {
    let name = TimeNames.plain(columnName)
    if ["decimaldate", "decimalyear", "yeardecimal", "yearfraction", "fracyear"].contains(name) {
      self = .decimalYear
      return
    }
    guard let rung = TimeNames.ladder.firstIndex(where: { $0.contains(name) }) else { return nil }
    let isQuarter = ["q", "k", "t"].contains(name.prefix(1))
    let parts: [StampPart] = [.year, isQuarter ? .quarter : .month, .day, .hour, .minute]
    guard rung < parts.count else { return nil }
    self = parts[rung]
  }

  /// Whether a number says it of a stamp; the decimals of a year may be those of any day of the month.
  package func isSaid(by value: Double, of stamp: Timestamp) -> Bool {
    let own = self.value(of: stamp)
    return self == .decimalYear ? (-0.01...0.09).contains(value - own) : value == own
  }

  /// The number of it in a stamp, of a month's first day where a year has decimals.
  private func value(of stamp: Timestamp) -> Double {
    switch self {
    case .decimalYear: Double(stamp.year) + Double(stamp.month - 1) / 12
    case .year: Double(stamp.year)
    case .quarter: Double((stamp.month - 1) / 3 + 1)
    case .month: Double(stamp.month)
    case .day: Double(stamp.day)
    case .hour: Double(stamp.hour)
    case .minute: Double(stamp.minute)
    }
  }
}
