import Calendar
import Text

/// Columns of stamps that are plain numbers: time since 1970, a spreadsheet's days, counters.
enum NumberTexts {
  /// Numbers of a column as digits before and after the point.
  struct Column {
    /// Each number times ten to the power of `digits`.
    var scaled: [Int128] = []
    /// Digits after the point of the longest.
    var digits = 0
    var failure: Int?
    /// The first row with a decimal comma.
    var commaRow: Int?
    /// Digits of the shortest number, where shorter ones have zeros in front.
    var paddedWidth: Int?
  }

  /// Whether a text is a sign, digits and perhaps a decimal mark with digits, and no number that is a date of the calendar
  /// for its separators.
  static func isNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    parse(bytes, range) != nil
  }

  /// Reads a column whose unit is known.
  ///
  /// - Parameter digits: After the point, as stored; `nil` to take them from the texts.
  static func read(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, unit: StampForm.NumberUnit, digits: Int?
  ) throws(StampColumn.Failure) -> StampColumn {
    let column = Column(bytes, ends)
    if let row = column.failure {
      throw .init(row: row, error: .unfittingStamp(bytes.string(row, ends), like: "a number"))
    }
    if let row = column.commaRow, !unit.isExcel, !unit.hasComma {
      throw .init(row: row, error: .unfittingStamp(bytes.string(row, ends), like: "a number"))
    }
    if unit == .years || unit == .midYears {
      let isMiddle = unit == .midYears
      if let row = DecimalYears.firstFailure(column, isMiddle: isMiddle) {
        throw .init(row: row, error: .unfittingStamp(bytes.string(row, ends), like: DecimalYears.example))
      }
      return DecimalYears.stamps(column, digits: digits ?? column.digits, isMiddle: isMiddle)
    }
    return stamps(column, unit, digits: digits ?? column.digits)
  }

  /// Reads a column whose unit is to be found; `nil` when the numbers are fields of the calendar, or nothing known.
  ///
  /// - Parameter areNamedDates: Whether the name of the column tells that they are dates.
  static func read(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, areNamedDates: Bool
  ) throws(StampColumn.Failure) -> StampColumn? {
    let column = Column(bytes, ends)
    if column.commaRow == nil, let years = DecimalYears.read(column) { return years }
    let evidence = NumberEvidence(column)
    let mayBeDays = evidence.unit != .excelDays && (areNamedDates || !evidence.isPerfect)
    let calendar = calendarShare(bytes, ends) { reading in
      if reading.pattern.mayCountSeconds { return reading.failureCount == 0 && reading.isSince2020 }
      return !reading.pattern.mayCountRows || (mayBeDays && reading.isOfDays(areNamed: areNamedDates))
    }
    if calendar == 1 || (calendar >= 0.5 && !evidence.isPerfect) { return nil }
    // Other numbers with a comma may have it between thousands.
    guard let unit = evidence.unit,
      column.commaRow == nil || unit == .excelDays || (unit == .counter && !column.mayHaveThousands)
    else { return nil }
    if let row = column.failure ?? evidence.firstOutside(unit) {
      throw .init(
        row: row,
        error: row == 0
          ? .unknownStamp(bytes.string(0, ends))
          : .unfittingStamp(
            bytes.string(row, ends), like: "the first one, '\(bytes.string(0, ends).shownAsStamp)'"))
    }
    return stamps(column, unit, digits: column.digits)
  }

  /// The share of rows that are dates of the calendar in the pattern that fits best.
  private static func calendarShare(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ isLikely: (PatternReading) -> Bool
  ) -> Double {
    var best = 0.0
    for row in [ends.longestRow, 0, ends.count / 2] {
      for candidate in StampShape(bytes.string(row, ends)).candidates {
        let pattern =
          candidate.isPeriodOpen ? PeriodEvidence(candidate, bytes, ends).pattern : candidate.pattern
        guard let pattern else { continue }
        let reading = PatternReading(pattern, bytes, ends)
        guard isLikely(reading) else { continue }
        // Years of other centuries are more likely to be counted steps.
        let count = reading.stamps.count { (1700...2300).contains($0.year) }
        best = max(best, Double(count - reading.failureCount) / Double(ends.count))
      }
    }
    return best
  }

  private static func stamps(_ column: Column, _ unit: StampForm.NumberUnit, digits: Int) -> StampColumn {
    let withComma: StampForm.NumberUnit = unit.isExcel ? .excelDaysComma : .commaCounter
    let hasComma = column.commaRow != nil && (unit.isExcel || unit.isCounter)
    var result = StampColumn(form: StampForm(hasComma ? withComma : unit, digits: digits))
    var scale: Int128 = 1
    for _ in 0..<column.digits { scale *= 10 }
    let size = Int128(unit.nanoseconds)
    let span = { (scaled: Int128) in (2 * scaled * size + scale).floorQuotient(2 * scale) }
    let origin = unit.origin
    if unit.isExcel {
      var spans = column.scaled.map(span)
      snap(&spans, scale)
      result.stamps = spans.map { origin.advanced(byNanoseconds: $0) }
    } else {
      result.stamps = column.scaled.map { origin.advanced(byNanoseconds: span($0)) }
    }
    if unit.isExcel { result.notes = [.excelDays] }
    if unit == .counter {
      result.notes = [.counter]
      if let width = column.paddedWidth { result.form = StampForm(.paddedCounter, digits: width) }
    }
    return result
  }

  /// Fractions of days are cut: whole seconds when all are as near to them as the digits allow.
  private static func snap(_ spans: inout [Int128], _ scale: Int128) {
    let second: Int128 = 1_000_000_000
    let slack = min(Int128(TimeStep.day.nanoseconds) / scale + 1_000_000, second / 2 - 1)
    let rounded = spans.map { (2 * $0 + second).floorQuotient(2 * second) * second }
    if zip(spans, rounded).allSatisfy({ ($0 - $1).magnitude <= slack.magnitude }) { spans = rounded }
  }

  /// The number in a text times ten to the power of its digits; `nil` if it is none or has more than 19 before the point, or more
  /// behind it than the time that it counts can be told by.
  fileprivate static func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (
    value: Int128, digits: Int, mark: UInt8?
  )? {
    var position = range.lowerBound
    let isNegative = position < range.upperBound && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var value: Int128 = 0
    let start = position
    while position < range.upperBound, bytes[position].isDigit, position - start < 19 {
      value = value * 10 + Int128(bytes[position] &- 48)
      position += 1
    }
    guard position > start else { return nil }
    // R and Python write all digits of 1980.0833333333333.
    let digits = position - start <= 5 ? 15 : 12
    var count = 0
    var mark: UInt8?
    if position < range.upperBound,
      bytes[position] == UInt8(ascii: ".") || bytes[position] == UInt8(ascii: ",")
    {
      mark = bytes[position]
      position += 1
      while position < range.upperBound, bytes[position].isDigit, count < digits {
        value = value * 10 + Int128(bytes[position] &- 48)
        (position, count) = (position + 1, count + 1)
      }
      guard count > 0 else { return nil }
    }
    guard position == range.upperBound else { return nil }
    // `001.2015` of business systems is the first month of a year.
    if bytes[start] == UInt8(ascii: "0"), count == 4, position - start > 6,
      bytes.isPlausibleYear(position - 4..<position)
    {
      return nil
    }
    return (isNegative ? -value : value, count, mark)
  }
}

