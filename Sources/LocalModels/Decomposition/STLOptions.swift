/// The settings of an STL decomposition.
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
  /// The trend's window in rows; nil: the smallest odd number of at least 1.5m / (1 − 1.5/s).
  public var trendWindow: Int?
  /// The window of the low-pass filter; nil: the smallest odd number of at least m.
  public var lowPassWindow: Int?
  /// Whether outliers lose weight: one inner pass, then 15 with weights, in place of two.
  public var isRobust: Bool

  /// Makes settings; the defaults are those of R's `mstl` for one season.
  public init(
    seasonalWindow: SeasonalWindow = .rows(11), trendWindow: Int? = nil, lowPassWindow: Int? = nil,
    isRobust: Bool = false
  ) {
    self.seasonalWindow = seasonalWindow
    self.trendWindow = trendWindow
    self.lowPassWindow = lowPassWindow
    self.isRobust = isRobust
  }
}
