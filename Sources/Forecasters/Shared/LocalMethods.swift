import Classical
import Forecasting
import LocalModels

/// The forecasters as methods that are fitted to each series by itself.
///
/// Those that repeat what they see and have a lookback elsewhere — the last value, the last season, mean and drift — are here fitted to all
/// rows of a series too, with the intervals that they then have.
public enum LocalMethods {
  /// The method called `name`, nil for a forecaster that is none and a name that is of none.
  public static func method(named name: String) -> (any LocalForecaster.Type)? {
    switch name {
    case LastValue.card.name: LastValueMethod.self
    case SeasonalNaive.card.name: SeasonalNaiveMethod.self
    case Mean.card.name: MeanMethod.self
    case Drift.card.name: DriftMethod.self
    default: ForecasterCatalog.forecaster(named: name) as? any LocalForecaster.Type
    }
  }
}

/// The last value of all rows.
private struct LastValueMethod: LocalForecaster {
  typealias Configuration = NothingToSet
  static let card = LastValue.card
  var fits: LocalFits

  static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel { Naive() }
}

/// The last season of all rows.
private struct SeasonalNaiveMethod: LocalForecaster {
  typealias Configuration = SeasonChoice
  static let card = SeasonalNaive.card
  var fits: LocalFits

  static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    LocalModels.SeasonalNaive()
  }
}

/// The mean of all rows.
private struct MeanMethod: LocalForecaster {
  typealias Configuration = NothingToSet
  static let card = Mean.card
  var fits: LocalFits

  static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel { HistoricalMean() }
}

/// The line through the first and the last row.
private struct DriftMethod: LocalForecaster {
  typealias Configuration = NothingToSet
  static let card = Drift.card
  var fits: LocalFits

  static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel { LocalModels.Drift() }
}
