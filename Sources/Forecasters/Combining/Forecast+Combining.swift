import Forecasting
import LocalModels
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
  /// rows and their disagreement add (``EstimatedLaw``). An absurd law, as of multiplicative errors in a hyperinflation, does not decide.
  ///
  /// - Parameters:
  ///   - forecasts: A point forecast of each member.
  ///   - laws: What the members state beside it.
  /// - Returns: Not numbers where no member states a law.
  static func combining(
    _ forecasts: [Forecast], _ laws: MemberLaws, at probabilities: [Double],
    _ weights: MemberWeights, targetChannels: [Int], of batch: Batch
  ) -> Forecast {
    let center = combining(forecasts, weights, targetChannels: targetChannels, of: batch)
    let (shape, normal) = (center.shape, probabilities.map { NormalDistribution.quantile($0) })
    var values: [Double] = []
    values.reserveCapacity(shape[0] * probabilities.count * shape[2] * shape[3])
    for window in 0..<shape[0] {
      // The same for all quantiles.
      let channels = (0..<shape[2]).map { channel in
        let scale = batch.units?.scale(channel, ofSeries: batch.origins[window].series)
        let own = targetChannels.firstIndex(of: channel).map { weights.byStep(channel: $0) }
        let members = forecasts.map { $0.row(window, 0, channel, scale) }
        let spreads = laws.quantiles.map { law in law.map { $0.spread(window, channel, scale) } }
        return CombinedChannel(
          scale: scale, center: center.row(window, 0, channel, scale), weights: own, members: members,
          models: laws.models(window * shape[2] + channel, of: shape[0] * shape[2], members),
          spreads: spreads, law: EstimatedLaw(of: batch, window: window, channel: channel))
      }
      for output in probabilities.indices {
        for (channel, combined) in channels.enumerated() {
          let stated = laws.quantiles.map { $0?.row(window, output, channel, combined.scale) }
          values += combined.quantile(from: stated, normal: normal[output])
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

  /// How far the last two outputs of a channel lie apart.
  private func spread(
    _ window: Int, _ channel: Int, _ scale: (mean: Double, deviation: Double)?
  ) -> [Double] {
    let bounds = (shape[1] - 2..<shape[1]).map { row(window, $0, channel, scale) }
    return zip(bounds[1], bounds[0]).map(-)
  }
}

/// What the members of a combination state beside their forecasts.
struct MemberLaws {
  /// Quantiles of each member at ``probabilities(with:)``; nil for those that state none.
  let quantiles: [Forecast?]
  /// What each of the models forecasts that a member combines itself, shape `[batch, channel, model, horizon]`; nil for those that combine none.
  let models: [[Double]?]

  /// The forecasts of the models of each member in one of some rows of steps; of one that combines none its own.
  func models(_ row: Int, of rowCount: Int, _ members: [[Double]]) -> [[[Double]]] {
    zip(models, members).map { values, own in
      guard let values else { return [own] }
      let size = values.count / rowCount
      return stride(from: row * size, to: (row + 1) * size, by: own.count).map {
        Array(values[$0..<$0 + own.count])
      }
    }
  }

  /// The probabilities between whose quantiles the widths of laws are compared.
  static let compared = [0.1, 0.9]

  /// What quantiles are needed at: those that are asked for and ``compared``.
  static func probabilities(with asked: [Double]) -> [Double] { asked + compared }
}
