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
  /// rows add (``EstimatedLaw``). An absurd law, as of multiplicative errors in a hyperinflation, does not decide.
  ///
  /// - Parameters:
  ///   - forecasts: A point forecast of each member.
  ///   - laws: Quantiles of each member at some probabilities; nil for those that state none.
  /// - Returns: Not numbers where no member states a law.
  static func combining(
    _ forecasts: [Forecast], quantiles laws: ([Double]) -> [Forecast?], at probabilities: [Double],
    _ weights: MemberWeights, targetChannels: [Int], of batch: Batch
  ) -> Forecast {
    let center = combining(forecasts, weights, targetChannels: targetChannels, of: batch)
    let (shape, normal) = (center.shape, probabilities.map { NormalDistribution.quantile($0) })
    let laws = laws(probabilities + CombinedChannel.compared)
    var values: [Double] = []
    values.reserveCapacity(shape[0] * probabilities.count * shape[2] * shape[3])
    for window in 0..<shape[0] {
      // The same for all quantiles.
      let channels = (0..<shape[2]).map { channel in
        let scale = batch.units?.scale(channel, ofSeries: batch.origins[window].series)
        let target = targetChannels.firstIndex(of: channel)
        let spreads = laws.map { law in
          law.map { law in
            let bounds = (0..<2).map { law.row(window, probabilities.count + $0, channel, scale) }
            return zip(bounds[1], bounds[0]).map(-)
          }
        }
        return CombinedChannel(
          scale: scale, center: center.row(window, 0, channel, scale), target: target,
          members: forecasts.map { $0.row(window, 0, channel, scale) },
          law: EstimatedLaw(of: batch, window: window, channel: channel),
          shares: target.map { CombinedChannel.shares(of: spreads, weights, target: $0) } ?? [])
      }
      for output in probabilities.indices {
        for (channel, combined) in channels.enumerated() {
          let stated = laws.map { $0?.row(window, output, channel, combined.scale) }
          values += combined.quantile(from: stated, weights, normal: normal[output])
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
  /// What estimating adds to the laws of the members.
  let law: EstimatedLaw
  /// Of each member and step, what its distances are multiplied by.
  let shares: [[Double]]

  /// The probabilities between whose quantiles the widths of laws are compared.
  static let compared = [0.1, 0.9]
  /// A law that is more times as wide as the median one counts as so wide: its squared errors would be sixteen times the others'.
  private static let widest = 4.0

  /// A quantile of the combination.
  ///
  /// - Parameters:
  ///   - stated: The quantile of each member; nil for those that state no law.
  ///   - normal: The quantile of a normal law.
  func quantile(from stated: [[Double]?], _ weights: MemberWeights, normal: Double) -> [Double] {
    guard let target else { return center.map { _ in .nan } }
    let distances = stated.indices.map { member in
      stated[member].map { law in law.indices.map { shares[member][$0] * (law[$0] - members[member][$0]) } }
    }
    return weights.segments.enumerated().flatMap { index, segment in
      let own = Array(weights.weights(segment: index, channel: target))
      return segment.map { step in
        center[step] + law.distance(Self.mean(of: distances, own, step), step: step, normal: normal)
      }
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

  /// What the distances of each member and step are multiplied by, so that no absurd law decides; the median is that of the weights.
  ///
  /// - Parameter spreads: How far the quantiles of ``compared`` lie apart, of each member.
  static func shares(of spreads: [[Double]?], _ weights: MemberWeights, target: Int) -> [[Double]] {
    let steps = weights.segments.enumerated().flatMap { index, segment in
      let own = Array(weights.weights(segment: index, channel: target))
      return segment.map { step in
        let limit = widest * median(of: spreads.map { $0?[step] ?? .nan }, own)
        return spreads.map { spread in spread.map { $0[step] > limit ? limit / $0[step] : 1 } ?? 1 }
      }
    }
    return spreads.indices.map { member in steps.map { $0[member] } }
  }

  /// The value above zero up to which half of the weight lies; infinite where there is none: beside a law without width all are wide.
  private static func median(of values: [Double], _ weights: [Double]) -> Double {
    let known = values.indices.filter { weights[$0] > 0 && values[$0].isFinite && values[$0] > 0 }
    let half = known.reduce(0) { $0 + weights[$1] } / 2
    var sum = 0.0
    for index in known.sorted(by: { values[$0] < values[$1] }) {
      sum += weights[index]
      if sum >= half { return values[index] }
    }
    return .infinity
  }
}
