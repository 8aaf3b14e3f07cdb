import Text

extension Frequency: CustomStringConvertible {
  /// For people: `1 h`, `10 min`, `1 day`, `1 week`, `1/30 s`, `business day`, `1 month`, `3 months`, `1 year`.
  public var description: String {
    switch self {
    case .span(let step): return Self.name(of: step)
    case .weekdays(.business): return "business day"
    case .weekdays(let days): return "day, \(days.name)"
    case .calendarMonths(let count, let anchor):
      let (number, word) = count.isMultiple(of: 12) ? (count / 12, "year") : (count, "month")
      return "\(number) \(word)" + (number == 1 ? "" : "s") + Self.note(of: anchor)
    case .monthDays(let days):
      return "days \(days.days.map { $0 == 31 ? "last" : "\($0)" }.joined(separator: ", ")) of the month"
    case .sessions(let week): return "\(Self.name(of: .seconds(Int64(week.step)))) in sessions \(week.code)"
    case .counter(let step): return Self.number(step) == "1" ? "step" : "\(Self.number(step)) steps"
    }
  }

  private static func note(of anchor: MonthAnchor) -> String {
    switch anchor {
    case .sameDay: ""
    case .day(let day): " (day \(day))"
    case .end: " (month end)"
    case .lastWorkingDay: " (last working day)"
    case .firstWorkingDay: " (first working day)"
    }
  }

  private static func name(of step: TimeStep) -> String {
    guard let (count, unit) = largestUnit(of: step) else { return "\(number(step)) s" }
    let isWord = unit.name == "day" || unit.name == "week"
    return "\(count) \(unit.name)" + (isWord && count != 1 ? "s" : "")
  }

  /// The step in seconds as a whole number or a fraction in lowest terms.
  private static func number(_ step: TimeStep) -> String {
    var (numerator, divisor) = (step.nanoseconds, TimeStep.second)
    while divisor != 0 { (numerator, divisor) = (divisor, numerator % divisor) }
    let bottom = Int128(TimeStep.second / numerator) * Int128(step.divisor)
    return "\(step.nanoseconds / numerator)" + (bottom == 1 ? "" : "/\(bottom)")
  }

  /// For files and options, read back by ``init(code:)``: `1h`, `10min`, `30s`, `250ms`, `1/30s`, `1d`, `1w`, `1bd`,
  /// `1d@sun-thu`, `1mo`, `1mo-end`, `1mo-30`, `1q`, `1y`, `mo@1+15`, `1h@mon-fri/09:30-15:30`, `1step`.
  public var code: String {
    switch self {
    case .span(let step):
      guard let (count, unit) = Self.largestUnit(of: step) else { return "\(Self.number(step))s" }
      return "\(count)\(unit.code)"
    case .weekdays(.business): return "1bd"
    case .weekdays(let days): return "1d@\(days.code)"
    case .calendarMonths(let count, let anchor):
      let unit = Self.monthUnits.first { count.isMultiple(of: $0.months) } ?? (code: "mo", months: 1)
      return "\(count / unit.months)\(unit.code)\(anchor.code)"
    case .monthDays(let days): return "mo@\(days.code)"
    case .sessions(let week): return "\(Frequency.span(.seconds(Int64(week.step))).code)@\(week.code)"
    case .counter(let step): return "\(Self.number(step))step"
    }
  }

  /// Reads a ``code``, or one of pandas' (`H`, `15T`, `B`, `MS`, `ME`, `QE`, `YS` …).
  ///
  /// - Throws: `DataError.invalidOption` for any other text.
  public init(code: String) throws(DataError) {
    guard code.utf8.count <= 1000, let value = Self.parse(code) ?? Self.parse(pandas: code) else {
      throw DataError(
        .invalidOption, "'\(code.shortened())' is not a frequency",
        fix: "use a code like 1h, 10min, 1d, 1w, 1bd, 1mo, 1mo-end, 1q or 1y")
    }
    self = value
  }

