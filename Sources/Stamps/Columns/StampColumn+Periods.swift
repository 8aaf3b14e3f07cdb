import Calendar
import Text

/// The texts of days, and the numbers in the column beside them.
private struct DayPeriodTexts {
  var days = (bytes: [UInt8](), ends: [UInt64]())
  var numbers: [Int] = []
  /// Digits of the shortest number.
  var width = 4

  /// nil where some text has no whole number in its last column.
  init?(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) {
    for row in 0..<ends.count {
      let range = bytes.range(row, ends)
      guard let place = range.last(where: { bytes[$0] == StampPattern.columnSeparator }) else { return nil }
      let digits = bytes.trimmingSpaces(place + 1..<range.upperBound)
      guard (1...4).contains(digits.count), digits.allSatisfy({ bytes[$0].isDigit }) else { return nil }
      numbers.append(digits.reduce(0) { 10 * $0 + Int(bytes[$1]) - 48 })
      width = min(width, digits.count)
      for index in range.lowerBound..<place { days.bytes.append(bytes[index]) }
      days.ends.append(UInt64(days.bytes.count))
    }
  }
}

/// What the numbers of a column say about the days beside them.
private struct DayPeriodCounts {
  /// The numbers of each day, by days since 1970.
  private var numbers: [Int64: Set<Int>] = [:]
  let first: Int
  /// How many most days have, the last apart, which may be cut off; 0 where there is no other.
  let usual: Int

  /// - Parameter first: The number of the first of a day; nil for the lowest.
  init(_ days: [Timestamp], _ numbers: [Int], first: Int? = nil) {
    for (day, number) in zip(days, numbers) { self.numbers[day.daysSinceEpoch, default: []].insert(number) }
    self.first = first ?? numbers.min() ?? 1
    var counts: [Int: Int] = [:]
    let last = self.numbers.keys.max()
    for (day, found) in self.numbers where day != last {
      counts[(found.max() ?? 0) - self.first + 1, default: 0] += 1
    }
    let rank = { (length: Int, days: Int) in (days, DayPeriods.counts.contains(length) ? 1 : 0, length) }
    usual = counts.max { rank($0.key, $0.value) < rank($1.key, $1.value) }?.key ?? 0
  }

  /// The first day that has an hour more than the usual number of them or, where clocks go forward somewhere, an hour less.
  ///
  /// - Parameter usual: The number of a day without a change.
  /// - Parameter isNamed: Whether they are periods by their name: of hours of a clock the last alone may be missing.
  func firstOfOtherLength(than usual: Int, isNamed: Bool) -> Int64? {
    numbers.filter { day, found in
      let length = (found.max() ?? 0) - first + 1
      guard length < usual else { return length > usual }
      return length == usual - usual / 24 && (isNamed || found.count == length)
        && Self.mayGoForward(on: Timestamp(seconds: day * 86_400))
    }.keys.min()
  }

  /// Whether clocks go forward on such a day somewhere: Sundays in America, Europe, Australia and New Zealand, Fridays in Israel and Egypt.
  private static func mayGoForward(on date: Timestamp) -> Bool {
    switch (date.weekday, date.month, date.day) {
    case (6, 3, 8...14), (6, 3, 25...31), (6, 4, 1...7), (6, 4, 24...30): true
    case (6, 9, 2...8), (6, 9, 24...30), (6, 10, 1...7), (6, 10, 15...21): true
    case (4, 3, 23...29), (4, 4, 24...30): true
    default: false
    }
  }
}

extension StampColumn {
  /// Reads days with numbered periods beside them; false where the numbers are hours of a clock, or something else.
  ///
  /// - Throws: Where it cannot be told how long a period is, or when the clocks change.
  mutating func detectPeriods(_ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ options: StampOptions)
    throws(Failure) -> Bool
  {
    guard options.columnNames.count == 2, let texts = DayPeriodTexts(bytes, ends) else { return false }
    let name = options.columnNames[1]
    let isNamed = TimeNames.countsPeriods(name)
    guard let days = try Self.days(texts, options, isNamed: isNamed) else { return false }
    let counts = DayPeriodCounts(days.stamps, texts.numbers)
    let other = counts.firstOfOtherLength(than: counts.usual, isNamed: isNamed)
    // Hours of a clock are read as such, if it has not gone on counting while the clocks changed.
    guard isNamed || other != nil || counts.usual > 25 else { return false }
    let width = texts.width > 1 ? String(counts.usual).count : 1
    guard let periods = DayPeriods(count: counts.usual, first: counts.first, width: width) else {
      guard isNamed else { return false }
      let last = counts.usual > 0 ? counts.first + counts.usual - 1 : nil
      throw Failure(row: 0, error: .unknownPeriods(bytes.string(0, ends), name, last: last))
    }
    let zone = try Self.zone(options)
    if let other, zone == nil { throw Self.otherDay(other, days.stamps, texts, periods) }
    (form, notes) = (days.form, notes + days.notes)
    try place(days.stamps, texts.numbers, periods, zone)
    return true
  }

