import Calendar

extension StampColumn {
  /// Reads the column in a form that is known.
  mutating func read(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, in form: StampForm, isStored: Bool, zone: TimeZoneRules? = nil
  ) throws(Failure) {
    self.form = form
    if let periods = form.periods { return try readPeriods(bytes, ends, in: form, periods, zone) }
    if let end = form.end { return try readSpans(bytes, ends, in: form, end) }
    switch form.kind {
    case .number(let unit, let digits):
      self = try NumberTexts.read(bytes, ends, unit: unit, digits: isStored ? digits : nil)
    case .calendar(let pattern):
      var reading = PatternReading(pattern, bytes, ends)
      if let row = reading.firstFailure, !isStored, let other = try translated(pattern, row, bytes, ends) {
        reading = other
      }
      if reading.firstFailure != nil, isStored, let other = Self.reading(inOrdinalsOf: pattern, bytes, ends) {
        reading = other
        self.form.kind = .calendar(other.pattern)
      }
      if let row = reading.firstFailure {
        throw Failure(
          row: row,
          error: .unfittingStamp(
            bytes.string(row, ends),
            like: "'\(form.example)'"))
      }
      if isStored {
        if pattern.isMonthBehindPoint, pattern.elements.contains(.number(.month, isPadded: true)) {
          reading.restoreOctobers(bytes, ends, hasZeros: true)
        }
        stamps = reading.stamps
        shiftOffsets(reading, to: form.zone)
      } else {
        try take(reading, bytes, ends)
      }
    }
  }

  /// The reading in a pattern like one that is stored, with another mark behind the first of a month; nil where there is none.
  private static func reading(
    inOrdinalsOf pattern: StampPattern, _ bytes: Span<UInt8>, _ ends: Span<UInt64>
  ) -> PatternReading? {
    for other in pattern.withOtherFirstDays {
      let reading = PatternReading(other, bytes, ends)
      if reading.firstFailure == nil { return reading }
    }
    return nil
  }

  /// The reading in a pattern like one that was told, with names in another language than English or with days that have more than
  /// digits; nil where there is none.
  ///
  /// - Parameter row: A row that the told pattern does not fit.
  private mutating func translated(
    _ told: StampPattern, _ row: Int, _ bytes: Span<UInt8>, _ ends: Span<UInt64>
  ) throws(Failure) -> PatternReading? {
    guard let english = told.language, english == .english else { return nil }
    let rows = [ends.longestRow, 0, ends.count / 2, row]
    let alike = Self.candidates(rows, bytes, ends, StampOptions()).filter {
      $0.language != nil
        && $0.withUsualNames(english).withPlainNumbers == told.withUsualNames(english).withPlainNumbers
    }
    guard let best = Self.best(alike, bytes, ends), best[0].failureCount == 0 else { return nil }
    return try Self.decide(best, bytes, ends, &notes)
  }

  /// Takes over a reading without failures.
  mutating func take(_ reading: PatternReading, _ bytes: Span<UInt8>, _ ends: Span<UInt64>)
    throws(Failure)
  {
    let pattern = reading.learned
    (stamps, form) = (reading.stamps, StampForm(pattern))
    if pattern.isHourEnding { notes.append(.hourEnding) }
    guard pattern.hasOffset else { return }
    form.zone = .constant(reading.firstOffset)
    guard let last = reading.offsets.last else { return }
    let time = stamps[0].timeOfDay
    if stamps.count > 2, stamps.allSatisfy({ $0.timeOfDay == time }) {
      // The same local time every day is a day's step, whatever the clocks do.
      (form.zone, dayOffsets) = (.constant(last), reading.offsets)
      return
    }
    notes.append(.mixedOffsets(row: reading.offsets.firstIndex { $0 != reading.firstOffset } ?? 0))
    form.zone = .mixed(last)
    shiftOffsets(reading, to: form.zone)
  }

  /// Stamps of the time that the form keeps in memory.
  private mutating func shiftOffsets(_ reading: PatternReading, to zone: StampForm.Zone) {
    guard reading.pattern.hasOffset else { return }
    let frame: Int
    switch zone {
    case .none: return
    case .constant(let offset): frame = offset
    case .mixed, .named: frame = 0
    case .local(let rules):
      shiftOffsets(reading, toLocalTimeOf: rules)
      return
    }
    if case .constant = zone {
      if reading.offsets.isEmpty, reading.firstOffset == frame { return }
      // As in ``take``: days stay days where clocks change between the files, or within this one.
      let time = stamps.first?.timeOfDay
      let isDaily = stamps.count > 2 && stamps.allSatisfy { $0.timeOfDay == time }
      if isDaily, !reading.offsets.isEmpty || stamps[0].secondsOfDay == 0 { return }
    }
    var shifted = stamps
    for row in shifted.indices {
      let offset = reading.offsets.isEmpty ? reading.firstOffset : reading.offsets[row]
      shifted[row] = Timestamp(
        seconds: shifted[row].seconds + Int64(frame - offset), nanoseconds: Int64(shifted[row].nanosecond))
    }
    stamps = shifted
    if case .mixed = zone { form.zone = .mixed(reading.offsets.last ?? reading.firstOffset) }
  }

  /// Stamps as the clocks of a zone show them, whatever the texts' offsets; days stay days.
  private mutating func shiftOffsets(_ reading: PatternReading, toLocalTimeOf rules: TimeZoneRules) {
    let time = stamps.first?.timeOfDay
    if stamps.count > 2, stamps.allSatisfy({ $0.timeOfDay == time }) { return }
    var shifted = stamps
    for row in shifted.indices {
      let offset = reading.offsets.isEmpty ? reading.firstOffset : reading.offsets[row]
      let instant = shifted[row].seconds - Int64(offset)
      shifted[row] = Timestamp(
        seconds: instant + Int64(rules.offset(atUTC: instant)), nanoseconds: Int64(shifted[row].nanosecond))
    }
    stamps = shifted
  }
}
