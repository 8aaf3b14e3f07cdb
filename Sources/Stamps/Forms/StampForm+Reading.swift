import Calendar

extension StampForm {
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
