/// How much each member of a combination counts, by segment of the horizon and channel.
struct MemberWeights: Sendable, Equatable {
  /// Members.
  let memberCount: Int
  /// Target channels.
  let channelCount: Int
  /// The segments of the horizon.
  let segments: [Range<Int>]
  /// Shape `[segment, channel, member]`; each row sums to 1.
  private(set) var values: [Double]

  /// - Parameter values: Shape `[segment, channel, member]`.
  init(values: [Double], memberCount: Int, channelCount: Int, horizon: Int) {
    segments = ResidualProducts.segments(of: horizon)
    precondition(
      values.count == segments.count * channelCount * memberCount, "MemberWeights: \(values.count)")
    (self.values, self.memberCount, self.channelCount) = (values, memberCount, channelCount)
  }

  /// The same weights everywhere.
  init(everywhere weights: [Double], channelCount: Int, horizon: Int) {
    let cells = ResidualProducts.segments(of: horizon).count * channelCount
    self.init(
      values: Array(repeating: weights, count: cells).flatMap(\.self), memberCount: weights.count,
      channelCount: channelCount, horizon: horizon)
  }

  /// One member alone.
  static func one(_ member: Int, in products: ResidualProducts) -> MemberWeights {
    MemberWeights(
      everywhere: (0..<products.memberCount).map { $0 == member ? 1 : 0 },
      channelCount: products.channelCount, horizon: products.horizon)
  }

  /// The weights of a segment and channel, one for each member.
  func weights(segment: Int, channel: Int) -> ArraySlice<Double> {
    let start = (segment * channelCount + channel) * memberCount
    return values[start..<start + memberCount]
  }

  /// The weights of a channel in each step.
  func byStep(channel: Int) -> [ArraySlice<Double>] {
    segments.enumerated().flatMap { index, segment in
      segment.map { _ in weights(segment: index, channel: channel) }
    }
  }

  /// These weights and others, which have a share of the whole.
  func mixed(with others: MemberWeights, share: Double) -> MemberWeights {
    var mixed = self
    for index in values.indices {
      mixed.values[index] = (1 - share) * values[index] + share * others.values[index]
    }
    return mixed
  }

  /// These weights, in one channel with others, which have a share of the whole there.
  func mixed(with others: MemberWeights, share: Double, channel: Int) -> MemberWeights {
    var mixed = self
    for segment in segments.indices {
      let start = (segment * channelCount + channel) * memberCount
      for index in start..<start + memberCount {
        mixed.values[index] = (1 - share) * values[index] + share * others.values[index]
      }
    }
    return mixed
  }

  /// The weights of some members, which take over what the others have: in proportion to their own, or alike where those are none.
  func selecting(_ members: [Int]) -> MemberWeights {
    let rows = segments.indices.flatMap { segment in
      (0..<channelCount).flatMap { channel in
        let own = weights(segment: segment, channel: channel)
        let kept = members.map { own[own.startIndex + $0] }
        let total = kept.reduce(0, +)
        return kept.map { total > 0 ? $0 / total : 1 / Double(members.count) }
      }
    }
    return MemberWeights(
      values: rows, memberCount: members.count, channelCount: channelCount,
      horizon: segments.last?.upperBound ?? 0)
  }

  /// The mean weight of each member.
  var means: [Double] {
    let cells = Double(segments.count * channelCount)
    return (0..<memberCount).map { member in
      stride(from: member, to: values.count, by: memberCount).reduce(0) { $0 + values[$1] } / cells
    }
  }

  /// Whether a channel is left to a member.
  func isLeader(_ member: Int) -> Bool {
    stride(from: member, to: values.count, by: memberCount).contains { values[$0] >= 0.9 }
  }

  /// The mean squared error over all residuals; infinite where there are none.
  func error(_ products: ResidualProducts) -> Double {
    error(products, blocks: Array(0..<products.blockCount))
  }

  /// The mean squared error over some blocks; infinite where they have no residuals.
  func error(_ products: ResidualProducts, blocks: [Int]) -> Double {
    let (sum, count) = squares(products, blocks: blocks, channels: 0..<channelCount)
    return count == 0 ? .infinity : sum / Double(count)
  }

  /// The sum of the squared errors over some blocks and channels, and how many there are.
  func squares(
    _ products: ResidualProducts, blocks: [Int], channels: Range<Int>
  ) -> (sum: Double, count: Int) {
    var (sum, count) = (0.0, 0)
    for segment in segments.indices {
      for channel in channels {
        let cell = products.total(
          blocks: blocks, segments: segment..<segment + 1, channels: channel..<channel + 1)
        let weights = Array(weights(segment: segment, channel: channel))
        count += cell.count
        for first in 0..<memberCount where weights[first] != 0 {
          for second in 0..<memberCount {
            sum += weights[first] * weights[second] * cell.products[first * memberCount + second]
          }
        }
      }
    }
    return (sum, count)
  }
}
