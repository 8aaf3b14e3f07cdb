/// Least squares of rows by a season, a line and one step or bend, after each row's share of the row before it is taken off.
struct StepSearch {
  /// A step that was looked for.
  struct Step {
    /// Its first row.
    let row: Int
    let size: Double
    /// The square of the size in units of its standard error.
    let squaredRatio: Double
    /// The sum of squares that it leaves.
    let rest: Double
  }

  /// The share of a row that the next one takes over.
  private let lag: Double
  private let season: Int
  /// The first row that has one before it, where that is needed.
  private let first: Int
  /// Rows of each place of the season.
  private var counts: [Double]
  /// The line beside the season, and the sum of its squares.
  private var line: [Double] = []
  private var lineSquares = 0.0
  /// What season and line leave of the rows.
  private var rest: [Double] = []

  /// - Parameter lag: Between 0 and 1.
  init(_ rows: [Double], season: Int, lag: Double) {
    (self.lag, self.season, first) = (lag, season, lag == 0 ? 0 : 1)
    counts = Array(repeating: 0, count: season)
    for row in first..<rows.count { counts[row % season] += 1 }
    line = withoutSeason((first..<rows.count).map(Double.init))
    lineSquares = line.reduce(0) { $0 + $1 * $1 }
    let lag = lag
    rest = withoutSeasonAndLine(
      (first..<rows.count).map { $0 == 0 || lag == 0 ? rows[$0] : rows[$0] - lag * rows[$0 - 1] })
  }

  /// The step in one of some rows that leaves the least; nil where there is no row to tell it from season and line by.
  func bestStep(_ places: Range<Int>) -> Step? {
    let behind = 1 - lag
    let total = rest.reduce(0) { $0 + $1 * $1 }
    let freedom = Double(rest.count - season - 2)
    guard freedom > 0, lineSquares > 0 else { return nil }
    var (restSum, lineSum, rowCount) = (0.0, 0.0, 0.0)
    // Rows behind the step at each place of the season, and the sum of their squares by the rows of the place.
    var (after, share) = ([Double](repeating: 0, count: season), 0.0)
    var best: (row: Int, gain: Double, size: Double)?
    for index in rest.indices.reversed() {
      let place = (index + first) % season
      if places.contains(index + first) {
        let slope = line[index] + behind * lineSum
        let squares =
          1 + behind * behind * (rowCount - share) - (2 * behind * after[place] + 1) / counts[place]
          - slope * slope / lineSquares
        let product = rest[index] + behind * restSum
        if squares > Self.smallest, product * product / squares > best?.gain ?? 0 {
          best = (index + first, product * product / squares, product / squares)
        }
      }
      restSum += rest[index]
      lineSum += line[index]
      rowCount += 1
      share += (2 * after[place] + 1) / counts[place]
      after[place] += 1
    }
    guard let best else { return nil }
    let left = max(0, total - best.gain)
    return Step(
      row: best.row, size: best.size, squaredRatio: left > 0 ? best.gain * freedom / left : .infinity,
      rest: left)
  }

  /// What season, line and a step in a row leave.
  func rest(afterStepAt row: Int) -> [Double] {
    rest(after: withoutSeasonAndLine((first..<first + rest.count).map { $0 < row ? 0 : 1 }))
  }

  /// Whether a line that bends, in one of 40 rows from `row` on, leaves no more than a step does.
  func bend(leaves stepRest: Double, from row: Int) -> Bool {
    let end = first + rest.count - Self.fewestBehindBend
    guard row < end else { return false }
    let stride = Swift.max(1, (end - row) / Self.bendCount)
    return Swift.stride(from: row, through: end, by: stride).contains { place in
      let bend = (first..<first + rest.count).map { row -> Double in
        row <= place ? 0 : Double(row - place) - lag * Double(row - 1 - place)
      }
      return rest(after: withoutSeasonAndLine(bend)).reduce(0) { $0 + $1 * $1 } <= stepRest
    }
  }

  /// What is left without the part of a shape, which season and line have been taken off.
  private func rest(after shape: [Double]) -> [Double] {
    let squares = shape.reduce(0) { $0 + $1 * $1 }
    guard squares > Self.smallest else { return rest }
    let size = zip(shape, rest).reduce(0) { $0 + $1.0 * $1.1 } / squares
    return zip(rest, shape).map { $0 - size * $1 }
  }

  private func withoutSeason(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: season)
    for (index, value) in values.enumerated() { sums[(index + first) % season] += value }
    return values.enumerated().map { $1 - sums[($0 + first) % season] / counts[($0 + first) % season] }
  }

  private func withoutSeasonAndLine(_ values: [Double]) -> [Double] {
    let rest = withoutSeason(values)
    let slope = lineSquares > 0 ? zip(rest, line).reduce(0) { $0 + $1.0 * $1.1 } / lineSquares : 0
    return zip(rest, line).map { $0 - slope * $1 }
  }

  /// Squares of a shape that season and line explain but for rounding.
  private static let smallest = 1e-9
  private static let bendCount = 40, fewestBehindBend = 3
}
