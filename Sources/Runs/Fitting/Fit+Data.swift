import Forecasters
import Forecasting
import TimeSeries

extension Fit {
  /// The data, with the default split as it suits the forecaster and the sizes that were asked for.
  func loaded<F: Forecaster>(for type: F.Type) throws -> ScaledData {
    try ScaledData(
      request.data, request.reading, split: request.split, scaling: request.scaling,
      joiningSeries: request.joinsSeries
    ) {
      adapted($1, frequency: $0.frequency, type)
    }
  }

  /// The usual split where its parts have room for the horizon; otherwise one horizon at the end for the test, and before it
  /// what can be spared for validation: none where there is no room for it and nothing to choose.
  func adapted<F: Forecaster>(
    _ split: Split, frequency: Frequency, _ type: F.Type
  ) -> SplitRule {
    if type is any Choosing.Type { return splitForChoice(split, frequency) }
    let choosesOnValidation = type is any NeuralForecaster.Type || type == LinearClosedForm.self
    if !type.looksBack, request.horizon == nil {
      return split.validation.count < frequency.defaultSeasonLength
        ? .ratios(train: 0.8, validation: 0, test: 0.2) : .usualRatios
    }
    guard let horizon = request.horizon else { return .usualRatios }
    let lookback = type.looksBack ? request.lookback ?? horizon : 1
    let count = split.test.upperBound
    let hasRoom =
      min(split.validation.count, split.test.count) >= horizon && split.train.count >= lookback + horizon
    if hasRoom { return .usualRatios }
    if count >= lookback + 3 * horizon { return .last(validation: horizon, test: horizon) }
    return !choosesOnValidation && count >= lookback + 2 * horizon
      ? .last(validation: 0, test: horizon) : .usualRatios
  }

  /// The usual split where its validation rows have several origins that a choice can be made on; otherwise one horizon for
  /// the test and as many origins as leave two seasons to learn from; none, and so no choice, where that is too few.
  private func splitForChoice(_ split: Split, _ frequency: Frequency) -> SplitRule {
    let count = split.test.upperBound
    let horizon = request.horizon ?? max(1, min(frequency.usualHorizon, count / 5))
    // A season that the rows do not hold twice cannot be learnt from them.
    let usual = frequency.defaultSeasonLength
    let season = count >= 2 * usual ? usual : 1
    let fewest = max(2 * season + 1, 8, (request.lookback ?? 1) + horizon)
    if split.validation.count >= 2 * horizon, split.test.count >= horizon, split.train.count >= fewest {
      return .usualRatios
    }
    let spare = count - horizon - fewest
    let validation = min(2 * horizon - 1, spare)
    if validation >= horizon + Self.fewestOrigins - 1 {
      return .last(validation: validation, test: horizon)
    }
    return count > horizon ? .last(validation: 0, test: horizon) : .usualRatios
  }

  /// Origins from which a choice is better than none.
  private static let fewestOrigins = 4
}
