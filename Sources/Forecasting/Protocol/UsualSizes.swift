import TimeSeries

/// Rows of history and forecast where none are asked for.
public enum UsualSizes {
  /// Rows of history, where there are enough.
  public static let lookback = 512
  /// Rows of forecast, where there are enough.
  public static let horizon = 96

  /// Rows of history that leave half of the training rows for windows.
  public static func lookback(rows: Int, horizon: Int) -> Int {
    max(1, min(lookback, (rows - horizon) / 2))
  }
}

extension Frequency {
  /// The horizon of local models where none is asked for: a season of 12 rows or more, two shorter ones, 6 rows without; half a year of weeks and of parts of
  /// months, 96 from seasons of a day of hours on.
  package var usualHorizon: Int {
    if case .monthDays(let days) = self, days.days.count > 1 { return 6 * days.days.count }
    return switch defaultSeasonLength {
    case ..<2: 6
    case ..<12: 2 * defaultSeasonLength
    case ..<24: defaultSeasonLength
    case 52: 26
    default: UsualSizes.horizon
    }
  }
}
