import LocalModels

/// The last lasting change of a series' level: rows before it say of later ones what they did, but for that change.
///
/// It is a step beside a season and a line, in noise whose neighbours depend on each other (Box and Tiao 1975,
/// https://doi.org/10.1080/01621459.1975.10480264): far larger than chance and than the noise, better than a bend of the line, and, where all values
/// are positive, a step of their logarithms too, as neither growth nor a season that grows is. Where the level wanders by itself there is none.
package struct LevelShift: Sendable, Equatable {
  /// The first row at the new level.
  package let row: Int
  /// How much higher it is.
  package let size: Double

  /// - Parameters:
  ///   - values: Rows of which some may be missing.
  ///   - season: Rows of the usual season; 1 or less for none.
  /// - Returns: Nil where there is no such change.
  package init?(_ values: [Double], season: Int) {
    let (present, leading, _) = MissingValues.trimmed(values)
    guard present.count >= Self.fewestRows, !Self.isSeldom(present) else { return nil }
    let rows = Interpolation.filled(present)
    guard let step = Self.step(in: rows, season, ratio: Self.leastRatio, size: Self.leastSize) else {
      return nil
    }
    if rows.allSatisfy({ $0 > 0 }) {
      let logarithm = BoxCoxTransform(power: 0)
      let logarithms = rows.map { logarithm.transformed($0) }
      guard
        let other = Self.step(
          in: logarithms, season, ratio: Self.leastLogarithmRatio, size: Self.leastLogarithmSize),
        abs(other.row - step.row) <= 1
      else { return nil }
    }
    (row, size) = (leading + step.row, step.size)
    let least = rows.min() ?? 0
    guard least < 0 || Self.stays(moved(values), positive: least > 0) else { return nil }
  }

  /// The values as they would have been at the level of the last rows.
  package func moved(_ values: [Double]) -> [Double] {
    values.enumerated().map { $0 < row ? $1 + size : $1 }
  }

  /// The step of rows without gaps; nil where it is not clear.
  ///
  /// - Parameters:
  ///   - ratio: How many times larger it is than its standard error, at least.
  ///   - size: How many times larger it is than the deviation of the noise, at least.
  private static func step(in rows: [Double], _ season: Int, ratio: Double, size: Double) -> StepSearch.Step?
  {
    let length = season > 1 && rows.count >= fewestSeasons * season ? season : 1
    let earliest = max(2 * length, fewestBefore, rows.count - rows.count / reach)
    let places = earliest..<max(earliest, rows.count - fewestAfter + 1)
    guard let (step, noise, lag) = largestStep(in: rows, places, season: length) else { return nil }
    let usual = noise.reduce(0) { $0 + $1 * $1 } / Double(rows.count)
    // Rows that stand still but for a step have no noise to judge it by, and would have none to state.
    let still = rounding * (rows.lazy.map { abs($0) }.max() ?? 0)
    guard step.squaredRatio > ratio * ratio, lag < largestLag, step.size * step.size > size * size * usual,
      abs(step.size) > still, usual > still * still, isLasting(step, noise),
      !StepSearch(rows, season: length, lag: lag).bend(leaves: step.rest, from: max(length, fewestBefore / 2))
    else { return nil }
    return step
  }

  /// The step that leaves the least, what it leaves, and how much of that a row hands on to the next one.
  private static func largestStep(
    in rows: [Double], _ places: Range<Int>, season: Int
  ) -> (step: StepSearch.Step, noise: [Double], lag: Double)? {
    let plain = StepSearch(rows, season: season, lag: 0)
    guard var step = plain.bestStep(places) else { return nil }
    var lag = 0.0
    for _ in 0..<2 {
      let noise = plain.rest(afterStepAt: step.row)
      let total = noise.reduce(0) { $0 + $1 * $1 }
      let product = zip(noise, noise.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      let found = total > 0 ? product / total : 0
      // What is estimated from few rows is too small (Marriott and Pope 1954).
      lag = min(0.99, max(0, found + (1 + 3 * found) / Double(rows.count)))
      guard let next = StepSearch(rows, season: season, lag: lag).bestStep(places) else { return nil }
      step = next
    }
    return (step, plain.rest(afterStepAt: step.row), lag)
  }

  /// Whether most rows behind a step are nearer to the new level than to the old one: a single far value among the last ones is none.
  private static func isLasting(_ step: StepSearch.Step, _ noise: [Double]) -> Bool {
    let behind = noise[step.row...]
    let near = behind.count { abs($0) < abs(step.size) / 2 }
    return Double(near) >= leastShareBehind * Double(behind.count)
  }

  /// Demand that is zero again and again has no level that could move.
  private static func isSeldom(_ values: [Double]) -> Bool { values.count { $0 == 0 } > 1 }

  /// Whether what was never below zero is not now.
  private static func stays(_ values: [Double], positive: Bool) -> Bool {
    values.allSatisfy { $0.isNaN || (positive ? $0 > 0 : $0 >= 0) }
  }

  private static let fewestRows = 24, fewestSeasons = 3
  /// Rows before and behind the change that show a level.
  private static let fewestBefore = 12, fewestAfter = 3
  private static let leastShareBehind = 0.75
  /// The change lies in the last third.
  private static let reach = 3
  /// Fixed on simulated rows and halves of M1, M3 and tourism: of 2,200 such series eight have a shift.
  private static let leastRatio = 7.0, leastSize = 4.0, leastLogarithmRatio = 6.0, leastLogarithmSize = 3.0
  /// A level that hands on so much of its changes wanders.
  private static let largestLag = 0.7
  /// Changes that are so small a part of the values are rounding.
  private static let rounding = 1e-9
}
