import Calendar

extension StampForm {
  /// The zone whose local time the texts show, where they do not say how far it is from UTC.
  package var zoneName: String? { if case .named(let rules) = zone { rules.name } else { nil } }
  /// Whether neither the texts nor their reader say how far the stamps are from UTC.
  package var isLocal: Bool { zone == .none }

  /// Whether the day comes before the month, both being numbers beside a year that comes last; nil for other forms.
  package var isDayFirst: Bool? { if case .calendar(let pattern) = kind { pattern.isDayFirst } else { nil } }

  /// Whether a stamp of this form and one of another that are equal in memory are the same time.
  package func tellsSameTime(as other: StampForm) -> Bool {
    guard isCounter == other.isCounter else { return false }
    switch (zone, other.zone) {
    case (.none, .none): return true
    case (.constant(let offset), .constant(let own)): return offset == own
    case (.constant(0), let rest), (let rest, .constant(0)): return rest.isInstant
    default: return zone.isInstant && other.zone.isInstant
    }
  }

  /// The stamp that a text means, in this form or in that of ISO 8601; nil for a text that is neither.
  ///
  /// A local time that clocks show twice is the first, and one that they skip is none.
  package func stamp(reading text: String) -> Timestamp? {
    if columnCount == 1, let own = try? StampColumn([text], options: StampOptions(form: self)) {
      return own.stamps[0]
    }
    guard !isCounter, let other = try? StampColumn([text]), !other.form.isCounter else { return nil }
    let stamp = other.stamps[0]
    guard case .named(let rules) = zone else { return stamp }
    return rules.instants(ofLocal: stamp.seconds).first.map {
      Timestamp(seconds: $0, nanoseconds: Int64(stamp.nanosecond))
    }
  }
}
