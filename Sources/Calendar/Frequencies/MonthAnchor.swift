/// On which day of a month the stamps of monthly, quarterly and yearly rows stand.
public enum MonthAnchor: Hashable, Sendable {
  /// The day of the first stamp; at most the 28th, which every month has.
  case sameDay
  /// The 29th, 30th or another day, as far as the month has it.
  case day(Int)
  /// The last day.
  case end
  /// The last day that is not a Saturday or Sunday.
  case lastWorkingDay
  /// The first day that is not a Saturday or Sunday.
  case firstWorkingDay

  /// The day of a month; `first` is the day of the first stamp.
  package func day(year: Int, month: Int, first: Int) -> Int {
    let last = Timestamp.dayCount(year: year, month: month)
    switch self {
    case .sameDay: return min(first, last)
    case .day(let day): return min(day, last)
    case .end: return last
    case .lastWorkingDay: return last - max(0, Self.weekday(year, month, last) - 4)
    case .firstWorkingDay:
      let weekday = Self.weekday(year, month, 1)
      return weekday > 4 ? 8 - weekday : 1
    }
  }

  private static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    (Timestamp.daysSinceEpoch(year: year, month: month, day: day) + 3).floorModulo(7)
  }

  /// What follows the unit in a frequency's code.
  var code: String {
    switch self {
    case .sameDay: ""
    case .day(let day): "-\(day)"
    case .end: "-end"
    case .lastWorkingDay: "-last-working-day"
    case .firstWorkingDay: "-first-working-day"
    }
  }

  /// Reads a ``code``.
  init?(code: some StringProtocol) {
    switch code {
    case "": self = .sameDay
    case "-end": self = .end
    case "-last-working-day": self = .lastWorkingDay
    case "-first-working-day": self = .firstWorkingDay
    default:
      guard code.first == "-", let day = Int(code.dropFirst()), (1...31).contains(day), code == "-\(day)"
      else {
        return nil
      }
      self = .day(day)
    }
  }
}

/// Days of the month on which rows stand: the 1st and 15th, or the 1st, 11th and 21st.
public struct MonthDays: Hashable, Sendable {
  /// Ascending; 31 stands for the last day of a month, and 29 and 30 are cut to it.
  public let days: [Int]

  /// - Precondition: At least two days, all in 1…31, no two of which fall together in February.
  public init(_ days: [Int]) {
    precondition(Self.areValid(days), "MonthDays: \(days)")
    self.days = days.sorted()
  }

  static func areValid(_ days: [Int]) -> Bool {
    days.count >= 2 && Set(days).count == days.count && days.allSatisfy { (1...31).contains($0) }
      && days.filter { $0 >= 28 }.count <= 1
  }

  /// `1+15`, `15+end`.
  public var code: String { days.map { $0 == 31 ? "end" : String($0) }.joined(separator: "+") }

  /// Reads a ``code``; `nil` for other text.
  public init?(code: some StringProtocol) {
    let days = code.split(separator: "+", omittingEmptySubsequences: false).map {
      $0 == "end" ? 31 : Int($0) ?? 0
    }
    guard Self.areValid(days) else { return nil }
    self.init(days)
  }

  /// Rows since year 0 of the last one at or before a day, and whether it is that day.
  package func ordinal(_ date: Timestamp.Day) -> (ordinal: Int, isExact: Bool) {
    let last = Timestamp.dayCount(year: date.year, month: date.month)
    let rank = days.firstIndex { min($0, last) >= date.day } ?? days.count
    let isExact = rank < days.count && min(days[rank], last) == date.day
    return ((date.year * 12 + date.month - 1) * days.count + rank - (isExact ? 0 : 1), isExact)
  }

  /// The day with an ordinal, in days since 1970-01-01.
  package func day(_ ordinal: Int) -> Int64 {
    let month = ordinal.floorQuotient(days.count)
    let (year, index) = (month.floorQuotient(12), month.floorModulo(12) + 1)
    let day = min(days[ordinal.floorModulo(days.count)], Timestamp.dayCount(year: year, month: index))
    return Int64(Timestamp.daysSinceEpoch(year: year, month: index, day: day))
  }
}
