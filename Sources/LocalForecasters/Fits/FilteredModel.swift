import LocalModels

/// A fitted model with the state after the last row, and as it was after the last value where missing rows follow that.
///
/// To a state a missing row is one that came as it was forecast: means go on behind it, but the law of the next row would be that of the
/// first step. Quantiles are those of so many steps behind the last value.
struct FilteredModel: Sendable {
  /// With the state after the last row.
  private(set) var model: any FittedLocalModel
  /// With the state after the last value, and the missing rows since; nil where there are none.
  private(set) var lastKnown: LastKnown?

  /// A model with the state after the last value.
  struct LastKnown: Sendable {
    let model: any FittedLocalModel
    /// Rows since.
    let missingCount: Int
  }

  /// The most missing rows that quantiles count: laws may take time and memory by the step.
  private static let mostCounted = 1000

  init(_ model: any FittedLocalModel, lastKnown: LastKnown? = nil) {
    (self.model, self.lastKnown) = (model, lastKnown)
  }

  /// Filters the state forward by one row.
  ///
  /// - Parameter regressors: The regressors' values in it.
  mutating func update(with value: Double, regressors: [Double] = []) {
    lastKnown =
      value.isNaN
      ? LastKnown(model: lastKnown?.model ?? model, missingCount: 1 + (lastKnown?.missingCount ?? 0)) : nil
    model.update(with: value, regressors: regressors)
  }

  /// What the values of the next rows stay below with some probabilities, one array a probability; nil where the model states no law.
  ///
  /// - Parameter regressors: One array of `horizon` values a regressor. Models that have some take missing rows into their law themselves.
  func quantiles(horizon: Int, at probabilities: [Double], regressors: [[Double]]) -> [[Double]]? {
    guard regressors.isEmpty, let lastKnown else {
      return model.quantiles(horizon: horizon, ofChecked: probabilities, regressors: regressors)
    }
    let count = min(lastKnown.missingCount, Self.mostCounted)
    let steps = count + horizon
    let shifts = zip(model.means(horizon: horizon), lastKnown.model.means(horizon: steps).dropFirst(count))
      .map { $0 - $1 }
    return lastKnown.model.quantiles(horizon: steps, ofChecked: probabilities)?.map { quantiles in
      zip(quantiles.dropFirst(count), shifts).map { $0 + $1 }
    }
  }

  /// A part of the model, where there is one in both states.
  func part(_ find: (any FittedLocalModel) -> (any FittedLocalModel)?) -> FilteredModel? {
    guard let own = find(model) else { return nil }
    guard let lastKnown else { return FilteredModel(own) }
    return find(lastKnown.model).map {
      FilteredModel(own, lastKnown: LastKnown(model: $0, missingCount: lastKnown.missingCount))
    }
  }
}
