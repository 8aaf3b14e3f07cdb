/// A place where the stamps leave the grid. The file still loads.
public enum TimeIrregularity: Hashable, Sendable {
  /// The stamp equals the one before.
  case duplicate(line: Int, stamp: Timestamp)
  /// `missingSteps` rows are missing before this line.
  case gap(line: Int, from: Timestamp, to: Timestamp, missingSteps: Int)
  /// The stamp is not one of the grid's.
  case stray(line: Int, stamp: Timestamp, frequency: Frequency)
  /// An hour is missing in a spring night, or stands twice in an autumn night: local time.
  case clockChange(line: Int, from: Timestamp, to: Timestamp)

  /// The 1-based line of the later stamp.
  public var line: Int {
    switch self {
    case .duplicate(let line, _), .gap(let line, _, _, _), .stray(let line, _, _),
      .clockChange(let line, _, _):
      line
    }
  }
}

extension TimeIrregularity: CustomStringConvertible {
  /// One line for a warning: `line 7244: stamp 2020-02-20 06:20:00 appears twice`.
  public var description: String {
    switch self {
    case .duplicate(let line, let stamp):
      return "line \(line): stamp \(stamp) appears twice"
    case .gap(let line, let from, let to, let missing):
      return "line \(line): \(missing) \(missing == 1 ? "row" : "rows") missing between \(from) and \(to)"
    case .stray(let line, let stamp, let frequency):
      return "line \(line): stamp \(stamp) is not on the grid of the others (\(frequency))"
    case .clockChange(let line, let from, let to):
      let change = from == to ? "stands twice" : "follows \(from)"
      return "line \(line): \(to) \(change), as where clocks change in local time"
    }
  }
}

extension GridFit {
  /// The places where rows leave the grid, in time order.
  ///
  /// - Parameters:
  ///   - isLocal: Whether stamps may be local time, whose clocks change.
  ///   - line: The line of a row.
  func irregularities(of stamps: [Timestamp], isLocal: Bool, line: (Int) -> Int) -> [TimeIrregularity] {
    var found: [(row: Int, place: TimeIrregularity)] = []
    for row in strays {
      found.append((row, .stray(line: line(row), stamp: stamps[row], frequency: grid.frequency)))
    }
    for row in repeats {
      let isChange = isLocal && isHourly && Self.isAutumnNight(stamps[row])
      found.append(
        (
          row,
          isChange
            ? .clockChange(line: line(row), from: stamps[row], to: stamps[row])
            : .duplicate(line: line(row), stamp: stamps[row])
        ))
    }
    for gap in gaps {
      let (from, to) = (stamps[gap.before], stamps[gap.row])
      let isChange = isLocal && isHour(gap.missing) && Self.isSpringNight(to)
      found.append(
        (
          gap.row,
          isChange
            ? .clockChange(line: line(gap.row), from: from, to: to)
            : .gap(line: line(gap.row), from: from, to: to, missingSteps: gap.missing)
        ))
    }
    return found.sorted { $0.row < $1.row }.map(\.place)
  }

  private var isHourly: Bool { grid.frequency == .hours(1) || grid.frequency == .minutes(30) }

  /// Whether so many steps are one hour.
  private func isHour(_ count: Int) -> Bool {
    guard case .span(let step) = grid.frequency else { return false }
    return step.span(count) == Int128(TimeStep.hour.nanoseconds)
  }

  /// Clocks go forward between midnight and 3 o'clock, on a weekend nearly everywhere.
  private static func isSpringNight(_ stamp: Timestamp) -> Bool {
    [3, 4, 9, 10].contains(stamp.month) && stamp.weekday >= 4 && (1...3).contains(stamp.hour)
  }

  private static func isAutumnNight(_ stamp: Timestamp) -> Bool {
    [4, 9, 10, 11].contains(stamp.month) && stamp.weekday >= 4 && (0...3).contains(stamp.hour)
  }
}
