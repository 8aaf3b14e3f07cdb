import Calendar

extension StampForm {
  /// The zone whose local time the texts show, where its clocks change.
  package var zoneName: String? {
    switch zone {
    case .named(let rules), .local(let rules): rules.name
    case .none, .constant, .mixed: nil
    }
  }
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
    case (.local(let rules), .local(let own)): return rules == own
    case (.constant(0), let rest), (let rest, .constant(0)): return rest.isInstant
    default: return zone.isInstant && other.zone.isInstant
    }
  }

  /// The stamp that a text means, in this form or in that of ISO 8601; nil for a text that is neither.
  ///
  /// A local time that clocks show twice is the first, and one that they skip is none.
  package func stamp(reading text: String) -> Timestamp? {
    // The start of a span may stand alone.
    for form in [self, startAlone] {
      for text in columnTexts(of: text) {
        if let own = try? StampColumn([text], options: StampOptions(form: form)) { return own.stamps[0] }
      }
    }
    guard !isCounter, let other = try? StampColumn([text]), !other.form.isCounter else { return nil }
    let stamp = other.stamps[0]
    guard case .named(let rules) = zone else { return stamp }
    return rules.instants(ofLocal: stamp.seconds).first.map {
      Timestamp(seconds: $0, nanoseconds: Int64(stamp.nanosecond))
    }
  }

  /// A text as the columns that make a stamp may hold it: divided at what stands between them, if there are several.
  private func columnTexts(of text: String) -> [String] {
    guard columnCount > 1 else { return [text] }
    let separator = Character(Unicode.Scalar(StampPattern.columnSeparator))
    return [" ", ",", ";", "\t"].compactMap { mark in
      let divided = text.replacing(mark, with: String(separator))
      return divided.count { $0 == separator } == columnCount - 1 ? divided : nil
    }
  }
}
