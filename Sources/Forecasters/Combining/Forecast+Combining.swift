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
      let widening = (0..<shape[2]).map { EstimatedLaw.widening(of: batch, window: window, channel: $0) }
      for output in probabilities.indices {
        for channel in 0..<shape[2] {
          let scale = batch.units?.scale(channel, ofSeries: batch.origins[window].series)
          let point = center.row(window, 0, channel, scale)
          guard let target = targetChannels.firstIndex(of: channel) else {
            values += point.map { _ in .nan }
            continue
          }
          let distances = zip(forecasts, laws).map { forecast, law in
            law.map { law in
              zip(law.row(window, output, channel, scale), forecast.row(window, 0, channel, scale)).map(-)
            }
          }
          for (index, segment) in weights.segments.enumerated() {
            let own = Array(weights.weights(segment: index, channel: target))
            for step in segment {
              values.append(point[step] + widening[channel] * mean(of: distances, own, step))
            }
          }
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

  /// The weighted mean over the members that have a number; not a number where none has.
  private static func mean(of distances: [[Double]?], _ weights: [Double], _ step: Int) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (distance, weight) in zip(distances, weights) where weight > 0 {
      guard let value = distance?[step], value.isFinite else { continue }
      (sum, total) = (sum + weight * value, total + weight)
    }
    return total > 0 ? sum / total : .nan
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
