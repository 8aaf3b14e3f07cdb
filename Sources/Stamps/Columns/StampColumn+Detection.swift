import Calendar
import Text

extension StampColumn {
  /// Finds the form that fits the column best, and reads it.
  mutating func detect(_ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ options: StampOptions) throws(Failure) {
    let rows = [ends.longestRow, 0, ends.count / 2]
    let isNamed = CompactDates.isNamed(options.columnNames)
    if rows.allSatisfy({ NumberTexts.isNumber(bytes, bytes.range($0, ends)) }) {
      if let found = try NumberTexts.read(bytes, ends, areNamedDates: isNamed) {
        if found.form.isCounter, CompactDates.areOfOtherCalendar(bytes, ends) {
          throw Failure(row: 0, error: .otherCalendar(bytes.string(0, ends)).remedied(by: .countRows))
        }
        if found.form.isCounter, CompactDates.beginWithDays(bytes, ends) {
          throw Failure(row: 0, error: .dayInFront(bytes.string(0, ends)))
        }
        self = found
        return
      }
    }
    if let failure = Self.clockSpans(bytes, ends) { throw failure }
    let found =
      Self.english(rows, bytes, ends, options)
      ?? Self.best(Self.candidates(rows, bytes, ends, options), bytes, ends)
    guard var best = found else {
      // Cells that were joined in a spreadsheet are empty but for the first.
      let empty = (0..<ends.count).first { bytes.string($0, ends).hasEmptyPart }
      throw Failure(row: empty ?? 0, error: empty == nil ? .unknownStamp(bytes.string(0, ends)) : .emptyStamp)
    }
    // A row beyond the samples may show more than they do, such as a fraction.
    var tries = 0
    while let row = best[0].firstFailure, tries < 4 {
      tries += 1
      guard let other = Self.best(Self.candidates([row], bytes, ends, options), bytes, ends),
        other[0].failureCount < best[0].failureCount
      else { break }
      best = other
    }
    let isOtherDate = best.contains { !$0.pattern.mayCountRows && $0.failureCount == 0 && $0.isPlausible }
    best.removeAll { $0.pattern.mayCountRows && (isOtherDate || !$0.isOfDays(areNamed: isNamed)) }
    let hasOtherHours = best.contains { !$0.pattern.mayCountSeconds && $0.isPlausible }
    best.removeAll { $0.pattern.mayCountSeconds && (hasOtherHours || !$0.isSince2020) }
    guard !best.isEmpty else { throw Failure(row: 0, error: .unknownStamp(bytes.string(0, ends))) }
    if options.isDayFirst != nil {
      // Who tells the order of day and month means dates whose year comes last, if they can be read so.
      let told = best.filter { !$0.pattern.beginsWithShortYear }
      if !told.isEmpty { best = told }
    }
    let reading = try Self.decide(best, bytes, ends, &notes)
    if reading.isBuddhist {
      throw Failure(row: 0, error: .buddhistYear(bytes.string(0, ends), reading.stamps[0].year))
    }
    if reading.isOfOtherCalendar { throw Failure(row: 0, error: .otherCalendar(bytes.string(0, ends))) }
    if reading.isOfOldNames { throw Failure(row: 0, error: .unknownStamp(bytes.string(0, ends))) }
    if reading.mayCountDays { notes.append(.yearsBesideMonth) }
    try take(reading, bytes, ends)
  }

  /// The readings without failures whose names are English, which are those of no other month in any language; nil where there are none.
  private static func english(
    _ rows: [Int], _ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ options: StampOptions
  ) -> [PatternReading]? {
    let patterns = candidates(rows, bytes, ends, options, isEnglish: true).filter { $0.language != nil }
    guard let readings = best(patterns, bytes, ends), readings[0].failureCount == 0 else { return nil }
    return readings
  }

  /// The patterns that these rows may have, each once.
  static func candidates(
    _ rows: [Int], _ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ options: StampOptions,
    isEnglish: Bool = false
  ) -> [StampPattern] {
    var patterns: [StampPattern] = []
    for row in rows {
      let text = bytes.string(row, ends), names = options.columnNames
      let shapes =
        isEnglish
        ? StampShape(text, columnNames: names).candidates : StampShape.candidates(text, columnNames: names)
      for candidate in shapes {
        guard
          options.isDayFirst == nil
            || candidate.pattern.isDayFirst ?? options.isDayFirst == options.isDayFirst
        else { continue }
        let pattern =
          candidate.isPeriodOpen ? PeriodEvidence(candidate, bytes, ends).pattern : candidate.pattern
        if let pattern, !patterns.contains(where: pattern.readsLike) { patterns.append(pattern) }
      }
    }
    return patterns
  }

