import Layers
import Tensors
import Testing

/// What is no number stays none: nobody may take it for an answer.
struct NonFiniteTests {
  @Test func aSoftmaxOfOverflowedScoresIsNoNumber() {
    for lost in [Float.infinity, .nan] {
      for size in [3, 8, 19] {
        for place in [0, size - 1] {
          var scores = (0..<2 * size).map { Float($0 % 5) }
          scores[place] = lost
          let weights = softmax(Tensor(shape: [2, size], values: scores)).values
          #expect(weights.prefix(size).allSatisfy { $0.isNaN }, "\(lost) at \(place) of \(size)")
          #expect(weights.suffix(size).allSatisfy { $0.isFinite })
        }
      }
    }
  }

  @Test func attentionWhoseScoresOverflowIsNoNumber() {
    var generator = SeededGenerator(seed: 1)
    let drawn = (0..<2 * 5 * 24).map { _ in generator.normal() }
    // The first window has scores of about 1e50, the second of about 1.
    let values = drawn.indices.map { $0 < 5 * 24 ? 1e25 * drawn[$0] : drawn[$0] }
    let packed = Tensor(shape: [2, 5, 24], values: values)
    for output in [
      selfAttention(packed, AttentionHeads(count: 2)), packedAttention(packed, keySize: 8).output,
    ] {
      #expect(output.slices(0..<1).values.contains { !$0.isFinite })
      #expect(output.slices(1..<2).isFinite)
    }
  }

  @Test func activationsKeepWhatIsNoNumber() {
    let x = Tensor(shape: [9], values: [.nan, 1, 2, 3, 4, 5, 6, 7, .nan])
    for activation in [relu, gelu, silu, sigmoid, tanh, sin, cos] as [(Tensor) -> Tensor] {
      let y = activation(x).values
      #expect(y[0].isNaN && y[8].isNaN && y[1...7].allSatisfy { $0.isFinite })
    }
  }
}
