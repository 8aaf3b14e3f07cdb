/// The settings of an STL decomposition; the windows of trend and low-pass filter follow from that of the season (Cleveland et al. 1990).
public struct STLOptions: Sendable, Equatable {
  /// The window of the seasonal smoother, or that the season is the same in every period.
  public enum SeasonalWindow: Sendable, Equatable {
    /// A window of this many periods, odd.
    case rows(Int)
    /// An unchanging season.
    case periodic
  }

  /// How many periods the season is smoothed over.
  public var seasonalWindow: SeasonalWindow
  /// Whether outliers lose weight: one inner pass, then 15 with weights, in place of two.
  public var isRobust: Bool

  /// Makes settings; the defaults are those of R's `mstl` for one season.
  public init(seasonalWindow: SeasonalWindow = .rows(11), isRobust: Bool = false) {
    self.seasonalWindow = seasonalWindow
    self.isRobust = isRobust
  }
}
