import LocalModels
import Text

/// What a combination is drawn to where rows hold more than one season and less than two: the last season, moved by half of what has changed
/// since the one before.
///
/// Models of a season ask for two of it. With `d` the mean of `y_t − y_{t−m}` over the rows that have one a season before, the rows of the last
/// season go on by `d/2`, since few changes are as lasting as they look. With `E` the squared error of that on the same rows, and `U` the smaller
/// one of the last value and of the mean of all rows before, one row ahead, its share is `U²/(U² + E²)`: next to nothing of a level that wanders or grows, a
/// third of noise (half where one row is compared), nearly all of a clear season.
struct LastSeason: Sendable {
  /// The last season, oldest first.
  private var rows: [Double]
  /// What each season adds.
  private let change: Double
  /// The share of the last season in the forecast, 0 to 1.
  let share: Double

  /// - Returns: Nil where the rows hold two seasons, or no more than one, or one of the last season is missing.
  init?(_ series: LocalSeries) {
    let (values, season) = (series.values, series.season)
    guard season > 1, values.count > season, values.count < 2 * season,
      !values.suffix(season).contains(where: \.isNaN)
    else { return nil }
    let changes = (season..<values.count).map { values[$0] - values[$0 - season] }
    let known = changes.filter { !$0.isNaN }
    guard !known.isEmpty else { return nil }
    change = known.reduce(0, +) / Double(known.count) / 2
    let error = known.reduce(0) { [change] in $0 + ($1 - change) * ($1 - change) }
    let first = values[..<season].filter { !$0.isNaN }
    var (sum, count, ofLast, ofMean) = (first.reduce(0, +), Double(first.count), 0.0, 0.0)
    for row in season..<values.count {
      if !changes[row - season].isNaN {
        let (fromLast, fromMean) = (values[row] - values[row - 1], values[row] - sum / count)
        (ofLast, ofMean) = (ofLast + fromLast * fromLast, ofMean + fromMean * fromMean)
      }
      (sum, count) = (sum + values[row], count + 1)
    }
    let usual = min(ofLast, ofMean)
    let ratio = usual > 0 ? error / usual : .infinity
    share = 1 / (1 + ratio * ratio)
    rows = Array(values.suffix(season))
    guard share.isFinite, change.isFinite, rows.allSatisfy(\.isFinite) else { return nil }
  }

  /// Restores what ``append(to:)`` stored; nil where there is none.
  init?(restoring state: LocalModelState) throws(LocalFitError) {
    guard state.entries.contains(where: { [Self.rowsName, Self.numbersName].contains($0.name) }) else {
      return nil
    }
    rows = try state.array(Self.rowsName)
    guard rows.count > 1, rows.allSatisfy(\.isFinite) else {
      throw .malformedState(model: state.name, array: Self.rowsName)
    }
    let numbers = try state.array(Self.numbersName, count: 2)
    (change, share) = (numbers[0], numbers[1])
    guard (0...1).contains(share), change.isFinite else {
      throw .malformedState(model: state.name, array: Self.numbersName)
    }
  }

  private static let (rowsName, numbersName) = ("last season", "change and share of the last season")

  func append(to state: inout LocalModelState) {
    state.append(Self.rowsName, rows)
    state.append(Self.numbersName, [change, share])
  }

  /// What is added to means, from the first step on.
  func pulling(_ means: [Double]) -> [Double] {
    means.indices.map { step in
      let own = rows[step % rows.count] + change * Double(step / rows.count + 1)
      return share * (own - means[step])
    }
  }

  /// Moves on by one row; a missing one is as the forecast said.
  mutating func update(with value: Double) {
    let next = rows.removeFirst() + change
    rows.append(value.isNaN ? next : value)
  }
}

extension LastSeason: CustomStringConvertible {
  var description: String {
    "drawn to the last season (share \(TextFormatting.significant(share, digits: 2)))"
  }
}
