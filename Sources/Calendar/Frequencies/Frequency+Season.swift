extension Frequency {
  /// Season lengths worth trying, in rows, the most usual first; empty for yearly data and counters.
  public var seasonCandidates: [Int] {
    switch self {
    case .weekdays(.business): return [5, 261]
    case .weekdays(let days): return days.count > 1 ? [days.count] : []
    case .calendarMonths(let count, _): return count < 12 && 12.isMultiple(of: count) ? [12 / count] : []
    case .monthDays(let days): return [12 * days.days.count]
    case .sessions(let week):
      return [week.rowsPerDay, week.rowsPerWeek].compactMap { $0 }.filter { $0 > 1 }
    case .counter: return []
    case .span(.week): return [52]
    case .span(let step):
      let spans: [TimeStep] =
        step < .minute
        ? [.minute, .hour, .day]
        : step < .hour ? [.day, .week, .hour] : step < .day ? [.day, .week] : [.week]
      return spans.compactMap { step.count(in: $0) } + (step == .day ? [365] : [])
    }
  }

  /// Whether rows are only counted, which tells nothing about their seasons.
  public var isCounter: Bool { if case .counter = self { true } else { false } }

  /// The first of ``seasonCandidates``; 1 when there is no season.
  public var defaultSeasonLength: Int { seasonCandidates.first ?? 1 }
}

extension Frequency? {
  /// The season that was asked for; for 0 the usual one of the frequency, or 1 where there is none.
  package func seasonLength(asked: Int) -> Int { asked > 0 ? asked : self?.defaultSeasonLength ?? 1 }
}
