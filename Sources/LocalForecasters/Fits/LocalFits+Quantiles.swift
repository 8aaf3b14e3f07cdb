import Forecasting
import LocalModels
import Tensors

extension LocalFits {
  /// Quantiles of the same forecasts; not a number where a model states none. Missing rows behind the last value count as steps.
  ///
  /// Of intermittent demand, for which no law is stated, they are quantiles of the rows up to the origin, wide enough to hold the mean.
  ///
  /// - Returns: Shape `[batch, channel, probability, horizon]`, in the units of ``forecast(_:)``.
  func quantiles(_ batch: Batch, at probabilities: [Double]) -> [Double] {
    let horizon = horizon
    return Array(
      rows(of: batch, count: probabilities.count, keepsPast: model.needsDemand) { fit, known, past in
        if let stated = fit.quantiles(horizon: horizon, at: probabilities, regressors: known) {
          return Array(stated.joined())
        }
        guard let found = RowQuantiles(past) else {
          return [Double](repeating: .nan, count: probabilities.count * horizon)
        }
        let means = fit.model.means(horizon: horizon, regressors: known)
        return probabilities.flatMap { found.bounds($0, around: means) }
      }.joined())
  }

  /// The law of the method fitted to rows around forecasts of what follows them; not numbers where none is stated.
  ///
  /// - Parameter rows: Missing ones behind the last value count as steps.
  /// - Returns: One array for each probability.
  package func quantiles(
    after rows: [Double], around forecasts: [Double], at probabilities: [Double]
  ) -> [[Double]] {
    let distances = continuation(of: rows, .none, probabilities.count) { fit, _, _ in
      self.distances(in: fit, at: probabilities)
    }
    return probabilities.indices.map { place in
      forecasts.indices.map { forecasts[$0] + distances[place * horizon + $0] }
    }
  }

  /// How far the quantiles of a law lie from its means, `[probability, horizon]`; not numbers where there is none.
  private func distances(in fit: FilteredModel, at probabilities: [Double]) -> [Double] {
    guard let stated = fit.quantiles(horizon: horizon, at: probabilities, regressors: []) else {
      return [Double](repeating: .nan, count: probabilities.count * horizon)
    }
    let means = fit.model.means(horizon: horizon)
    return stated.flatMap { quantiles in zip(quantiles, means).map { $0 - $1 } }
  }

  /// Quantiles as a forecast with an output for each probability.
  func quantileForecast(_ batch: Batch, at probabilities: [Double]) -> Forecast {
    quantileForecast(quantiles(batch, at: probabilities), of: batch, at: probabilities)
  }

  /// The law of a model without regressors around other forecasts of the same windows.
  ///
  /// - Parameter points: In the units of ``forecast(_:)``, one output.
  func quantileForecast(_ batch: Batch, at probabilities: [Double], around points: Forecast) -> Forecast {
    let centres =
      switch points.values {
      case .units(let units): units
      case .standardized(let tensor): tensor.values.map { Double($0) }
      }
    var values = Array(
      rows(of: batch, count: probabilities.count) { fit, _, _ in distances(in: fit, at: probabilities) }
        .joined())
    for place in values.indices {
      let row = place / (probabilities.count * horizon)
      values[place] += centres[row * horizon + place % horizon]
    }
    return quantileForecast(values, of: batch, at: probabilities)
  }

  /// - Parameter values: Shape `[batch, channel, probability, horizon]`.
  private func quantileForecast(
    _ values: [Double], of batch: Batch, at probabilities: [Double]
  ) -> Forecast {
    let channelCount = batch.history.shape[1]
    var ordered: [Double] = []
    ordered.reserveCapacity(values.count)
    for window in 0..<batch.count {
      for place in probabilities.indices {
        for channel in 0..<channelCount {
          let row = (window * channelCount + channel) * probabilities.count + place
          ordered += values[row * horizon..<(row + 1) * horizon]
        }
      }
    }
    let shape = [batch.count, probabilities.count, channelCount, horizon]
    return Forecast(
      quantiles: probabilities,
      batch.units == nil
        ? .standardized(Tensor(shape: shape, values: ordered.map { Float($0) })) : .units(ordered),
      batch: batch.count, channelCount: channelCount, horizon: horizon)
  }
}