extension NumberTexts.Column {
  init(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) {
    var counts: [Int] = []
    var mark: UInt8?
    paddedWidth = Self.paddedWidth(bytes, ends)
    scaled.reserveCapacity(ends.count)
    counts.reserveCapacity(ends.count)
    for row in 0..<ends.count {
      let number = NumberTexts.parse(bytes, bytes.range(row, ends))
      if number == nil, failure == nil { failure = row }
      if let own = number?.mark {
        // One column has one decimal mark.
        if own != mark ?? own, failure == nil { failure = row }
        mark = mark ?? own
        if own == UInt8(ascii: ","), commaRow == nil { commaRow = row }
      }
      scaled.append(number?.value ?? scaled.last ?? 0)
      counts.append(number?.digits ?? counts.last ?? 0)
      digits = max(digits, counts[row])
    }
    for row in scaled.indices {
      for _ in counts[row]..<digits { scaled[row] *= 10 }
      // Far from any time, and from what nanoseconds can be counted in.
      if scaled[row].magnitude > 500_000_000_000_000_000_000_000, failure == nil {
        (failure, scaled[row]) = (row, 0)
      }
    }
  }

  /// Whether a comma may stand between thousands: three digits behind it in each number, and one before it that is no zero.
  var mayHaveThousands: Bool { digits == 3 && !scaled.contains { $0 != 0 && $0.magnitude < 1000 } }

