import Smoothing

/// Whether rows repeat a season longer than the usual one, the week of hours and the year of days, or a usual one that is long, the year of weeks.
///
/// Rows of one long season ago are then nearer than those of half a season less and more ago, which are as near on average wherever a
/// level wanders. All three lags are whole numbers of the shorter season.
package struct LongSeason {
  /// Rows of the season.
  package let rows: Int
  /// Rows of the shorter season.
  let shorter: Int

  /// The season after the usual one among those of a frequency; nil where there is none.
  package init?(_ candidates: [Int]) {
    guard let shorter = candidates.first, let rows = candidates.dropFirst().first(where: { $0 > shorter })
    else { return nil }
    (self.rows, self.shorter) = (rows, shorter)
  }

  /// A usual season that smoothing models have too many states for, as in R's `forecast`; nil for a shorter one.
  package init?(unsmoothed season: Int) {
    guard season > Self.longestSmoothed else { return nil }
    (rows, shorter) = (season, 1)
  }

  /// Whether few waves describe it: the year of days does not jump as the week of hours does at each weekend.
  var isSmooth: Bool { rows >= Self.manyShorter * shorter && shorter <= Self.longestSmoothed }

  /// Shorter seasons in one that is smooth beside them.
  private static let manyShorter = 24
  /// Rows of the longest season that smoothing models take.
  static let longestSmoothed = ETS.longestSeason

  /// Whether the variance of changes over the season is clearly below the mean of those over half a season less and more.
  package func shows(in values: [Double]) -> Bool { (ratio(values) ?? 1) < Self.largestRatio }

  /// The variance of changes over the season in units of the mean of those over half a season less and more; nil for fewer rows than two
  /// and a half seasons, and where the shorter season explains the rows but for rounding.
  func ratio(_ values: [Double]) -> Double? {
    let (lag, half) = (wholeSeasons(Double(rows)), wholeSeasons(Double(rows) / 2))
    guard values.count >= 2 * lag + half, let zero = values.first(where: \.isFinite) else { return nil }
    var (sums, squares, count) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0], 0.0)
    for row in lag + half..<values.count {
      let value = values[row]
      let changes = [
        value - zero, value - values[row - lag], value - values[row - lag + half],
        value - values[row - lag - half],
      ]
      guard changes.allSatisfy(\.isFinite) else { continue }
      for (index, change) in changes.enumerated() {
        sums[index] += change
        squares[index] += change * change
      }
      count += 1
    }
    guard count >= Double(lag) / 2 else { return nil }
    let variances = zip(sums, squares).map { $1 / count - ($0 / count) * ($0 / count) }
    let beside = (variances[2] + variances[3]) / 2
    return beside > Self.rounding * variances[0] ? variances[1] / beside : nil
  }

  /// The nearest number of rows that is a whole number of shorter seasons.
  private func wholeSeasons(_ rows: Double) -> Int {
    shorter * max(1, Int((rows / Double(shorter)).rounded()))
  }

  /// Without a long season the ratio is 1 but for chance, which a tenth of simulated rows take below this one (autoregressive noise and
  /// random walks of 1,000 hours and 1,500 days).
  private static let largestRatio = 0.7
  /// Changes whose variance is so small a part of that of the rows are rounding.
  private static let rounding = 1e-9
}
