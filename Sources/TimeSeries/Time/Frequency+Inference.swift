extension Frequency {
  /// The dominating step between consecutive stamps.
  ///
  /// Calendar months are tried first when no two stamps are closer than four weeks, then the most frequent
  /// difference, which must cover more than half of the steps; days that never fall on a weekend are business days.
  ///
  /// - Throws: `DataError.tooFewRows` below three rows, `.timeGoesBackwards` (with the row's index in `line`,
  ///   counted from zero), `.noFrequency` when no difference dominates.
  init(inferredFrom stamps: [Timestamp]) throws(DataError) {
    guard stamps.count >= 3 else {
      throw DataError(
        .tooFewRows,
        "has \(stamps.count) \(stamps.count == 1 ? "row" : "rows"), and the frequency needs at least 3",
        fix: "add rows")
    }
    let steps = try StepCounts(stamps)
    if let months = Self.months(stamps, smallestStep: steps.smallest) {
      self = months
      return
    }
    guard steps.modeCount * 2 > steps.count else { throw Self.noDominatingStep(steps) }
    self =
      steps.mode == Self.day && Self.skipsWeekends(stamps) ? .businessDays : .fixed(milliseconds: steps.mode)
  }

  private static func noDominatingStep(_ steps: StepCounts) -> DataError {
    guard steps.mode > 0 else {
      return DataError(
        .noFrequency, "all stamps are equal", fix: "give every row its own stamp, in time order")
    }
    let share = steps.count == 0 ? 0 : steps.modeCount * 100 / steps.count
    return DataError(
      .noFrequency,
      "the stamps have no regular step: the most frequent, \(Frequency.fixed(milliseconds: steps.mode)), covers only \(share) % of the rows",
      fix: "resample to a fixed step first")
  }

  private static func months(_ stamps: [Timestamp], smallestStep: Int64) -> Frequency? {
    guard smallestStep >= 28 * day else { return nil }
    let dates = stamps.map(\.date)
    let time = stamps[0].millisecondsOfDay
    guard stamps.allSatisfy({ $0.millisecondsOfDay == time }) else { return nil }
    let isMonthEnd = dates.allSatisfy { $0.day == Timestamp.dayCount(year: $0.year, month: $0.month) }
    let anchor = dates.reduce(0) { max($0, $1.day) }
    let staysOnDay = dates.allSatisfy {
      $0.day == min(anchor, Timestamp.dayCount(year: $0.year, month: $0.month))
    }
    guard isMonthEnd || staysOnDay else { return nil }
    var counts: [Int: Int] = [:]
    for (earlier, later) in zip(dates, dates.dropFirst()) where earlier != later {
      counts[(later.year - earlier.year) * 12 + later.month - earlier.month, default: 0] += 1
    }
    guard let mode = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }),
      mode.value * 2 > counts.values.reduce(0, +)
    else { return nil }
    return .months(mode.key, isMonthEnd: isMonthEnd)
  }

  /// At least one weekend must have been skipped to tell business days from days.
  private static func skipsWeekends(_ stamps: [Timestamp]) -> Bool {
    guard stamps.allSatisfy({ $0.weekday < 5 }) else { return false }
    return zip(stamps, stamps.dropFirst()).contains { $1.weekday < $0.weekday }
  }
}

/// How often each difference of consecutive stamps occurs.
struct StepCounts {
  /// Differences other than zero; duplicates are irregularities, not steps.
  private(set) var count = 0
  private(set) var mode: Int64 = 0
  private(set) var modeCount = 0
  private(set) var smallest = Int64.max

  init(_ stamps: [Timestamp]) throws(DataError) {
    var counts: [Int64: Int] = [:]
    var (run, runLength) = (Int64(0), 0)
    for row in 1..<stamps.count {
      let step = stamps[row].milliseconds - stamps[row - 1].milliseconds
      guard step >= 0 else { throw Self.backwards(stamps[row - 1], stamps[row], row: row) }
      if step == run {
        runLength += 1
      } else {
        counts[run, default: 0] += runLength
        (run, runLength) = (step, 1)
      }
    }
    counts[run, default: 0] += runLength
    counts[0] = nil
    for (step, occurrences) in counts {
      count += occurrences
      smallest = min(smallest, step)
      if (occurrences, -step) > (modeCount, -mode) { (mode, modeCount) = (step, occurrences) }
    }
  }

  private static func backwards(_ earlier: Timestamp, _ later: Timestamp, row: Int) -> DataError {
    DataError(
      .timeGoesBackwards, "time goes backwards, from \(earlier) to \(later)",
      fix: "sort the rows by time (local time that repeats an hour in autumn: convert to UTC)"
    ).at(line: row, value: later.description)
  }
}

extension Frequency {
  /// The places where the stamps leave this frequency.
  ///
  /// - Parameter lines: The line of each row.
  func irregularities(of stamps: [Timestamp], lines: LineMap) -> [TimeIrregularity] {
    var found: [TimeIrregularity] = []
    guard stamps.count > 1 else { return found }
    for row in 1..<stamps.count {
      let (from, to) = (stamps[row - 1], stamps[row])
      if case .fixed(let step) = self, to.milliseconds - from.milliseconds == step { continue }
      if let irregularity = irregularity(from: from, to: to, line: { lines.line(ofRow: row) }) {
        found.append(irregularity)
      }
    }
    return found
  }

  private func irregularity(from: Timestamp, to: Timestamp, line: () -> Int) -> TimeIrregularity? {
    if from == to { return .duplicate(line: line(), stamp: to) }
    let steps = stepCount(from: from, to: to)
    if steps == 0 { return .early(line: line(), from: from, to: to) }
    let isOnGrid = isSameStep(advance(from, by: steps), to)
    if steps == 1 { return isOnGrid ? nil : .gap(line: line(), from: from, to: to, missingSteps: 1) }
    return .gap(line: line(), from: from, to: to, missingSteps: isOnGrid ? steps - 1 : steps)
  }

  /// Whole steps between two stamps, rounded down.
  func stepCount(from: Timestamp, to: Timestamp) -> Int {
    switch self {
    case .fixed(let step):
      return Int((to.milliseconds - from.milliseconds) / step)
    case .businessDays:
      let weeks = ((to.daysSinceEpoch + 3).floorQuotient(7) - (from.daysSinceEpoch + 3).floorQuotient(7)) * 5
      return Int(weeks) + min(to.weekday, 4) - min(from.weekday, 4)
    case .months(let count, _):
      let (first, last) = (from.date, to.date)
      return ((last.year - first.year) * 12 + last.month - first.month) / count
    }
  }

  /// Clipped ends of short months count as the same step.
  private func isSameStep(_ expected: Timestamp, _ actual: Timestamp) -> Bool {
    guard case .months = self else { return expected == actual }
    let (left, right) = (expected.date, actual.date)
    return left.year == right.year && left.month == right.month
  }
}
