import Calendar

/// A row at which the rows leave the grid.
package struct GridPlace: Sendable {
  /// The row, in time order.
  package let row: Int
  /// What is there.
  package let irregularity: TimeIrregularity
  /// The row on the grid before, of a gap.
  package let before: Int

  init(_ row: Int, _ irregularity: TimeIrregularity, before: Int = -1) {
    (self.row, self.irregularity, self.before) = (row, irregularity, before)
  }
}

extension GridFit {
  /// The places where rows leave the grid, in time order.
  ///
  /// - Parameters:
  ///   - isLocal: Whether stamps may be local time, whose clocks change.
  ///   - line: The line of a row.
  func places(of stamps: [Timestamp], isLocal: Bool, line: (Int) -> Int) -> [GridPlace] {
    if strays.isEmpty && repeats.isEmpty && gaps.isEmpty { return [] }
    var found: [GridPlace] = []
    for row in strays {
      found.append(
        GridPlace(row, .stray(line: line(row), stamp: stamps[row], frequency: grid.frequency)))
    }
    for row in repeats {
      let isChange = isLocal && isHourly && ClockChanges.showTwice(stamps[row], step: stepSeconds)
      found.append(
        GridPlace(
          row,
          isChange
            ? .clockChange(line: line(row), from: stamps[row], to: stamps[row])
            : .duplicate(line: line(row), stamp: stamps[row])))
    }
    for gap in gaps {
      let (from, to) = (stamps[gap.before], stamps[gap.row])
      let isChange = isLocal && isHour(gap.missing) && ClockChanges.skipHour(before: to, step: stepSeconds)
      found.append(
        GridPlace(
          gap.row,
          isChange
            ? .clockChange(line: line(gap.row), from: from, to: to)
            : .gap(line: line(gap.row), from: from, to: to, missingSteps: gap.missing),
          before: gap.before))
    }
    return found.sorted { $0.row < $1.row }
  }

  private var isHourly: Bool { grid.frequency == .hours(1) || grid.frequency == .minutes(30) }

  /// The seconds of a step that is an hour or a part of one.
  private var stepSeconds: Int64 { max(1, Int64(grid.frequency.seconds)) }

  /// Whether so many steps are one hour.
  private func isHour(_ count: Int) -> Bool {
    guard case .span(let step) = grid.frequency else { return false }
    return step.span(count) == Int128(TimeStep.hour.nanoseconds)
  }
}
