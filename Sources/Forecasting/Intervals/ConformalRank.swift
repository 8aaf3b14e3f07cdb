/// The ranks of split conformal intervals: with residuals that could have come in any order, the next one lies between
/// them with the probability that is asked for, whatever its law (Vovk et al. 2005, https://doi.org/10.1007/b106715).
public enum ConformalRank {
  /// What keeps whole numbers whole: 0.95 · 20 is 19.
  private static let slack = 1e-9

  /// The rank, counted from 1, of the residual that is the lower bound: `⌊(N + 1) a / 2⌋` for a level of `1 − a`; nil where
  /// there are too few residuals.
  public static func lower(count: Int, level: Double) -> Int? {
    let rank = Int((Double(count + 1) * (1 - level) / 2 + slack).rounded(.down))
    return rank >= 1 && rank <= count ? rank : nil
  }

  /// The rank of the residual that is the upper bound: `⌈(N + 1)(1 − a / 2)⌉`; nil where there are too few.
  public static func upper(count: Int, level: Double) -> Int? {
    let rank = Int((Double(count + 1) * (1 + level) / 2 - slack).rounded(.up))
    return rank >= 1 && rank <= count ? rank : nil
  }

  /// The rank of the size of residuals that is the half width of a symmetric interval: `⌈(N + 1)(1 − a)⌉`; nil where there
  /// are too few.
  public static func symmetric(count: Int, level: Double) -> Int? {
    let rank = Int((Double(count + 1) * level - slack).rounded(.up))
    return rank >= 1 && rank <= count ? rank : nil
  }

  /// The highest level of two-sided intervals from so many residuals; 0 where there is none.
  public static func highestLevel(count: Int) -> Double { max(0, 1 - 2 / Double(count + 1)) }
}
