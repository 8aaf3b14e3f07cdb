import LocalModels
import Smoothing
import Text

/// What a combination is drawn to where rows hold more than one season and less than two, of more than 24 rows two and a half: the last season,
/// moved by half of what has changed since the one before.
///
/// Models of a season ask for two of it, and the smoothing ones have none of more than 24 rows. Of two whole seasons the earlier one, moved by its
/// change, counts as much as the last. With `d` the mean of `y_t − y_{t−m}` over the rows that have one a season before, the rows of the last
/// season go on by `d/2`, since few changes are as lasting as they look. With `E` the squared error of that on the same rows, and `U` the smaller
/// one of the last value and of the mean of all rows before, one row ahead, its share is `U²/(U² + E²)`: next to nothing of a level that wanders or grows, a
/// third of noise (half where one row is compared), nearly all of a clear season.
///
/// As far as that share goes, a forecast is as sure as the last season is, if that is surer: with `c` rows compared and `σ₁` the deviation of the
/// combination's own law one row ahead, the variance of the last season is `(E + 4σ₁²)/(c + 4) · (1 + 1/c)` for each season ahead.
struct LastSeason: Sendable {
  /// The last season, oldest first.
  private var rows: [Double]
  /// What each season adds.
  private let change: Double
  /// The share of the last season in the forecast, 0 to 1.
  let share: Double
  /// The deviation of the last season in units of that of the combination's law one row ahead; infinite where that is not known, as in files
  /// of before: bounds keep their distances then.
  let deviation: Double

  /// Rows from which on most members see a season: two of it, two and a half where the smoothing ones have none so long.
  private static func fewestSeen(_ season: Int) -> Int {
    season > ETS.longestSeason ? (5 * season + 1) / 2 : 2 * season
  }

  /// Rows for which the law of the combination counts beside those that are compared.
  private static let rowsOfLaw = 4.0

  /// - Parameter deviation: That of the combination's law one row ahead; nil where it states none.
  /// - Returns: Nil where the rows hold enough seasons, or no more than one, or one of the last season is missing.
  init?(_ series: LocalSeries, besideLawOf deviation: @autoclosure () -> Double?) {
    let (values, season) = (series.values, series.season)
    guard season > 1, values.count > season, values.count < Self.fewestSeen(season),
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
    if values.count >= 2 * season {
      // Both seasons tell of it. Later rows take the place of a mean as they are: they tell of the present.
      for place in rows.indices {
        let before = values[values.count - 2 * season + place] + 2 * change
        if !before.isNaN { rows[place] = (rows[place] + before) / 2 }
      }
    }
    let (compared, law) = (Double(known.count), deviation() ?? 0)
    let variance = (error + Self.rowsOfLaw * law * law) / (compared + Self.rowsOfLaw) * (1 + 1 / compared)
    self.deviation = law > 0 ? variance.squareRoot() / law : .infinity
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
    let numbers = try state.array(Self.numbersName)
    guard (2...3).contains(numbers.count) else {
      throw .malformedState(model: state.name, array: Self.numbersName)
    }
    (change, share) = (numbers[0], numbers[1])
    deviation = numbers.count > 2 ? numbers[2] : .infinity
    guard (0...1).contains(share), change.isFinite, deviation >= 0 else {
      throw .malformedState(model: state.name, array: Self.numbersName)
    }
  }

  // The name is that of files which tell no deviation.
  private static let (rowsName, numbersName) = ("last season", "change and share of the last season")

  func append(to state: inout LocalModelState) {
    state.append(Self.rowsName, rows)
    state.append(Self.numbersName, [change, share] + (deviation.isFinite ? [deviation] : []))
  }

  /// What is added to means, from the first step on.
  func pulling(_ means: [Double]) -> [Double] {
    means.indices.map { step in
      let own = rows[step % rows.count] + change * Double(step / rows.count + 1)
      return share * (own - means[step])
    }
  }

  /// Distances of bounds from forecasts that are drawn, from the first step on.
  func narrowing(_ distances: [Double]) -> [Double] {
    guard deviation.isFinite, let first = distances.first else { return distances }
    return distances.enumerated().map { step, distance in
      let own = first * deviation * Double(step / rows.count + 1).squareRoot()
      return own < distance && distance.isFinite ? distance - share * (distance - own) : distance
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
