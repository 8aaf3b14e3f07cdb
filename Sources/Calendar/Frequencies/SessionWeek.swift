import Text

/// The hours in which rows come, week after week: trading hours, with their lunch breaks and nights.
public struct SessionWeek: Hashable, Sendable {
  /// Rows at equal steps from a first to a last time of one day.
  package struct Run: Hashable, Sendable {
    /// 0 for Monday.
    package let weekday: Int
    /// Seconds since midnight of the first row.
    package let first: Int
    /// Rows; the last one is on the same day.
    package let count: Int

    package init(weekday: Int, first: Int, count: Int) {
      (self.weekday, self.first, self.count) = (weekday, first, count)
    }
  }

  /// Seconds from one row to the next within a session.
  let step: Int
  /// In order of the week.
  let runs: [Run]
  /// How many rows of the week come before each run.
  private let before: [Int]

  /// Rows a week.
  public let rowsPerWeek: Int

  /// `nil` unless the runs are in order, do not overlap and stay within their days.
  package init?(step: Int, runs: [Run]) {
    guard step > 0, !runs.isEmpty, runs.count <= 1000 else { return nil }
    var end = -1
    for run in runs {
      guard (0...6).contains(run.weekday), (0..<86_400).contains(run.first), (1...86_400).contains(run.count)
      else { return nil }
      let last = run.first + (run.count - 1) * step
      guard run.weekday * 86_400 + run.first > end, last < 86_400 else { return nil }
      end = run.weekday * 86_400 + last
    }
    (self.step, self.runs) = (step, runs)
    var total = 0
    before = runs.map { run in
      defer { total += run.count }
      return total
    }
    rowsPerWeek = total
  }

  /// Rows a day when all days with rows have the same sessions; otherwise `nil`.
  var rowsPerDay: Int? {
    let days = Set(runs.map(\.weekday)).map { day in runs.filter { $0.weekday == day } }
    let shapes = Set(days.map { $0.map { [$0.first, $0.count] } })
    return shapes.count == 1 ? days.first.map { $0.reduce(0) { $0 + $1.count } } : nil
  }

  /// Rows since the week of 1970-01-01 of the last one at or before a stamp, and whether it is that stamp.
  package func ordinal(_ stamp: Timestamp) -> (ordinal: Int, isExact: Bool) {
    let day = stamp.daysSinceEpoch + 3
    let (week, weekday) = (Int(day.floorQuotient(7)), Int(day.floorModulo(7)))
    let time = Int(stamp.secondsOfDay)
    let start = week * rowsPerWeek
    guard let index = runs.lastIndex(where: { ($0.weekday, $0.first) <= (weekday, time) }) else {
      return (start - 1, false)
    }
    let run = runs[index]
    let elapsed = (weekday - run.weekday) * 86_400 + time - run.first
    let position = min(elapsed / step, run.count - 1)
    return (start + before[index] + position, position * step == elapsed && stamp.nanosecond == 0)
  }

  /// The stamp with an ordinal.
  package func stamp(_ ordinal: Int) -> Timestamp {
    let (week, position) = (ordinal.floorQuotient(rowsPerWeek), ordinal.floorModulo(rowsPerWeek))
    let index = before.lastIndex { $0 <= position } ?? 0
    let run = runs[index]
    let day = week * 7 - 3 + run.weekday
    return Timestamp(seconds: Int64(day * 86_400 + run.first + (position - before[index]) * step))
  }
}

extension SessionWeek {
  /// `mon-fri/09:30-15:30`, with `+` between the sessions of a day and `;` between days that differ.
  var code: String {
    var groups: [(days: [Int], sessions: String)] = []
    for day in Set(runs.map(\.weekday)).sorted() {
      let sessions = runs.filter { $0.weekday == day }.map { run in
        let last = run.first + (run.count - 1) * step
        return Self.clock(run.first) + (run.count == 1 ? "" : "-" + Self.clock(last))
      }.joined(separator: "+")
      if let index = groups.firstIndex(where: { $0.sessions == sessions }) {
        groups[index].days.append(day)
      } else {
        groups.append(([day], sessions))
      }
    }
    return groups.map { Weekdays($0.days).code + "/" + $0.sessions }.joined(separator: ";")
  }

  /// Reads a ``code``.
  init?(step: Int, code: some StringProtocol) {
    guard step > 0 else { return nil }
    var runs: [Run] = []
    for group in code.split(separator: ";", omittingEmptySubsequences: false) {
      let parts = group.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let days = Weekdays(code: parts[0]) else { return nil }
      for session in parts[1].split(separator: "+", omittingEmptySubsequences: false) {
        let ends = session.split(separator: "-", omittingEmptySubsequences: false).map {
          Self.seconds(String($0))
        }
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], last >= first,
          (last - first).isMultiple(of: step)
        else { return nil }
        runs += days.days.map { Run(weekday: $0, first: first, count: (last - first) / step + 1) }
      }
    }
    self.init(step: step, runs: runs.sorted { ($0.weekday, $0.first) < ($1.weekday, $1.first) })
  }

  private static func clock(_ time: Int) -> String {
    let fields = [time / 3600, time / 60 % 60, time % 60].prefix(time.isMultiple(of: 60) ? 2 : 3)
    return fields.map { $0.padded(to: 2) }.joined(separator: ":")
  }

  private static func seconds(_ text: String) -> Int? {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count), fields.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    let numbers = fields.compactMap { Int($0) } + [0]
    guard numbers.count > fields.count, (0..<24).contains(numbers[0]), (0..<60).contains(numbers[1]),
      (0..<60).contains(numbers[2])
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
  }
}
