import Layers
import Tensors
import Testing

/// Attention, residual and head as they are written in the paper.
private struct Plain: Module {
  var revIN: RevIN
  var attention: ChannelAttention
  var head: Linear

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&revIN, named: "revin")
    visitor.visit(&attention, named: "attention")
    visitor.visit(&head, named: "head")
  }

  func plain(_ x: Tensor) -> Tensor {
    let (normalized, statistics) = revIN.normalize(x)
    return revIN.denormalize(head(normalized + attention(normalized)), statistics)
  }

  func multipliedOut(_ x: Tensor, rowCount: Int) -> Tensor {
    let (z, statistics) = revIN.standardize(x)
    let body = ChannelAttentionHead(attention, head, rowCount: rowCount)
    return body(z, scaling: revIN.scaling(statistics))
  }
}

struct ChannelAttentionHeadTests {
  private let x = sample([3, 4, 20], seed: 8)

  private func model(_ valuePath: ChannelAttention.ValuePath, horizon: Int) -> Plain {
    var generator = SeededGenerator(seed: 2)
    let attention = ChannelAttention(lookback: 20, hiddenSize: 3, valuePath: valuePath, using: &generator)
    let head = Linear(
      inputSize: 20, outputSize: horizon, initialization: .uniformByFanIn(20), using: &generator)
    var model = Plain(revIN: RevIN(channelCount: 4), attention: attention, head: head)
    // No parameter stays at a value that hides a mistake, such as a bias of zero.
    model.replaceParameters { index, value in value + 0.4 * sample(value.shape, seed: UInt64(index)) }
    return model
  }

  /// One row takes the direct form of the full value path, a thousand the multiplied one.
  @Test(arguments: [ChannelAttention.ValuePath.lowRank, .full], [1, 1000])
  func itIsTheHeadOfResidualAndAttention(_ valuePath: ChannelAttention.ValuePath, rowCount: Int) {
    for horizon in [5, 30] {
      let model = model(valuePath, horizon: horizon)
      let target = sample([3, 4, horizon], seed: 9)
      let (value, gradient) = valueAndGradient(at: model) {
        LossFunction.squaredError($0.multipliedOut(x, rowCount: rowCount), target)
      }
      let (reference, referenceGradient) = valueAndGradient(at: model) {
        LossFunction.squaredError($0.plain(x), target)
      }
      #expect(abs(value.scalar - reference.scalar) < 1e-5 * reference.scalar)
      for (ours, theirs) in zip(gradient, referenceGradient) {
        let scale = theirs.values.map(abs).max() ?? 0
        #expect(zip(ours.values, theirs.values).allSatisfy { abs($0 - $1) < 1e-4 * max(scale, 0.01) })
      }
    }
  }

  @Test func preparingOnceGivesTheGradientOfPreparingEachTime() {
    let model = model(.full, horizon: 5)
    let parts = [0..<1, 1..<3].map { x.slices($0) }
    let batch = PartedBatch(parts: 2, lanes: 2, workers: Workers(threadCount: 2))
    let once = valueAndGradient(
      at: model, over: batch, preparing: { ChannelAttentionHead($0.attention, $0.head, rowCount: 1000) }
    ) { (body: ChannelAttentionHead, part: Int) in
      let y = body(parts[part], scaling: nil)
      return sum(y * y)
    }
    let (value, each) = valueAndGradient(at: model) { model in
      let y = model.head(x + model.attention(x))
      return sum(y * y)
    }
    #expect(abs(once.loss - Double(value.scalar)) < 1e-4 * once.loss)
    for (ours, theirs) in zip(once.gradient, each) {
      let scale = max(1, theirs.values.map(abs).max() ?? 0)
      #expect(zip(ours.values, theirs.values).allSatisfy { abs($0 - $1) < 1e-4 * scale })
    }
  }
}