  private static func otherDay(
    _ day: Int64, _ days: [Timestamp], _ texts: DayPeriodTexts, _ periods: DayPeriods
  ) -> Failure {
    let row = days.firstIndex { $0.daysSinceEpoch == day } ?? 0
    let text = texts.days.bytes.span.string(row, texts.days.ends.span)
    return Failure(row: row, error: .periodsOfOtherDay(text, periods.count))
  }

  /// The days beside numbers; nil where the texts are no plain days.
  ///
  /// - Throws: What is wrong with them where the numbers are named as periods.
  private static func days(_ texts: DayPeriodTexts, _ options: StampOptions, isNamed: Bool) throws(Failure)
    -> StampColumn?
  {
    var (days, ownOptions) = (StampColumn(form: .iso()), options)
    (ownOptions.columnNames, ownOptions.timeZone) = ([], nil)
    do throws(Failure) {
      try days.detect(texts.days.bytes.span, texts.days.ends.span, ownOptions)
    } catch {
      if isNamed { throw error }
      return nil
    }
    // Years, months and weeks have whole days, too.
    guard case .calendar(let pattern) = days.form.kind, days.form.zone == .none,
      pattern.resolution == TimeStep.day.nanoseconds, pattern.contains(.day) || pattern.contains(.dayOfYear)
    else { return nil }
    return days
  }

  /// Reads days and periods in a form that is known.
  mutating func readPeriods(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, in form: StampForm, _ periods: DayPeriods,
    _ zone: TimeZoneRules?
  ) throws(Failure) {
    guard let texts = DayPeriodTexts(bytes, ends) else {
      let row = (0..<ends.count).first { Int(bytes.string($0, ends).suffix(1)) == nil } ?? 0
      throw Failure(row: row, error: .unfittingStamp(bytes.string(row, ends), like: "'\(form.example)'"))
    }
    var days = form
    (days.periods, days.zone) = (nil, .none)
    try read(texts.days.bytes.span, texts.days.ends.span, in: days, isStored: true)
    var rules = zone
    if case .named(let stored) = form.zone { rules = zone ?? stored }
    let counts = DayPeriodCounts(stamps, texts.numbers, first: periods.first)
    if rules == nil, let other = counts.firstOfOtherLength(than: periods.count, isNamed: true) {
      throw Self.otherDay(other, stamps, texts, periods)
    }
    try place(stamps, texts.numbers, periods, rules)
  }

  /// Stamps of periods by the midnights of their days.
  private mutating func place(
    _ midnights: [Timestamp], _ numbers: [Int], _ periods: DayPeriods, _ rules: TimeZoneRules?
  ) throws(Failure) {
    var days: [Int64: (start: Int64, end: Int64)] = [:]
    var placed = midnights
    for row in placed.indices {
      let midnight = placed[row].seconds
      let day =
        days[midnight] ?? rules.map { ($0.start(ofDay: midnight), $0.start(ofDay: midnight + 86_400)) }
        ?? (midnight, midnight + 86_400)
      days[midnight] = day
      let elapsed = Int128(numbers[row] - periods.first) * Int128(periods.nanoseconds)
      let stamp = Timestamp(seconds: day.start).advanced(byNanoseconds: elapsed)
      guard elapsed >= 0, stamp.seconds < day.end else {
        let count = Int((day.end - day.start) * TimeStep.second / periods.nanoseconds)
        throw Failure(row: row, error: .noSuchPeriod(numbers[row], placed[row], count, rules?.name))
      }
      placed[row] = stamp
    }
    stamps = placed
    form.periods = periods
    if let rules { form.zone = .named(rules) }
  }
}

extension DataError {
  /// - Parameter last: The number with which most days end; nil where there is one day alone.
  fileprivate static func unknownPeriods(_ text: String, _ column: String, last: Int?) -> DataError {
    let why =
      last.map { "most days end with number \($0), none of a day's hours, halves or quarters of hours" }
      ?? "the one day may be cut off"
    return DataError(
      .ambiguousTimestamp, "it cannot be told how long the periods of '\(column.printable)' are: \(why)",
      fix: last == nil
        ? "add a later day, or write times of day in their place" : "write times of day in their place"
    ).at(value: text.shownAsStamp)
  }

  fileprivate static func periodsOfOtherDay(_ day: String, _ usual: Int) -> DataError {
    DataError(
      .ambiguousTimestamp,
      "'\(day.shownAsStamp)' has not the \(usual) numbers of other days, as where clocks change",
      fix: "name UTC if rows are missing"
    ).at(value: day.shownAsStamp).remedied(by: .nameTimeZone)
  }

  fileprivate static func noSuchPeriod(_ number: Int, _ day: Timestamp, _ count: Int, _ zone: String?)
    -> DataError
  {
    let date = String(day.description.prefix(10))
    return DataError(
      .badTimestamp,
      "there is no number \(number) on \(date), which has \(count)" + (zone.map { " in \($0)" } ?? ""),
      fix: "correct the row"
    ).at(value: "\(number)").remedied(by: .nameTimeZone)
  }
}
