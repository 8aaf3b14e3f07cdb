import Forecasting
import Tensors

extension Forecast {
  /// The weighted sum of point forecasts of the same windows, in data units where those are known.
  ///
  /// - Parameters:
  ///   - forecasts: One of each member.
  ///   - targetChannels: The channels that the weights are for; others take the forecast of the first member.
  static func combining(
    _ forecasts: [Forecast], _ weights: MemberWeights, targetChannels: [Int], of batch: Batch
  ) -> Forecast {
    guard forecasts.count > 1 else { return forecasts[0] }
    let shape = forecasts[0].shape
    var values: [Double] = []
    values.reserveCapacity(shape[0] * shape[2] * shape[3])
    for window in 0..<shape[0] {
      for channel in 0..<shape[2] {
        let scale = batch.units?.scale(channel, ofSeries: batch.origins[window].series)
        let rows = forecasts.map { $0.row(window, 0, channel, scale) }
        guard let target = targetChannels.firstIndex(of: channel) else {
          values += rows[0]
          continue
        }
        let digits = scale.map { DecimalDigits(resolution: $0.deviation * Double(Float.ulpOfOne)) }
        for (index, segment) in weights.segments.enumerated() {
          let own = weights.weights(segment: index, channel: target)
          for step in segment {
            let sum = zip(own, rows).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * $1.1[step] }
            values.append(digits?.rounding(sum) ?? sum)
          }
        }
      }
    }
    guard batch.units == nil else {
      return Forecast(units: values, batch: shape[0], channelCount: shape[2], horizon: shape[3])
    }
    return Forecast(
      point: Tensor(shape: [shape[0], shape[2], shape[3]], values: values.map { Float($0) }))
  }

  /// Quantiles of a combination: its forecast, and around it the weighted mean distance at which those members have theirs
  /// that state a law (quantile averaging; Lichtendahl, Grushka-Cockayne and Winkler 2013), wider by what their estimates from few
  /// rows add (``EstimatedLaw``).
  ///
  /// - Parameters:
  ///   - forecasts: A point forecast of each member.
  ///   - laws: Quantiles of each member; nil for those that state none.
  /// - Returns: Not numbers where no member states a law.
  static func combining(
    _ forecasts: [Forecast], quantiles laws: [Forecast?], at probabilities: [Double],
    _ weights: MemberWeights,
    targetChannels: [Int], of batch: Batch
  ) -> Forecast {
    let center = combining(forecasts, weights, targetChannels: targetChannels, of: batch)
    let shape = center.shape
    var values: [Double] = []
    values.reserveCapacity(shape[0] * probabilities.count * shape[2] * shape[3])
    for window in 0..<shape[0] {
      // The same for all quantiles.
      let channels = (0..<shape[2]).map { channel in
        let scale = batch.units?.scale(channel, ofSeries: batch.origins[window].series)
        return CombinedChannel(
          scale: scale, center: center.row(window, 0, channel, scale),
          target: targetChannels.firstIndex(of: channel),
          members: forecasts.map { $0.row(window, 0, channel, scale) },
          widening: EstimatedLaw.widening(of: batch, window: window, channel: channel))
      }
      for output in probabilities.indices {
        for (channel, combined) in channels.enumerated() {
          let stated = laws.map { $0?.row(window, output, channel, combined.scale) }
          values += combined.quantile(from: stated, weights)
        }
      }
    }
    return Forecast(
      quantiles: probabilities,
      batch.units == nil
        ? .standardized(
          Tensor(
            shape: [shape[0], probabilities.count, shape[2], shape[3]], values: values.map { Float($0) }))
        : .units(values), batch: shape[0], channelCount: shape[2], horizon: shape[3])
  }

  /// An output of a channel, in data units where their scale is known and in standardised ones otherwise.
  private func row(
    _ window: Int, _ output: Int, _ channel: Int, _ scale: (mean: Double, deviation: Double)?
  ) -> [Double] {
    units(
      window: window, output: output, channel: channel, mean: scale?.mean ?? 0,
      deviation: scale?.deviation ?? 1)
  }
}

/// A channel of a window: the forecast of a combination and those of its members, around which their laws lie.
private struct CombinedChannel {
  /// Nil for standardised units.
  let scale: (mean: Double, deviation: Double)?
  /// The forecast of the combination.
  let center: [Double]
  /// The place among the targets; nil for other channels, which have no law.
  let target: Int?
  /// The forecast of each member.
  let members: [[Double]]
  /// What distances from the forecast are multiplied by.
  let widening: Double

  /// A quantile of the combination.
  ///
  /// - Parameter stated: The quantile of each member; nil for those that state no law.
  func quantile(from stated: [[Double]?], _ weights: MemberWeights) -> [Double] {
    guard let target else { return center.map { _ in .nan } }
    let distances = zip(stated, members).map { law, forecast in law.map { zip($0, forecast).map(-) } }
    return weights.segments.enumerated().flatMap { index, segment in
      let own = Array(weights.weights(segment: index, channel: target))
      return segment.map { step in center[step] + widening * Self.mean(of: distances, own, step) }
    }
  }

  /// The weighted mean over the members that have a number; not a number where none has.
  private static func mean(of distances: [[Double]?], _ weights: [Double], _ step: Int) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (distance, weight) in zip(distances, weights) where weight > 0 {
      guard let value = distance?[step], value.isFinite else { continue }
      (sum, total) = (sum + weight * value, total + weight)
    }
    return total > 0 ? sum / total : .nan
  }
}
