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
