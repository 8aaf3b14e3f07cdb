import Calendar
import Text

extension StampForm {
  /// For files, read back by ``init(code:)``: the pattern in the letters of strptime, such as `%Y-%m-%d %H:%M`, or
  /// `%{seconds}`, with the time zone and the length of spans or the number of periods in front where there are any.
  public var code: String {
    switch kind {
    case .calendar(let pattern):
      zoneCode + (end.map { "%{span \($0.code)}" } ?? "") + (periods.map { "%{periods \($0.code)}" } ?? "")
        + pattern.code
    case .number(let unit, let digits): "%{\(unit.rawValue)\(digits > 0 ? ".\(digits)" : "")}"
    }
  }

  private var zoneCode: String {
    switch zone {
    case .none: ""
    case .constant(let offset): "%{constant \(StampPattern.text(offset, .colon))}"
    case .mixed(let offset): "%{mixed \(StampPattern.text(offset, .colon))}"
    case .named(let rules): "%{zone \(rules.name)}"
    case .local(let rules): "%{local \(rules.name)}"
    }
  }

  /// Reads a ``code``, or a user's format in the letters of strptime.
  ///
  /// - Throws: `DataError.invalidOption` for any other text, or a time zone this system does not know.
  public init(code: String) throws(DataError) {
    if let number = Self.number(code) {
      kind = number
      return
    }
    var (rest, zone) = (Substring(code), Zone.none)
    while rest.hasPrefix("%{"), let close = rest.firstIndex(of: "}"),
      let space = rest[..<close].firstIndex(of: " ")
    {
      let name = rest[..<space].dropFirst(2)
      let value = String(rest[rest.index(after: space)..<close])
      if name == "span", let end = SpanEnd(code: value) {
        self.end = end
      } else if name == "periods", let periods = DayPeriods(code: value) {
        self.periods = periods
      } else {
        zone = try Self.zone(String(name), value, code)
      }
      rest = rest[rest.index(after: close)...]
    }
    let pattern = try StampPattern(code: String(rest))
    (kind, self.zone) = (.calendar(pattern), pattern.hasOffset && zone == .none ? .constant(0) : zone)
  }

  private static func zone(_ name: String, _ value: String, _ code: String) throws(DataError) -> Zone {
    let bytes = Array(value.utf8)
    var position = 0
    if name == "zone" { return .named(try TimeZoneRules(named: value)) }
    if name == "local" { return .local(try TimeZoneRules(named: value)) }
    if let offset = bytes.span.utcOffset(&position, bytes.count), position == bytes.count {
      if name == "constant" { return .constant(offset) }
      if name == "mixed" { return .mixed(offset) }
    }
    throw DataError(.invalidOption, "'\(code.shortened())' is not a form of stamps")
  }

  private static func number(_ code: String) -> Kind? {
    if code == "%s" { return .number(.seconds, digits: 0) }
    guard code.hasPrefix("%{"), code.hasSuffix("}") else { return nil }
    let parts = code.dropFirst(2).dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let unit = NumberUnit(rawValue: String(parts[0])) else { return nil }
    let digits = parts.count == 2 ? Int(parts[1]) ?? -1 : 0
    return (0...15).contains(digits) ? .number(unit, digits: digits) : nil
  }
}
