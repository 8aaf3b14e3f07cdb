import Layers
import Tensors
import Testing

struct RevINTests {
  @Test(arguments: [true, false], [true, false])
  func denormalizingUndoesNormalizing(isAffine: Bool, subtractsLast: Bool) {
    let x = sample([3, 4, 20])
    var layer = RevIN(channelCount: 4, isAffine: isAffine, subtractsLast: subtractsLast)
    layer.replaceParameters { index, value in value + 0.3 * sample(value.shape, seed: UInt64(index + 2)) }
    let (normalized, statistics) = layer.normalize(x)
    let back = layer.denormalize(normalized, statistics)
    #expect(zip(back.values, x.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func aConstantChannelStaysFinite() {
    let x = Tensor(shape: [1, 1, 8], filledWith: 3)
    let (normalized, statistics) = RevIN(channelCount: 1).normalize(x)
    #expect(normalized.values.allSatisfy { $0 == 0 })
    #expect(RevIN(channelCount: 1).denormalize(normalized, statistics).values.allSatisfy { $0 == 3 })
  }

  @Test func onlyTheAffineFormHasParameters() {
    #expect(RevIN(channelCount: 7).namedParameters.map(\.name) == ["affine_weight", "affine_bias"])
    #expect(RevIN(channelCount: 7, isAffine: false).parameterCount == 0)
  }
}

struct ChannelAttentionTests {
  @Test func channelsMayBeReordered() {
    var generator = SeededGenerator(seed: 1)
    let layer = ChannelAttention(lookback: 12, hiddenSize: 4, valuePath: .lowRank, using: &generator)
    let x = sample([1, 3, 12])
    let order = [2, 0, 1]
    let (a, b) = (selectingChannels(layer(x), order), layer(selectingChannels(x, order)))
    #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// Keras counts the fans of the `[lookback, 1, d]` kernels as lookback and lookback · d.
  @Test func lowRankProjectionsStartInKerasRange() throws {
    var generator = SeededGenerator(seed: 1)
    let layer = ChannelAttention(lookback: 512, hiddenSize: 16, valuePath: .lowRank, using: &generator)
    let largest = Dictionary(
      uniqueKeysWithValues: layer.namedParameters.map { ($0.name, $0.value.values.map(abs).max() ?? 0) })
    let queries = try #require(largest["compute_queries.weight"])
    let output = try #require(largest["compute_output.weight"])
    #expect(queries <= 0.026_26 && queries > 0.026)
    #expect(output <= 0.106_61 && output > 0.106)
    #expect(largest["compute_values.bias"] == 0)
  }

  @Test func fullProjectionsStartInPyTorchRange() throws {
    var generator = SeededGenerator(seed: 1)
    let layer = ChannelAttention(lookback: 512, hiddenSize: 16, valuePath: .full, using: &generator)
    for (name, value) in layer.namedParameters {
      let largest = value.values.map(abs).max() ?? 0
      #expect(largest <= 0.044_195 && largest > 0.03, "\(name)")
    }
  }
}

/// A tensor of fixed numbers between -1 and 1 without a pattern.
func sample(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.uniform(in: -1..<1) })
}
