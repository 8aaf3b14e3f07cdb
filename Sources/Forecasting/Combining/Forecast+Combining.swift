import Tensors

extension Forecast {
  /// The weighted sum of point forecasts of the same windows, in data units where those are known.
  ///
  /// - Parameters:
  ///   - forecasts: One of each member.
  ///   - targetChannels: The channels that the weights are for; others take the forecast of the first member.
  package static func combining(
    _ forecasts: [Forecast], _ weights: MemberWeights, targetChannels: [Int], of batch: Batch
  ) -> Forecast {
    guard forecasts.count > 1 else { return forecasts[0] }
    let shape = forecasts[0].shape
    var values: [Double] = []
    values.reserveCapacity(shape[0] * shape[2] * shape[3])
    for window in 0..<shape[0] {
      for channel in 0..<shape[2] {
        let scale = batch.units?.scale(channel, ofSeries: batch.origins[window].series)
        let rows = forecasts.map { $0.row(window, channel, scale) }
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

  /// The point forecast of a channel, in data units where their scale is known and in standardised ones otherwise.
  private func row(_ window: Int, _ channel: Int, _ scale: (mean: Double, deviation: Double)?) -> [Double] {
    guard let scale else { return units(window: window, channel: channel, mean: 0, deviation: 1) }
    return units(window: window, channel: channel, mean: scale.mean, deviation: scale.deviation)
  }
}
