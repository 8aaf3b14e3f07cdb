extension WeightScheme {
  /// Weights, those of a channel moved to the one member that is clearly better there.
  ///
  /// Weights are found for all channels or half by channel, on the sum of their squared errors: a column that one member forecasts almost exactly,
  /// as a counter or a number of inhabitants, has no say in that sum. The member is chosen on blocks that it is not tried on.
  static func clearing(_ found: MemberWeights, _ products: ResidualProducts) -> MemberWeights {
    guard products.channelCount > 1, products.blockCount > 1 else { return found }
    let (blocks, memberCount) = (Array(0..<products.blockCount), products.memberCount)
    var weights = found
    for channel in 0..<products.channelCount {
      let channels = channel..<channel + 1
      let (usual, count) = found.squares(products, blocks: blocks, channels: channels)
      guard usual.isFinite, usual > exactError * Double(count) else { continue }
      let errors = blocks.map { block in
        let matrix = products.total(blocks: [block], segments: products.segments.indices, channels: channels)
          .products
        return (0..<memberCount).map { matrix[$0 * memberCount + $0] }
      }
      func best(of blocks: [Int]) -> Int {
        let sums = (0..<memberCount).map { member in blocks.reduce(0) { $0 + errors[$1][member] } }
        return sums.indices.min { sums[$0] < sums[$1] } ?? 0
      }
      let own = blocks.reduce(0) { sum, block in sum + errors[block][best(of: blocks.filter { $0 != block })]
      }
      guard clearGain * own < usual else { continue }
      weights = weights.mixed(
        with: .one(best(of: blocks), in: products), share: 1 - clearGain * own / usual, channel: channel)
    }
    return weights
  }

  /// A mean squared error in standardised units up to which a forecast is exact but for rounding.
  static let exactError = 1e-12
}
