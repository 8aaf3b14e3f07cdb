import Calendar

/// How well a grid explains stamps.
struct GridFit {
  /// From the first to the last row on it.
  private(set) var grid: TimeGrid
  /// Rows that are on no position.
  private(set) var strays: [Int] = []
  /// Rows on the position of the row before.
  private(set) var repeats: [Int] = []
  /// Rows before which positions have no row.
  private(set) var gaps: [Gap] = []
  /// Steps of exactly one position.
  private(set) var unitSteps = 0
  /// Positions with a row.
  private(set) var hits = 0
  /// What a grid with more freedom must gain, in rows.
  let penalty: Double

  struct Gap {
    let row: Int
    /// The row on the grid before.
    let before: Int
    let missing: Int
  }

  /// Positions without a row.
  var missing: Int { gaps.reduce(0) { $0 + $1.missing } }
  /// Rows and positions that are not explained.
  var cost: Double { Double(missing + strays.count) + penalty }

  /// - Parameters:
  ///   - candidate: A grid of any count whose start is the first row on it.
  ///   - stamps: Never decreasing.
  init(_ candidate: TimeGrid, _ stamps: [Timestamp], penalty: Double) {
    self.penalty = penalty
    grid = candidate
    var (first, last, lastRow) = (0, 0, -1)
    let step = Self.plainStep(candidate)
    for row in stamps.indices {
      let isNext =
        step.map { lastRow == row - 1 && row > 0 && stamps[row].isExactly($0, after: stamps[row - 1]) }
        ?? false
      guard let position = isNext ? last + 1 : candidate.index(of: stamps[row]) else {
        strays.append(row)
        continue
      }
      if lastRow < 0 {
        (first, hits) = (position, 1)
      } else if position == last {
        repeats.append(row)
      } else if position < last {
        strays.append(row)
        continue
      } else {
        hits += 1
        if position == last + 1 {
          unitSteps += 1
        } else {
          gaps.append(Gap(row: row, before: lastRow, missing: position - last - 1))
        }
      }
      (last, lastRow) = (position, row)
    }
    grid = TimeGrid(
      start: candidate.stamp(at: first), frequency: candidate.frequency,
      count: lastRow < 0 ? 0 : last - first + 1,
      tolerance: candidate.tolerance)
  }

  /// The step when it is whole seconds, so that consecutive rows need no division.
  private static func plainStep(_ grid: TimeGrid) -> Int64? {
    guard case .span(let step) = grid.frequency, grid.tolerance == 0, step.divisor == 1,
      step.nanoseconds.isMultiple(of: TimeStep.second)
    else { return nil }
    return step.nanoseconds / TimeStep.second
  }

  /// Whether the grid may be taken: few strays and repeats, most steps of one position, and not a tenth
  /// missing.
  func isAcceptable(rowCount: Int) -> Bool {
    let steps = unitSteps + gaps.count
    guard hits >= 2, unitSteps * 2 > steps, strays.count <= Self.strayLimit(rowCount),
      repeats.count <= Self.repeatLimit(rowCount)
    else { return false }
    if missing * 10 < hits + missing { return true }
    // A few rows may well have one hole.
    return rowCount < 12 && gaps.count <= 2 && missing <= hits
  }

  static func strayLimit(_ rowCount: Int) -> Int { rowCount < 12 ? 0 : max(1, rowCount / 50) }
  static func repeatLimit(_ rowCount: Int) -> Int { max(1, rowCount * 3 / 100) }
}

extension Timestamp {
  @inline(__always)
  fileprivate func isExactly(_ seconds: Int64, after earlier: Timestamp) -> Bool {
    self.seconds - earlier.seconds == seconds && nanosecond == earlier.nanosecond
  }
}