  /// The digits of each number that has zeros in front, which are as many as the shortest number has; nil where there are no such zeros,
  /// or no whole numbers alone.
  private static func paddedWidth(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Int? {
    var (shortest, padded) = (Int.max, 0)
    for row in 0..<ends.count {
      let range = bytes.range(row, ends)
      guard range.count <= 15, range.allSatisfy({ bytes[$0].isDigit }) else { return nil }
      shortest = min(shortest, range.count)
      guard range.count > 1, bytes[range.lowerBound] == UInt8(ascii: "0") else { continue }
      guard padded == 0 || padded == range.count else { return nil }
      padded = range.count
    }
    return padded > 0 && padded == shortest ? padded : nil
  }
}

/// What the numbers of a column look like.
struct NumberEvidence {
  private let column: NumberTexts.Column
  private let scale: Int128
  /// Whether nearly all steps are the same and not zero, in one direction.
  let isRegular: Bool
  /// Whether all steps but one in two hundred are the same: hours counted in `2016070100` are not.
  let isPerfect: Bool
  /// Whether that step is a usual number of days.
  private let hasDailyStep: Bool

  init(_ column: NumberTexts.Column) {
    self.column = column
    scale = (0..<column.digits).reduce(1) { value, _ in value * 10 }
    var counts: [Int128: Int] = [:]
    for (earlier, later) in zip(column.scaled, column.scaled.dropFirst()) {
      counts[later - earlier, default: 0] += 1
    }
    let mode = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let same = mode?.value ?? 0
    isRegular = column.scaled.count >= 3 && mode?.key != 0 && same * 10 >= (column.scaled.count - 1) * 9
    isPerfect = isRegular && same * 200 >= (column.scaled.count - 1) * 199
    let days = (mode?.key.magnitude ?? 0) / scale.magnitude
    let isUsual = [1, 2, 7, 14, 28, 30, 31, 90, 91, 92, 365, 366].contains(days)
    // Tens of days, half months, two, four and six months: what counts rows has one step.
    let isOfMonths = [8...11, 13...16, 59...62, 120...123, 181...184].contains { $0.contains(days) }
    hasDailyStep = isUsual || (!isRegular && isOfMonths)
  }

  /// The unit that fits nine tenths of the numbers.
  var unit: StampForm.NumberUnit? {
    for unit in [StampForm.NumberUnit.seconds, .milliseconds, .microseconds, .nanoseconds]
    where fits(range(unit)) {
      return unit
    }
    if column.digits > 0 ? fits(15_000...80_000) && hasDayFractions : fits(30_000...60_000) && hasDailyStep {
      return .excelDays
    }
    return isRegular ? .counter : nil
  }

  /// The first row whose number is not of the unit's usual size.
  func firstOutside(_ unit: StampForm.NumberUnit) -> Int? {
    guard !unit.isCounter, !unit.isExcel else { return nil }
    let range = range(unit)
    return column.scaled.firstIndex { !range.contains($0 / scale) }
  }

  /// Times from 1973 to 2286.
  private func range(_ unit: StampForm.NumberUnit) -> ClosedRange<Int128> {
    switch unit {
    case .seconds: 100_000_000...9_999_999_999
    case .milliseconds: 100_000_000_000...9_999_999_999_999
    case .microseconds: 100_000_000_000_000...9_999_999_999_999_999
    default: 100_000_000_000_000_000...9_999_999_999_999_999_999
    }
  }

  private func fits(_ range: ClosedRange<Int128>) -> Bool {
    column.scaled.count { range.contains($0 / scale) } * 10 >= column.scaled.count * 9
  }

  /// Whether the numbers are whole minutes of days, as a spreadsheet's times are.
  private var hasDayFractions: Bool {
    let slack = max(scale / 1_000_000, 1) * 2
    let good = column.scaled.count { number in
      let minutes = number * 1440
      let rest = minutes.floorModulo(scale)
      return min(rest, scale - rest) <= slack * 1440
    }
    return good * 10 >= column.scaled.count * 9
  }
}
