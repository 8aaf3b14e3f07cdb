import Calendar
import Stamps

/// In which direction rows go through time; problems are told apart.
enum StampOrder {
  case ascending
  case newestFirst

  /// - Parameter form: How the stamps are written.
  /// - Throws: `DataError.timeGoesBackwards` with the row's index in `line`, counted from zero.
  init(_ stamps: [Timestamp], _ form: StampForm?) throws(DataError) {
    var (up, down) = (0, 0)
    for row in stamps.indices.dropFirst() {
      if stamps[row] < stamps[row - 1] { down += 1 } else if stamps[row] > stamps[row - 1] { up += 1 }
    }
    if down == 0 {
      self = .ascending
    } else if up == 0 {
      self = .newestFirst
    } else {
      throw down > up
        ? Disorder(stamps.reversed(), form).error.reversingRow(count: stamps.count)
        : Disorder(stamps, form).error
    }
  }
}

extension DataError {
  fileprivate func reversingRow(count: Int) -> DataError { at(line: line.map { count - 1 - $0 }) }
}

/// Why rows are not in time order.
struct Disorder {
  let stamps: [Timestamp]
  /// Rows whose stamp is earlier than the one before.
  private let descents: [Int]
  private let form: StampForm?

  init(_ stamps: [Timestamp], _ form: StampForm?) {
    (self.stamps, self.form) = (stamps, form)
    descents = stamps.indices.dropFirst().filter { stamps[$0] < stamps[$0 - 1] }
  }

  var error: DataError {
    let row = descents[0]
    let problem = "time goes backwards, from \(clock(row - 1)) to \(clock(row))"
    if isTurnOfCentury {
      return backwards(
        row, problem + ": years of two digits are those from 1969 to 2068",
        fix: "write years with four digits")
    }
    if isTwelveHourClock {
      return backwards(
        row, problem + ": the hours look like a 12-hour clock without AM and PM",
        fix: "write hours from 0 to 23, or AM and PM behind them")
    }
    if isClockChange {
      return backwards(
        row, problem + ": local time whose clocks go back an hour here",
        fix: "tell the time zone, or write the stamps in UTC"
      ).remedied(by: .nameTimeZone)
    }
    if let repeatedCount {
      return backwards(
        row, problem + ": \(repeatedCount) rows that stand above follow again",
        fix: "remove those that are there twice")
    }
    if let row = outlier {
      return backwards(
        row, "the stamp \(clock(row)) sticks out between its neighbours",
        fix: "correct the stamp or remove the row")
    }
    if let start = secondSeries {
      return backwards(
        start, problem + ": the rows begin again, as in series one below the other",
        fix: "keep one series"
      ).remedied(by: .nameSeriesColumn)
    }
    guard isSortable else {
      return backwards(
        row, problem + ", and stamps repeat: rows of several series may be mixed",
        fix: "keep one series"
      ).remedied(by: .nameSeriesColumn)
    }
    return backwards(row, problem, fix: "sort the rows by time")
  }

  /// A row's stamp as the file shows it.
  private func clock(_ row: Int) -> String { form.shown(stamps[row]) }

  private func backwards(_ row: Int, _ problem: String, fix: String) -> DataError {
    DataError(.timeGoesBackwards, problem, fix: fix).at(line: row, value: clock(row))
  }

  /// Whether hardly a stamp occurs twice, as where clocks go back, so that sorting mixes nothing up.
  private var isSortable: Bool { (stamps.count - Set(stamps).count) * 100 <= stamps.count }

  /// Every step back is from the last year that two digits stand for to the first.
  private var isTurnOfCentury: Bool {
    descents.allSatisfy { stamps[$0 - 1].year == 2068 && stamps[$0].year == 1969 }
  }

  /// Hours from 1 to 12 only, and every step back is from 12 to 1 or to the same hours of one day.
  private var isTwelveHourClock: Bool {
    guard stamps.allSatisfy({ (1...12).contains($0.hour) }), stamps.contains(where: { $0.hour == 12 }) else {
      return false
    }
    return descents.count >= 2
      && descents.allSatisfy { row in
        let (from, to) = (stamps[row - 1], stamps[row])
        return from.daysSinceEpoch == to.daysSinceEpoch && from.hour == 12 && to.hour <= 2
      }
  }

  /// The usual step, of all steps forward.
  private var usualStep: Int128 {
    GridCandidates.mode(
      zip(stamps, stamps.dropFirst()).lazy.map { $1.nanoseconds(since: $0) }.filter { $0 > 0 }) ?? 0
  }

  /// Every step back is by an hour, or half of one, less the usual step; seldom, and at night.
  private var isClockChange: Bool {
    let step = usualStep, hour = Int128(TimeStep.hour.nanoseconds)
    return step <= hour && descents.count * 100 <= stamps.count + 100
      && descents.allSatisfy { row in
        let back = stamps[row - 1].nanoseconds(since: stamps[row]) + step
        return (back == hour || back == hour / 2) && stamps[row].hour < 4
          && [2, 3, 4, 9, 10, 11].contains(stamps[row].month)
      }
  }

  /// How many rows are there twice: the only step back is to one of the later half, which the next rows follow once more, as where rows
  /// were appended again.
  private var repeatedCount: Int? {
    let again = descents[0]
    guard descents.count == 1, let first = stamps[..<again].firstIndex(of: stamps[again]), 2 * first >= again
    else { return nil }
    let rows = zip(stamps[first..<again], stamps[again...])
    return rows.allSatisfy { $0 == $1 } ? min(again - first, stamps.count - again) : nil
  }

  /// The first row of the second series when the rows start again, each time within the time of the first ones.
  private var secondSeries: Int? {
    let starts = [0] + descents
    let ends = descents.map { $0 - 1 } + [stamps.count - 1]
    guard starts.count * 3 <= stamps.count else { return nil }
    let overlap = zip(starts.dropFirst(), ends).allSatisfy { start, end in
      // Back to the first half of the run before.
      let first = starts.last { $0 <= end } ?? 0
      guard end - first >= 2 else { return false }
      let run = stamps[end - 1].nanoseconds(since: stamps[first])
      return stamps[start].nanoseconds(since: stamps[first]) * 2 <= run
    }
    let lastRun = ends[ends.count - 1] - starts[starts.count - 1]
    return overlap && lastRun >= 2 ? descents[0] : nil
  }

  /// The only row, or the first of very few, that is not in order with all others.
  private var outlier: Int? {
    guard stamps.count >= 4 else { return nil }
    let kept = Set(longestOrder)
    let rest = stamps.indices.filter { !kept.contains($0) }
    guard let first = rest.first, rest.count <= max(1, stamps.count / 50) else { return nil }
    // Two rows in the wrong order belong to each other: nothing sticks out.
    let sorted = stamps.sorted()
    let steps = Set(zip(sorted, sorted.dropFirst()).map { $1.nanoseconds(since: $0) })
    return steps.count == 1 ? nil : first
  }

  /// Rows of a longest sequence that never goes back (patience sorting).
  private var longestOrder: [Int] {
    var tails: [Int] = []
    var before = [Int](repeating: -1, count: stamps.count)
    for row in stamps.indices {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if stamps[tails[middle]] <= stamps[row] { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[row] = tails[low - 1] }
      if low == tails.count { tails.append(row) } else { tails[low] = row }
    }
    var rows: [Int] = []
    var row = tails.last ?? -1
    while row >= 0 {
      rows.append(row)
      row = before[row]
    }
    return rows
  }
}
