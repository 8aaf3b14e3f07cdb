/// The ranks of split conformal intervals: with residuals that could have come in any order, the next one lies between
/// them with the probability that is asked for, whatever its law (Vovk et al. 2005, https://doi.org/10.1007/b106715).
///
/// Windows that overlap share most of their rows: many of them are worth as much as a few that do not. The ranks then are those of so
/// many independent residuals, taken at the same places of the whole sample; of too few for a level they are the outermost residuals.
public enum ConformalRank {
  /// What keeps whole numbers whole: 0.95 · 20 is 19.
  private static let slack = 1e-9

  /// The rank, counted from 1, of the residual that is the lower bound: `⌊(N + 1) a / 2⌋` for a level of `1 − a`; nil where
  /// there are too few residuals.
  ///
  /// - Parameter independent: How many independent residuals they are worth; nil for all.
  public static func lower(count: Int, independent: Double? = nil, level: Double) -> Int? {
    upper(count: count, independent: independent, level: level).map { count + 1 - $0 }
  }

  /// The rank of the residual that is the upper bound: `⌈(N + 1)(1 − a / 2)⌉`; nil where there are too few.
  ///
  /// Of `M` independent ones among `N` it is the one at the place `(r − 1/2) / M` of the sample, where `r = (M + 1)(1 − a / 2)`.
  ///
  /// - Parameter independent: How many independent residuals they are worth; nil for all.
  public static func upper(count: Int, independent: Double? = nil, level: Double) -> Int? {
    let known = min(independent ?? Double(count), Double(count))
    guard known > 0, highestLevel(count: count) >= level - slack else { return nil }
    let rank = (known + 1) * (1 + level) / 2
    let place = Double(count) / known * (rank - 0.5) + 0.5
    return min(count, Int((place - slack).rounded(.up)))
  }

  /// The rank of the size of residuals that is the half width of a symmetric interval: `⌈(N + 1)(1 − a)⌉`; nil where there
  /// are too few.
  public static func symmetric(count: Int, level: Double) -> Int? {
    let rank = Int((Double(count + 1) * level - slack).rounded(.up))
    return rank >= 1 && rank <= count ? rank : nil
  }

  /// The highest level of two-sided intervals from so many residuals; 0 where there is none.
  public static func highestLevel(count: Int) -> Double { max(0, 1 - 2 / Double(count + 1)) }

  /// What a residual of consecutive windows is worth beside one of windows that do not overlap.
  ///
  /// Errors of the step `k` are sums of what `k` rows bring, and those of windows a row apart have `k − 1` of them in common. That both
  /// lie in the same tail is about half as likely as their correlation, `1 − d/k` at a distance of `d` rows, says (between 0.6 and 0.4
  /// for normal errors and quantiles from 90 to 99 %), so that `(k + 1) / 2` residuals are worth one.
  ///
  /// - Parameters:
  ///   - step: The step of the forecast, counted from 0.
  ///   - spacing: Rows between the windows.
  package static func worth(step: Int, spacing: Int) -> Double {
    1 / (1 + Double(step) / Double(2 * spacing))
  }
}
