import LocalModels

/// A channel of a window: the forecast of a combination and those of its members, around which their laws lie.
struct CombinedChannel {
  /// Nil for standardised units.
  let scale: (mean: Double, deviation: Double)?
  /// The forecast of the combination.
  private let center: [Double]
  /// The weights of the members in each step; nil for channels that are no targets, which have no law.
  private let weights: [ArraySlice<Double>]?
  /// The forecast of each member.
  private let members: [[Double]]
  /// Of each member and step, what its distances are multiplied by.
  private let shares: [[Double]]
  /// The deviation that the laws of the members have in the mean, of each step; 0 where they have no width.
  private let deviations: [Double]
  /// The mean squared distance of the members' models from the forecast, of each step.
  private let disagreement: [Double]
  /// What estimating adds to the laws of the members.
  private let law: EstimatedLaw

  /// A law that is more times as wide as the median one counts as so wide: its squared errors would be sixteen times the others'. A model
  /// that lies more deviations away counts as so far: neither an absurd law decides nor an absurd forecast, and laws that are sure stay so.
  private static let widest = 4.0
  /// How many deviations of a normal law the quantiles of ``MemberLaws/compared`` lie apart.
  private static let comparedWidth =
    NormalDistribution.quantile(MemberLaws.compared[1]) - NormalDistribution.quantile(MemberLaws.compared[0])

  /// - Parameters:
  ///   - models: The forecasts of the models of each member.
  ///   - spreads: How far the quantiles of ``MemberLaws/compared`` lie apart, of each member that states a law.
  init(
    scale: (mean: Double, deviation: Double)?, center: [Double], weights: [ArraySlice<Double>]?,
    members: [[Double]], models: [[[Double]]], spreads: [[Double]?], law: EstimatedLaw
  ) {
    (self.scale, self.center, self.weights, self.members) = (scale, center, weights, members)
    self.law = law
    let own = weights ?? []
    let shares = Self.shares(of: spreads, own)
    self.shares = shares
    let deviations = own.indices.map { step in
      let widths = spreads.indices.map { member in
        spreads[member].map { shares[member][step] * $0[step] / Self.comparedWidth }
      }
      return Self.mean(of: widths, own[step]) ?? 0
    }
    self.deviations = deviations
    disagreement = own.indices.map { step in
      let farthest = Self.widest * deviations[step]
      let squares = models.map { models in
        let distances = models.map { min(($0[step] - center[step]).magnitude, farthest) }
        return Double?(distances.reduce(0) { $0 + $1 * $1 } / Double(models.count))
      }
      return Self.mean(of: squares, own[step]) ?? 0
    }
  }

  /// A quantile of the combination.
  ///
  /// - Parameters:
  ///   - stated: The quantile of each member; nil for those that state no law.
  ///   - normal: The quantile of a normal law.
  func quantile(from stated: [[Double]?], normal: Double) -> [Double] {
    guard let weights else { return center.map { _ in .nan } }
    return center.indices.map { step in
      let distances = stated.indices.map { member in
        stated[member].map { shares[member][step] * ($0[step] - members[member][step]) }
      }
      guard let distance = Self.mean(of: distances, weights[step]) else { return .nan }
      let spread = EstimatedLaw.Spread(deviation: deviations[step], disagreement: disagreement[step])
      return law.quantile(distance, around: center[step], spread, step: step, normal: normal)
    }
  }

  /// The weighted mean over the members that have a number; nil where none has.
  private static func mean(of values: [Double?], _ weights: ArraySlice<Double>) -> Double? {
    var (sum, total) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) where weight > 0 {
      guard let value, value.isFinite else { continue }
      (sum, total) = (sum + weight * value, total + weight)
    }
    return total > 0 ? sum / total : nil
  }

  /// What the distances of each member and step are multiplied by, so that no absurd law decides; the median is that of the weights.
  private static func shares(of spreads: [[Double]?], _ weights: [ArraySlice<Double>]) -> [[Double]] {
    let limits = weights.indices.map { step in
      widest * median(of: spreads.map { $0?[step] ?? .nan }, weights[step])
    }
    return spreads.map { spread in
      limits.indices.map { step in
        spread.map { $0[step] > limits[step] ? limits[step] / $0[step] : 1 } ?? 1
      }
    }
  }

  /// The value above zero up to which half of the weight lies; infinite where there is none: beside a law without width all are wide.
  private static func median(of values: [Double], _ weights: ArraySlice<Double>) -> Double {
    let weights = Array(weights)
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