  private static func parse(_ code: String) -> Frequency? {
    if code.hasPrefix("mo@") { return MonthDays(code: code.dropFirst(3)).map(Frequency.monthDays) }
    if let at = code.firstIndex(of: "@") {
      let rest = code[code.index(after: at)...]
      if code[..<at] == "1d", let days = Weekdays(code: rest) { return .weekdays(days) }
      guard case .span(let step)? = parse(String(code[..<at])), step.divisor == 1,
        step.nanoseconds.isMultiple(of: TimeStep.second),
        let week = SessionWeek(step: Int(step.nanoseconds / TimeStep.second), code: rest)
      else { return nil }
      return .sessions(week)
    }
    let digits = code.prefix { ("0"..."9").contains($0) || $0 == "/" }
    let parts = digits.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) ?? 0 }
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0 > 0 }) else { return nil }
    return make(parts[0], over: parts.count == 2 ? parts[1] : 1, String(code.dropFirst(digits.count)))
  }

  private static func make(_ count: Int64, over divisor: Int64, _ unit: String) -> Frequency? {
    if unit == "bd" { return count == 1 && divisor == 1 ? .businessDays : nil }
    let span = unit == "step" ? TimeStep.second : units.first { $0.code == unit }?.span
    if let span {
      let (nanoseconds, isTooLarge) = count.multipliedReportingOverflow(by: span)
      guard !isTooLarge, divisor < 1 << 40 else { return nil }
      let step = TimeStep(nanoseconds: nanoseconds, dividedBy: divisor)
      return unit == "step" ? .counter(step) : .span(step)
    }
    guard divisor == 1, count < 1_000_000,
      let months = monthUnits.first(where: { unit == $0.code || unit.hasPrefix($0.code + "-") }),
      let anchor = MonthAnchor(code: unit.dropFirst(months.code.count))
    else { return nil }
    return .calendarMonths(Int(count) * months.months, anchor)
  }

  private struct Unit {
    let code: String
    let name: String
    let span: Int64
  }

  private static let units = [
    Unit(code: "w", name: "week", span: TimeStep.week.nanoseconds),
    Unit(code: "d", name: "day", span: TimeStep.day.nanoseconds),
    Unit(code: "h", name: "h", span: TimeStep.hour.nanoseconds),
    Unit(code: "min", name: "min", span: TimeStep.minute.nanoseconds),
    Unit(code: "s", name: "s", span: TimeStep.second), Unit(code: "ms", name: "ms", span: 1_000_000),
    Unit(code: "us", name: "µs", span: 1000), Unit(code: "ns", name: "ns", span: 1),
  ]
  private static let monthUnits = [(code: "y", months: 12), (code: "q", months: 3), (code: "mo", months: 1)]

  private static func largestUnit(of step: TimeStep) -> (count: Int64, unit: Unit)? {
    guard step.divisor == 1, let unit = units.first(where: { step.nanoseconds.isMultiple(of: $0.span) })
    else {
      return nil
    }
    return (step.nanoseconds / unit.span, unit)
  }
}

extension Frequency {
  /// The usual ones of pandas' offset aliases: what practitioners type.
  private static func parse(pandas code: String) -> Frequency? {
    let digits = code.prefix { ("0"..."9").contains($0) }
    let count = digits.isEmpty ? 1 : Int(digits) ?? 0
    guard (1..<1_000_000).contains(count) else { return nil }
    let alias = code.dropFirst(digits.count)
    let unit = alias.split(separator: "-").first.map(String.init) ?? ""
    if let span = pandasSpans[unit], alias == unit || (unit == "W" && pandasWeeks.contains(String(alias))) {
      return make(Int64(count), over: 1, span)
    }
    guard alias == unit else { return nil }
    switch unit {
    case "B": return count == 1 ? .businessDays : nil
    case "SMS": return count == 1 ? .monthDays(MonthDays([1, 15])) : nil
    case "SM", "SME": return count == 1 ? .monthDays(MonthDays([15, 31])) : nil
    default: return pandasMonths[unit].map { .calendarMonths(count * $0.months, $0.anchor) }
    }
  }

  private static let pandasSpans = [
    "W": "w", "D": "d", "H": "h", "T": "min", "S": "s", "L": "ms", "U": "us", "N": "ns", "h": "h",
    "min": "min",
    "s": "s", "ms": "ms", "us": "us", "ns": "ns",
  ]
  private static let pandasWeeks = ["W-MON", "W-TUE", "W-WED", "W-THU", "W-FRI", "W-SAT", "W-SUN"]
  private static let pandasMonths: [String: (months: Int, anchor: MonthAnchor)] = [
    "M": (1, .end), "ME": (1, .end), "MS": (1, .sameDay), "BM": (1, .lastWorkingDay),
    "BME": (1, .lastWorkingDay),
    "BMS": (1, .firstWorkingDay), "Q": (3, .end), "QE": (3, .end), "QS": (3, .sameDay),
    "BQE": (3, .lastWorkingDay),
    "Y": (12, .end), "YE": (12, .end), "A": (12, .end), "YS": (12, .sameDay), "AS": (12, .sameDay),
  ]
}
