import Calendar

extension StampColumn {
  /// Turns local times into instants of a zone.
  ///
  /// Dates alone, and rows at one time of the day, stay as they are: a day is a day whatever the clocks do. Of the hour
  /// that clocks show twice the first occurrence is the earlier one. Offsets from UTC follow the clocks of the zone where those of all
  /// rows do.
  ///
  /// - Parameter isStored: Whether the form of an earlier file says so, however few rows there are now.
  /// - Returns: Why the zone changes nothing, where who tells it may think that it does.
  /// - Throws: `DataError.badTimestamp` for a local time that clocks skip.
  mutating func convert(to rules: TimeZoneRules, isStored: Bool = false) throws(Failure) -> ZoneObstacle? {
    guard case .calendar(let pattern) = form.kind, let first = stamps.first, let last = stamps.last else {
      return form.isCounter || stamps.isEmpty ? nil : .numbers
    }
    switch form.zone {
    case .mixed:
      form.zone = .named(rules)
      // The zone says when offsets change: nothing is left to be told.
      notes.removeAll { if case .mixedOffsets = $0 { true } else { false } }
      return nil
    case .constant(let offset): return follow(rules, from: offset, isUTC: pattern.nameOfUTC)
    case .none, .named, .local: break
    }
    if isStored {
      guard !pattern.hasOffset else { return nil }
    } else {
      guard form.zone == .none else { return nil }
      // `CEST` is one offset from UTC: where clocks do not change within the rows, it is that of the forecast too.
      let isOfOneTime = stamps.allSatisfy { $0.timeOfDay == first.timeOfDay }
      if let name = pattern.zoneName, isOfOneTime || haveOneOffset(rules) { return .name(name) }
      if isOfOneTime { return nil }
    }
    if leavesLocal {
      (form.zone, localZone) = (.named(rules), rules)
      return nil
    }
    let instants = try Self.instants(ofLocal: stamps, rules, isDescending: last < first)
    (form.zone, stamps) = (.named(rules), instants)
    return nil
  }

  /// Lets the offsets behind the times be those of a zone from now on, if they are so far.
  ///
  /// - Parameter name: What the texts call UTC, which they are in whatever the clocks of a zone show meanwhile.
  private mutating func follow(_ rules: TimeZoneRules, from offset: Int, isUTC name: String?) -> ZoneObstacle?
  {
    let rowOffsets = dayOffsets
    let areOfZone = stamps.indices.allSatisfy { row in
      let own = rowOffsets.isEmpty ? offset : rowOffsets[row]
      return rules.offset(atUTC: stamps[row].seconds - Int64(own)) == own
    }
    guard areOfZone else { return .offset(StampPattern.text(offset, .colon)) }
    if let name, rowOffsets.isEmpty, let last = stamps.last {
      // A zone whose clocks are those of UTC all the year is no other one.
      guard rules.offset(atUTC: last.seconds + 182 * 86_400) == offset else { return .name(name) }
    }
    let time = stamps.first?.timeOfDay
    if stamps.allSatisfy({ $0.timeOfDay == time }) {
      form.zone = .local(rules)
    } else {
      form.zone = .named(rules)
      stamps = stamps.map {
        Timestamp(seconds: $0.seconds - Int64(offset), nanoseconds: Int64($0.nanosecond))
      }
    }
    return nil
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
  /// A text such as `CEST` behind the time, which says whether it is summer.
  fileprivate var zoneName: String? {
    guard case .literal(let text)? = elements.last else { return nil }
    return StampWords.zone(endOf: text)
  }

  /// `Z` or `UTC` as the last that a text has; `GMT` is London's winter, too.
  fileprivate var nameOfUTC: String? {
    guard case .offset(.word(let word))? = elements.last, word.uppercased() != "GMT" else { return nil }
    return word
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