  /// The readings with the fewest failures; `nil` when none fits half of the rows.
  static func best(_ patterns: [StampPattern], _ bytes: Span<UInt8>, _ ends: Span<UInt64>)
    -> [PatternReading]?
  {
    var patterns = patterns
    if patterns.count > 1 {
      let rows = ends.sampleRows(200)
      let counts = patterns.map { PatternReading($0, bytes, ends, rows: rows).failureCount }
      let limit = (counts.min() ?? 0) + rows.count / 20
      patterns = zip(patterns, counts).filter { $0.1 <= limit }.map(\.0)
    }
    var readings: [PatternReading] = []
    for pattern in patterns where !readings.contains(where: { $0.settles(pattern) }) {
      readings.append(PatternReading(pattern, bytes, ends))
    }
    guard let fewest = readings.map(\.failureCount).min(), fewest * 2 <= ends.count else { return nil }
    return readings.filter { $0.failureCount == fewest }
  }

  /// One of several readings: the column's order and steps tell day from month, or nothing does.
  static func decide(
    _ readings: [PatternReading], _ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ notes: inout [StampNote]
  ) throws(Failure) -> PatternReading {
    let first = readings[0]
    if let row = first.firstFailure {
      throw Failure(row: row, error: unfitting(row, first, bytes, ends))
    }
    // In no column of months is each the year's last two digits and one: `2005/06`, `2006/07` are the spans of two years.
    if let span = readings.first(where: { $0.pattern.namesNextYear && $0.stamps.first != $0.stamps.last }) {
      return span
    }
    let months = readings.filter { !$0.pattern.namesNextYear }
    let readings = months.isEmpty ? readings : months
    let plausible = readings.filter { $0.isPlausible }
    let rest = plausible.isEmpty ? readings : plausible
    guard rest.contains(where: { $0.stamps != rest[0].stamps }) else {
      guard isOfOneDay(rest[0].stamps), haveOrders(rest) else { return likeliestLanguage(rest) }
      throw Failure(row: 0, error: .ambiguousStamp(bytes.string(0, ends), rest.map(\.pattern)))
    }
    let ranked = rest.map { (reading: $0, steps: StepSummary($0.stamps)) }.sorted { $0.steps < $1.steps }
    // Months of two years or more in one reading, and the first twelve days of a month of each year in the other.
    let monthly = ranked.filter { $0.steps.areMonths && $0.steps.hasFewestTurns(of: ranked.map(\.steps)) }
    let isClear = ranked[0].steps.isClearlyBetter(than: ranked[1].steps)
    guard let best = monthly.count == 1 ? monthly[0].reading : isClear ? ranked[0].reading : nil else {
      throw Failure(row: 0, error: .ambiguousStamp(bytes.string(0, ends), rest.map(\.pattern)))
    }
    if let isDayFirst = best.pattern.isDayFirst { notes.append(.dayMonthOrder(isDayFirst: isDayFirst)) }
    return best
  }

  /// Whether all rows are of one day, so that what follows is of another.
  private static func isOfOneDay(_ stamps: [Timestamp]) -> Bool {
    stamps.count > 2 && stamps.allSatisfy { $0.daysSinceEpoch == stamps[0].daysSinceEpoch }
  }

  /// Whether readings of the same days, such as 01/01/2024, would write the next one in other orders.
  private static func haveOrders(_ readings: [PatternReading]) -> Bool {
    let first = readings[0].pattern
    return readings.contains {
      $0.pattern.isDayFirst != first.isDayFirst || $0.pattern.beginsWithShortYear != first.beginsWithShortYear
    }
  }

  /// Of readings that mean the same the one in whose language all names stand as they do, with their accents, those of days too.
  private static func likeliestLanguage(_ readings: [PatternReading]) -> PatternReading {
    let alike = readings.filter(\.isOfOneList)
    let listed = alike.isEmpty ? readings : alike
    let spelt = listed.filter { !$0.lacksAccents }
    let rest = spelt.isEmpty ? listed : spelt
    return rest.first { $0.pattern.hasWeekdayName } ?? rest[0]
  }

  private static func unfitting(
    _ row: Int, _ reading: PatternReading, _ bytes: Span<UInt8>, _ ends: Span<UInt64>
  ) -> DataError {
    // 2567 is a leap year in Thailand.
    if reading.isBuddhist, let year = reading.stamps.max()?.year {
      return .buddhistYear(bytes.string(row, ends), year)
    }
    guard row == 0 else {
      return .unfittingStamp(
        bytes.string(row, ends), like: "the first one, '\(bytes.string(0, ends).shownAsStamp)'")
    }
    // The first row that does fit shows what is usual.
    for good in 1..<max(min(ends.count, 64), 1)
    where reading.failureCount * 2 < ends.count
      && PatternReading(reading.pattern, bytes, ends, rows: [good]).failureCount == 0
    {
      return .unfittingStamp(
        bytes.string(0, ends), like: "the others, such as '\(bytes.string(good, ends).shownAsStamp)'")
    }
    return .unknownStamp(bytes.string(0, ends))
  }
}
