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

  /// The usual split where its parts have room for the horizon; otherwise one horizon at the end for each part, and no
  /// validation rows where there is no room for them and nothing to choose.
  private func adapted<F: Forecaster>(
    _ split: Split, frequency: Frequency, _ type: F.Type
  ) -> SplitRule {
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
}
