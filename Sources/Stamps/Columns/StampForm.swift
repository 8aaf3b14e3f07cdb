import Calendar

/// How a column writes its stamps, so that new rows are read, and the forecast writes its own, the same way.
///
/// ```swift
/// let form = try StampForm(code: "%d/%m/%Y %H:%M")
/// print(form.string(for: Timestamp(year: 2016, month: 7, day: 1, hour: 12)))  // 01/07/2016 12:00
/// ```
public struct StampForm: Hashable, Sendable {
  /// What the texts are.
  enum Kind: Hashable, Sendable {
    /// Fields of the calendar.
    case calendar(StampPattern)
    /// Numbers that count time or steps, with so many digits after the point.
    case number(NumberUnit, digits: Int)
  }

  /// What a number counts.
  enum NumberUnit: String, Hashable, Sendable, CaseIterable {
    /// Since 1970.
    case seconds, milliseconds, microseconds, nanoseconds
    /// Days since 1899-12-30: spreadsheets.
    case excelDays = "excel-days"
    /// The same with a decimal comma.
    case excelDaysComma = "excel-days-comma"
    /// Steps: there is no calendar, and one step counts as one second.
    case counter
    /// The same with zeros in front: the digits of the shortest are told, none stand behind a point.
    case paddedCounter = "padded-counter"
    /// The same with a decimal comma.
    case commaCounter = "comma-counter"
    /// Years with what of them is over, as R writes the months and quarters of its time series: `1980.25`.
    case years
    /// The same of the middles of months: `1993.042` is January.
    case midYears = "mid-years"

    /// Nanoseconds a unit.
    var nanoseconds: Int64 {
      switch self {
      case .seconds, .counter, .paddedCounter, .commaCounter: 1_000_000_000
      case .milliseconds: 1_000_000
      case .microseconds: 1000
      case .nanoseconds: 1
      // No unit of the calendar: ``DecimalYears`` reads and writes these.
      case .excelDays, .excelDaysComma, .years, .midYears: 86_400_000_000_000
      }
    }

    /// Where the numbers count from.
    var origin: Timestamp { Timestamp(seconds: isExcel ? -25_569 * 86_400 : 0) }

    /// Whether it counts steps.
    var isCounter: Bool { self == .counter || self == .paddedCounter || self == .commaCounter }

    /// Whether it has a decimal comma.
    var hasComma: Bool { self == .excelDaysComma || self == .commaCounter }

    /// Whether it is that of spreadsheets.
    var isExcel: Bool { self == .excelDays || self == .excelDaysComma }
  }

  /// What the stamps in memory are when texts speak of a time zone.
  enum Zone: Hashable, Sendable {
    /// As written; texts have no offset.
    case none
    /// As written, so many seconds east of UTC.
    case constant(Int)
    /// Instants in UTC; the last text was so many seconds east of it.
    case mixed(Int)
    /// Instants in UTC, written in the local time of a zone.
    case named(TimeZoneRules)
    /// As written: days of a zone, beside which texts have the offset that its clocks have then.
    case local(TimeZoneRules)
  }

  var kind: Kind
  var zone = Zone.none
  /// How texts go on behind the stamp, where they name the end of a span too.
  var end: SpanEnd?
  /// How numbers in the last column divide the day that is the rest of a stamp.
  var periods: DayPeriods?

  init(_ pattern: StampPattern, zone: Zone = .none) {
    (kind, self.zone) = (.calendar(pattern), zone)
  }

  init(_ unit: NumberUnit, digits: Int) {
    kind = .number(unit, digits: digits)
  }

  /// `2016-07-01 00:00:00`, with milliseconds if asked for.
  public static func iso(hasFraction: Bool = false) -> StampForm {
    var elements = StampPattern.isoDate + [.literal(" ")] + StampPattern.clock
    if hasFraction { elements += [.literal("."), .fraction(3)] }
    return StampForm(StampPattern(elements))
  }

  /// `1990/1/1 0:00`, as some benchmark files write them.
  package static let slashed = StampForm(
    StampPattern([
      .number(.year, isPadded: true), .literal("/"), .number(.month, isPadded: false), .literal("/"),
      .number(.day, isPadded: false), .literal(" "), .number(.hour, isPadded: false), .literal(":"),
      .number(.minute, isPadded: true),
    ]))

  /// Whether a text is a date with separators, as a first line that is no header shows.
  package static func looksLikeDate(_ text: String) -> Bool {
    let isDate = { (candidate: StampShape.Candidate) in
      let hasDay = candidate.pattern.contains(.day) && !candidate.pattern.isCompact
      return hasDay && StampReader(candidate.pattern).stamp(text) != nil
    }
    // In English first: most texts need no other names, and none has fewer digits than `1 mai 24`.
    return StampShape(text).candidates.contains(where: isDate)
      || (text.count(where: \.isNumber) >= 3 && StampShape.candidates(text).contains(where: isDate))
  }

  /// The start of a span of time that a text names with its end, `2024-01-01 00:00 - 01:00`, `2024-01-01/2024-01-07`, and what stands between.
  static func startOfSpan(_ text: String) -> (start: String, mark: String)? {
    for mark in SpanEnd.marks {
      let parts = text.split(separator: mark, maxSplits: 1)
      guard parts.count == 2, parts[1].contains(where: \.isNumber), looksLikeDate(String(parts[0])) else {
        continue
      }
      return (String(parts[0]), mark)
    }
    return nil
  }

  /// Whether stamps only count steps and say nothing about the calendar.
  public var isCounter: Bool {
    if case .number(let unit, _) = kind { unit.isCounter } else { false }
  }

  /// Whether day and month stand beside each other as numbers, behind or before the year, in either order.
  var hasDayAndMonthInOrder: Bool {
    if case .calendar(let pattern) = kind { return pattern.isDayFirst != nil }
    return false
  }

  /// How many columns make one stamp.
  public var columnCount: Int {
    if case .calendar(let pattern) = kind { return pattern.columnCount + (periods == nil ? 0 : 1) }
    return 1
  }

  /// Nanoseconds by which two stamps written in this form differ at least.
  public var resolution: Int64 {
    switch kind {
    case .calendar(let pattern): periods?.nanoseconds ?? pattern.resolution
    case .number(.years, _), .number(.midYears, _): TimeStep.day.nanoseconds
    case .number(.paddedCounter, _): NumberUnit.paddedCounter.nanoseconds
    case .number(let unit, let digits): (0..<digits).reduce(unit.nanoseconds) { unit, _ in max(unit / 10, 1) }
    }
  }
}

extension StampPattern {
  static let isoDate: [Element] = [
    .number(.year, isPadded: true), .literal("-"), .number(.month, isPadded: true), .literal("-"),
    .number(.day, isPadded: true),
  ]
  static let clock: [Element] = [
    .number(.hour, isPadded: true), .literal(":"), .number(.minute, isPadded: true), .literal(":"),
    .number(.second, isPadded: true),
  ]
}
