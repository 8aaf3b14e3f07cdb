import Forecasting

/// A configuration with a season among its values.
public protocol SeasonalConfiguration: ForecasterConfiguration {
  /// Rows of the season; 0: as the frequency says, 1: none.
  var season: Int { get }
}

extension LocalForecaster where Configuration: SeasonalConfiguration {
  /// The season that was asked for, or that of the frequency.
  public static func seasons(_ configuration: Configuration, for task: ForecastTask) -> [Int] {
    task.seasons(configuration.season)
  }
}

/// The season of a local model that has nothing else to set.
public struct SeasonChoice: SeasonalConfiguration {
  /// Rows of the season; 0: as the frequency says, 1: none.
  public var season = 0

  /// The season of the frequency.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [.season(\.season)]
}

extension ConfigurationField {
  /// Rows of a season; 0 for that of the frequency or, of counted rows, of the values.
  static func season(_ path: any WritableKeyPath<Owner, Int> & Sendable) -> Self {
    .integer(
      "season", path, in: 0...100_000,
      "rows of a season; 0: the usual one of the frequency or, of counted rows, of the values; 1: none")
  }
}

extension ForecastTask {
  /// The season that was asked for or, for 0, the first usual one; empty where there is none of them.
  func seasons(_ asked: Int) -> [Int] {
    let season = frequency.seasonLength(asked: asked)
    return asked > 0 || season > 1 ? [season] : []
  }

  /// Whether the frequency tells which season rows have, or that they have none; otherwise the values do.
  var tellsSeasons: Bool { !(frequency?.isCounter ?? true) }
}
