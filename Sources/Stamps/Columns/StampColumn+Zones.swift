import Calendar

extension StampColumn {
  /// Turns local times into instants of a zone.
  ///
  /// Dates alone, and rows at one time of the day, stay as they are: a day is a day whatever the clocks do. Of the hour
  /// that clocks show twice the first occurrence is the earlier one.
  ///
  /// - Parameter isStored: Whether the form of an earlier file says so, however few rows there are now.
  /// - Throws: `DataError.badTimestamp` for a local time that clocks skip.
  mutating func convert(to rules: TimeZoneRules, isStored: Bool = false) throws(Failure) {
    guard case .calendar(let pattern) = form.kind, let first = stamps.first, let last = stamps.last else {
      return
    }
    if case .mixed = form.zone {
      form.zone = .named(rules)
      // The zone says when offsets change: nothing is left to be told.
      notes.removeAll { if case .mixedOffsets = $0 { true } else { false } }
      return
    }
    if isStored {
      guard !pattern.hasOffset else { return }
    } else {
      guard form.zone == .none, !stamps.allSatisfy({ $0.timeOfDay == first.timeOfDay }) else { return }
    }
    // `CEST` is one offset from UTC: where clocks do not change within the rows, it is that of the forecast too.
    if !isStored, pattern.endsWithZoneName, haveOneOffset(rules) { return }
    if leavesLocal {
      (form.zone, localZone) = (.named(rules), rules)
      return
    }
    let instants = try Self.instants(ofLocal: stamps, rules, isDescending: last < first)
    (form.zone, stamps) = (.named(rules), instants)
  }

  /// Whether clocks show the earliest and the latest stamp at one offset from UTC.
  private func haveOneOffset(_ rules: TimeZoneRules) -> Bool {
    let ends = [stamps.min(), stamps.max()].compactMap(\.self)
    let offsets = ends.map { end in
      rules.instants(ofLocal: end.seconds).first.map { rules.offset(atUTC: $0) }
    }
    return offsets.first == offsets.last
  }

  /// The instants of the local stamps of one series, in the order of its rows; as they are where the column holds instants.
  package func instants(ofLocal stamps: [Timestamp]) throws(Failure) -> [Timestamp] {
    guard let localZone, let first = stamps.first, let last = stamps.last else { return stamps }
    return try Self.instants(ofLocal: stamps, localZone, isDescending: last < first)
  }

  private static func instants(
    ofLocal local: [Timestamp], _ rules: TimeZoneRules, isDescending: Bool
  ) throws(Failure) -> [Timestamp] {
    var stamps = local
    var previous: Int64?
    for row in stamps.indices {
      let instants = rules.instants(ofLocal: stamps[row].seconds)
      guard let earlier = instants.first, let later = instants.last else {
        throw Failure(row: row, error: .skippedTime(stamps[row], rules.name))
      }
      let isSecond = previous.map { isDescending ? $0 > later : $0 >= earlier } ?? isDescending
      let instant = isSecond ? later : earlier
      previous = instant
      stamps[row] = Timestamp(seconds: instant, nanoseconds: Int64(stamps[row].nanosecond))
    }
    return stamps
  }
}

extension StampPattern {
  /// Whether a text such as `CEST` stands behind the time, which says whether it is summer.
  fileprivate var endsWithZoneName: Bool {
    guard case .literal(let text)? = elements.last else { return false }
    return StampWords.endsWithZone(text)
  }
}

extension DataError {
  fileprivate static func skippedTime(_ stamp: Timestamp, _ zone: String) -> DataError {
    DataError(
      .badTimestamp, "clocks in \(zone) never show \(stamp): they go forward over it",
      fix: "name the zone in which the stamps were written"
    ).at(value: stamp.description)
  }
}
