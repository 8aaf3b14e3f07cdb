import Calendar
import Text

extension StampForm {
  /// The stamp as text in this form; columns are joined by a unit separator (U+001F), see ``strings(for:)``.
  public func string(for stamp: Timestamp) -> String {
    switch kind {
    case .number(.years, let digits): return DecimalYears.text(of: stamp, digits: digits)
    case .number(.midYears, let digits): return DecimalYears.text(of: stamp, digits: digits, isMiddle: true)
    case .number(.paddedCounter, let width): return Int(stamp.seconds).padded(to: width)
    case .number(let unit, let digits): return Self.number(stamp, unit, digits)
    case .calendar(let pattern):
      if let periods { return periods.text(for: stamp, pattern, rules) }
      let start = pattern.string(for: clock(at: stamp), offset: offset(at: stamp))
      guard let end else { return start }
      let stop = end.end(of: stamp)
      return start + end.mark + pattern.string(for: clock(at: stop), offset: offset(at: stop))
    }
  }

  /// A stamp in this form for messages: 2 in the afternoon of 1 July 2016.
  var example: String { string(for: Timestamp(year: 2016, month: 7, day: 1, hour: 14)).shownAsStamp }

  /// The form of the starts of spans; the form itself where stamps name no end.
  var startAlone: StampForm {
    var form = self
    form.end = nil
    return form
  }

  /// The stamp as texts of the columns that make it.
  public func strings(for stamp: Timestamp) -> [String] {
    let separator = Character(Unicode.Scalar(StampPattern.columnSeparator))
    return string(for: stamp).split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }

  /// The stamp as one text for people, the columns that make it side by side.
  public func text(for stamp: Timestamp) -> String { strings(for: stamp).joined(separator: " ") }

  /// What the file's clocks show at a stamp, for messages and pictures.
  package func clock(at stamp: Timestamp) -> Timestamp {
    guard zone.isInstant else { return stamp }
    return Timestamp(
      seconds: stamp.seconds + Int64(offset(at: stamp)), nanoseconds: Int64(stamp.nanosecond))
  }

  /// A stamp for messages: what the file's clocks show, the date alone where it has no clocks, or the number of a row that is counted.
  package func shown(_ stamp: Timestamp) -> String {
    if isCounter { return string(for: stamp) }
    let text = clock(at: stamp).description
    guard case .calendar = kind, resolution == TimeStep.day.nanoseconds,
      text.hasSuffix(Self.midnight)
    else { return text }
    return String(text.dropLast(Self.midnight.count))
  }

  /// How descriptions of dates end.
  private static let midnight = " 00:00:00"

  /// The zone whose clocks the stamps follow as instants.
  private var rules: TimeZoneRules? { if case .named(let rules) = zone { rules } else { nil } }

  func offset(at stamp: Timestamp) -> Int {
    switch zone {
    case .none: 0
    case .constant(let offset), .mixed(let offset): offset
    case .named(let rules): rules.offset(atUTC: stamp.seconds)
    // Of a time that clocks skip, the offset that they had before.
    case .local(let rules):
      rules.offset(atUTC: rules.instants(ofLocal: stamp.seconds).first ?? stamp.seconds - 86_400)
    }
  }

  private static func number(_ stamp: Timestamp, _ unit: NumberUnit, _ digits: Int) -> String {
    var scale: Int128 = 1
    for _ in 0..<digits { scale *= 10 }
    let span = stamp.nanoseconds(since: unit.origin) * scale
    let size = Int128(unit.nanoseconds)
    let scaled = (2 * span + size).floorQuotient(2 * size)
    guard digits > 0 else { return "\(scaled)" }
    let (whole, rest) = (scaled.magnitude / scale.magnitude, scaled.magnitude % scale.magnitude)
    return (scaled < 0 ? "-" : "") + "\(whole)" + (unit.hasComma ? "," : ".")
      + Int(rest).padded(to: digits)
  }
}

extension StampForm? {
  /// What the file's clocks show at a stamp; the stamp itself where nothing is known of the file.
  package func clock(at stamp: Timestamp) -> Timestamp { self?.clock(at: stamp) ?? stamp }

  /// A stamp for messages; the instant itself where nothing is known of the file.
  package func shown(_ stamp: Timestamp) -> String { self?.shown(stamp) ?? stamp.description }
}

extension StampForm.Zone {
  var isInstant: Bool {
    switch self {
    case .none, .constant, .local: false
    case .mixed, .named: true
    }
  }
}
