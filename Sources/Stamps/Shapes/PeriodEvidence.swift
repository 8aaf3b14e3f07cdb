import Calendar

/// Whether the number beside a year counts halves, quarters, months or weeks: the values of the whole column tell.
struct PeriodEvidence {
  /// The pattern with the right field; `nil` when no part of a year fits.
  let pattern: StampPattern?

  init(_ candidate: StampShape.Candidate, _ bytes: Span<UInt8>, _ ends: Span<UInt64>) {
    let open = candidate.pattern
    let reader = StampReader(open)
    var rows: [(year: Int, part: Int)] = []
    var showsZero = false
    for row in 0..<ends.count {
      var values = StampValues()
      guard reader.read(bytes, bytes.range(row, ends), into: &values) else { continue }
      rows.append((values.year, values.month))
      showsZero = showsZero || values.seen.zero & (1 << UInt16(StampPattern.Field.month.rawValue)) != 0
    }
    let isCompact = open.elements.count == 2
    guard let field = Self.told(Self.field(rows, isCompact: isCompact), rows, candidate) else {
      pattern = nil
      return
    }
    guard field != .month else {
      pattern = open
      return
    }
    var decided = open
    for (index, element) in open.elements.enumerated() {
      if element == .roman(.month) { decided.elements[index] = .roman(field) }
      if case .number(.month, _) = element {
        decided.elements[index] = .number(field, isPadded: isCompact || showsZero)
      }
      if case .number(.year, _) = element, field == .week {
        decided.elements[index] = .number(.weekYear, isPadded: true)
      }
    }
    pattern = decided
  }

  /// The field that words tell, or the values where none do; `nil` where both leave it open.
  private static func told(
    _ found: StampPattern.Field?, _ rows: [(year: Int, part: Int)], _ candidate: StampShape.Candidate
  ) -> StampPattern.Field? {
    let most = rows.map(\.part).max() ?? 0
    guard !candidate.parts.isEmpty else {
      guard candidate.hasRoman else { return found }
      // They are those of quarters and halves as often as of months, and one alone, `X-2019`, names no time.
      return Set(rows.map(\.part)).count > 1 && (found != .month || most > 4) ? found : nil
    }
    if let found, candidate.parts.contains(found) { return found }
    let possible = candidate.parts.filter { field in
      switch field {
      case .half: most <= 2
      case .quarter: most <= 4
      case .month: most <= 12
      default: !candidate.hasRoman
      }
    }
    return possible.count == 1 ? possible.first : nil
  }

  private static func field(_ rows: [(year: Int, part: Int)], isCompact: Bool) -> StampPattern.Field? {
    // A few typing errors do not decide.
    let parts = rows.map(\.part).sorted()
    guard !parts.isEmpty else { return nil }
    let slack = rows.count / 50
    let (least, most) = (parts[slack], parts[rows.count - 1 - slack])
    if isCompact, rows.count(where: { (1700...2300).contains($0.year) }) * 10 < rows.count * 9 { return nil }
    guard least >= 1, most <= 53 else { return most <= 12 ? .month : nil }
    let ends = yearEnds(rows)
    for (count, field) in [(2, StampPattern.Field.half), (4, .quarter)] where most == count {
      if ends.all >= 1, ends.turns(count) * 10 >= ends.all * 9, ends.ones(count, rows) { return field }
    }
    if most <= 12 { return .month }
    // Numbers like 200131 may be days of January 2020; beyond 31 there are only weeks.
    return most > 31 || !isCompact ? .week : nil
  }

  /// From which part of a year to which part of the next rows go, in time order.
  private struct YearEnds {
    var all = 0
    var counts: [Int: Int] = [:]

    func turns(_ last: Int) -> Int { counts[last] ?? 0 }

    /// Whether nearly all steps within a year go on by one part.
    func ones(_ count: Int, _ rows: [(year: Int, part: Int)]) -> Bool {
      var (within, ones) = (0, 0)
      for (from, to) in zip(rows, rows.dropFirst()) where from.year == to.year && from.part != to.part {
        within += 1
        if abs(to.part - from.part) == 1 { ones += 1 }
      }
      return within > 0 && ones * 10 >= within * 9
    }
  }

  private static func yearEnds(_ rows: [(year: Int, part: Int)]) -> YearEnds {
    var ends = YearEnds()
    for (one, other) in zip(rows, rows.dropFirst()) {
      let (from, to) = one.year <= other.year ? (one, other) : (other, one)
      guard to.year == from.year + 1 else { continue }
      ends.all += 1
      if to.part == 1 { ends.counts[from.part, default: 0] += 1 }
    }
    return ends
  }
}
