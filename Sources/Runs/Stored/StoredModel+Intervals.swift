import Forecasters
import Forecasting

extension StoredModel {
  /// The forecaster, if it states some of what is asked for: what the file does not hold, or a law that it has learnt.
  ///
  /// - Throws: `ForecastError` where neither it nor the residuals of the file reach so far.
  func stating(
    _ forecaster: any Forecaster, _ levels: [Double], _ quantiles: [Double]
  ) throws(ForecastError) -> (any QuantilePredictor)? {
    if let stating = forecaster as? any LawStating {
      let reach = stating.law.states
      try require(levels: levels.filter { !reach((1 - $0) / 2) || !reach((1 + $0) / 2) })
      try require(quantiles.filter { !reach($0) })
      return levels.isEmpty && quantiles.isEmpty ? nil : stating
    }
    do {
      try require(levels: levels)
      try require(quantiles)
      return nil
    } catch {
      guard let stating = forecaster as? any QuantilePredictor else { throw error }
      return stating
    }
  }

  /// Makes sure that a model that could state a law does, for some series at least.
  func requireStated(
    _ forecasts: [SeriesForecast?], _ levels: [Double], _ quantiles: [Double]
  ) throws(ForecastError) {
    let stated = forecasts.compactMap { $0 }.filter(\.isStated)
    guard !stated.isEmpty else { return }
    let rows = levels.count + quantiles.count
    let isMissing = (0..<rows).map { row in
      stated.allSatisfy { ($0.lower + $0.quantiles)[row].allSatisfy(\.isNaN) }
    }
    guard isMissing.contains(true) else { return }
    // Where residuals give some of what is asked for, they tell how far they reach.
    if file.intervals != nil {
      try require(levels: levels)
      try require(quantiles)
    }
    throw .noIntervals(model: file.description.model)
  }

  /// - Throws: `ForecastError` where the model has no intervals, or residuals too few for a quantile.
  func require(_ quantiles: [Double]) throws(ForecastError) {
    guard !quantiles.isEmpty else { return }
    guard let intervals = file.intervals else { throw .noIntervals(model: file.description.model) }
    let lowest = (1 - intervals.highestLevel) / 2
    for probability in quantiles where min(probability, 1 - probability) < lowest - 1e-9 {
      throw .quantileTooFar(probability, lowest: lowest, residuals: intervals.residualCount)
    }
  }

  /// The levels that people ask for, as far as the model may have intervals of them.
  package var usualLevels: [Double] {
    let isStating = ForecasterCatalog.forecaster(named: file.description.model) is any QuantilePredictor.Type
    return [0.8, 0.95].filter { level in
      isStating || file.description.law?.states((1 - level) / 2) ?? false
        || (try? require(levels: [level])) != nil
    }
  }

  /// Makes sure that the model has intervals of so high levels.
  ///
  /// - Throws: `ForecastError` where it has no intervals, or none of so high a level.
  func require(levels: [Double]) throws(ForecastError) {
    guard !levels.isEmpty else { return }
    guard let intervals = file.intervals else { throw .noIntervals(model: file.description.model) }
    let highest = intervals.highestLevel
    for level in levels where level > highest + 1e-9 {
      throw .levelTooHigh(level, highest: highest, residuals: intervals.residualCount)
    }
  }
}
