/// How regular stamps are, to choose between two readings of the same texts.
package struct StepSummary: Comparable {
  /// Steps in the rarer direction.
  private let turns: Int
  /// Steps other than the most frequent one.
  private let exceptions: Int
  private let isWithinDays: Bool
  /// Whether stamps of two years or more stand on one day of the month each, and the same number of months apart.
  package let areMonths: Bool

  package init(_ stamps: [Timestamp]) {
    areMonths = Self.areMonths(stamps)
    var (up, down) = (0, 0)
    var counts: [Int128: Int] = [:]
    for (earlier, later) in zip(stamps, stamps.dropFirst()) {
      if later > earlier { up += 1 } else if later < earlier { down += 1 }
      counts[later.nanoseconds(since: earlier), default: 0] += 1
    }
    let mode = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    turns = min(up, down)
    exceptions = stamps.count - 1 - (mode?.value ?? 0)
    isWithinDays = (mode?.key.magnitude ?? 0) < UInt128(TimeStep.day.nanoseconds)
  }

  private static func areMonths(_ stamps: [Timestamp]) -> Bool {
    guard stamps.count > 2, let first = stamps.first?.date, let last = stamps.last?.date else { return false }
    let month = { (stamp: Timestamp) in
      let date = stamp.date
      return 12 * date.year + date.month
    }
    let step = month(stamps[1]) - month(stamps[0])
    // Steps of whole years are as likely years read as days.
    guard (1...6).contains(abs(step)), abs(12 * (last.year - first.year) + last.month - first.month) >= 23,
      stamps.allSatisfy({ $0.date.day == first.day })
    else { return false }
    return zip(stamps, stamps.dropFirst()).allSatisfy { month($1) - month($0) == step }
  }

  /// Whether none of some readings has fewer steps in the rarer direction.
  package func hasFewestTurns(of others: [Self]) -> Bool { others.allSatisfy { $0.turns >= turns } }

  package static func < (left: Self, right: Self) -> Bool {
    (left.turns, left.exceptions) < (right.turns, right.exceptions)
  }

  package func isClearlyBetter(than other: Self) -> Bool {
    if turns == 0 && other.turns > 0 { return true }
    return turns == other.turns && isWithinDays && other.exceptions >= 1 && exceptions * 4 <= other.exceptions
  }
}
