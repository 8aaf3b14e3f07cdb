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
      adapted($1, of: $0, type)
    }
  }

  /// The usual split where its parts have room for the horizon; otherwise one horizon at the end for the test, and before it
  /// what can be spared for validation: none where there is no room for it and nothing to choose.
  package func adapted<F: Forecaster>(
    _ split: Split, of panel: Panel, _ type: F.Type
  ) -> SplitRule {
    if type is any Choosing.Type { return splitForChoice(split, panel) }
    if !type.looksBack, request.horizon == nil {
      return split.validation.count < panel.frequency.defaultSeasonLength
        ? .ratios(train: 0.8, validation: 0, test: 0.2) : .usualRatios
    }
    guard let horizon = request.horizon else { return .usualRatios }
    let lookback = type.looksBack ? request.lookback ?? horizon : 1
    let count = split.test.upperBound
    let hasRoom =
      min(split.validation.count, split.test.count) >= horizon && split.train.count >= lookback + horizon
    if hasRoom { return .usualRatios }
    if count >= lookback + 3 * horizon { return .last(validation: horizon, test: horizon) }
    return count >= lookback + fewestHorizons(type) * horizon
      ? .last(validation: 0, test: horizon) : .usualRatios
  }

  /// How many horizons the rows hold at least: one to train on, one for the test and, where something must be chosen, one
  /// for validation.
  private func fewestHorizons<F: Forecaster>(_ type: F.Type) -> Int {
    type is any NeuralForecaster.Type || type == LinearClosedForm.self ? 3 : 2
  }

  /// The error of a horizon that no split has room for, with the longest that one is found for in the place of the longest for
  /// the split that was tried last.
  func naming<F: Forecaster>(
    longestHorizonFor type: F.Type, _ request: FitRequest, _ loaded: ScaledData, in error: DataError
  ) -> DataError {
    // So few rows are left to train on that no remedy was found: a shorter horizon leaves more.
    let isAboutHorizon = error.remedies.isEmpty || error.remedies.contains(where: \.namesHorizon)
    guard error.kind == .tooFewRows, isAboutHorizon,
      let horizon = request.horizon,
      request.split == .auto, loaded.split.rule.suitsHorizon
    else { return error }
    // The stack forecasts three horizons of the rows before the test on its folds.
    let isStack = type == LinearStack.self
    // A lookback that is not told is as long as the horizon, or whatever is left.
    let isAsLong = type.looksBack && request.lookback == nil && !isStack && !(type is any Choosing.Type)
    let parts = (isStack ? 4 : fewestHorizons(type)) + (isAsLong ? 1 : 0)
    let (count, lookback) = (
      loaded.split.rows.test.upperBound, request.lookback ?? (isAsLong || isStack ? 0 : 1)
    )
    let longest = (count - lookback) / parts
    guard longest > 0, longest < horizon else { return error }
    let history = request.lookback.map { "lookback \($0) + " } ?? (lookback > 0 ? "\(lookback) + " : "")
    let sum = "\(history)\(parts) × horizon \(horizon)"
    return DataError(
      .tooFewRows, "\(count) rows do not hold \(sum), to train and to score on", remedy: .horizon(longest)
    ).inFile(loaded.panel.source)
  }

  /// The usual split where its validation rows have several origins that a choice can be made on; otherwise one horizon for
  /// the test and as many origins as leave two seasons to learn from; none, and so no choice, where that is too few.
  private func splitForChoice(_ split: Split, _ panel: Panel) -> SplitRule {
    let count = split.test.upperBound
    let longest = panel.stepsKnownAhead ?? .max
    let horizon = request.horizon ?? max(1, min(panel.frequency.usualHorizon, count / 5, longest))
    // A season that the rows do not hold twice cannot be learnt from them.
    let usual = panel.frequency.defaultSeasonLength
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

extension SplitRule {
  /// Whether it is what ``Fit/adapted(_:of:_:)`` found.
  fileprivate var suitsHorizon: Bool { if case .last = self { true } else { self == .usualRatios } }
}

extension Remedy {
  /// Whether another horizon is part of it.
  fileprivate var namesHorizon: Bool {
    switch self {
    case .horizon, .sizes: true
    default: false
    }
  }
}
