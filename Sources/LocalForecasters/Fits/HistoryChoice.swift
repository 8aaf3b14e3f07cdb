import Forecasting

/// Over which rows a forecaster that learns nothing looks back.
public struct HistoryChoice: ForecasterConfiguration {
  /// Which rows count as the history.
  public enum History: String, Sendable, CaseIterable {
    /// The last ones, as many as the lookback.
    case lookback
    /// All rows up to the origin.
    case all
  }

  /// Over which rows it looks back: those of the lookback where one is told, else all of them.
  public var history = History.lookback

  /// The rows of the lookback.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .choice(
      "history", \.history,
      "all: all rows up to the origin, as without a lookback; lookback: the last ones, as many as it says"
    ).addedLater()
  ]

  /// All rows, since nobody asked for fewer.
  public func withoutLookback() -> Self {
    var choice = self
    choice.history = .all
    return choice
  }
}
