import Tensors
import Testing

struct ResidualScoreTests {
  @Test(arguments: [(1, 4), (2, 6), (3, 3)]) func withoutEarlierScoresItIsAttention(heads: Int, size: Int) {
    let packed = sample([2, 5, 3 * size])
    let scores = residualScores(packed, headCount: heads, adding: nil)
    expectEqual(
      mixingValues(of: packed, by: scores), selfAttention(packed, AttentionHeads(count: heads)), within: 1e-6)
  }

  @Test func earlierScoresAreAdded() {
    let packed = sample([1, 3, 6])
    let earlier = sample([1, 2, 3, 3], seed: 2)
    expectEqual(
      residualScores(packed, headCount: 2, adding: earlier),
      residualScores(packed, headCount: 2, adding: nil) + earlier, within: 1e-6)
  }

  @Test func bothStepsHaveTheirDerivatives() {
    let points = [sample([2, 3, 12]), sample([2, 2, 3, 3], seed: 2)]
    expectGradients(of: { residualScores($0[0], headCount: 2, adding: $0[1]) }, at: points)
    expectGradients(of: { mixingValues(of: $0[0], by: $0[1]) }, at: points)
    expectGradients(of: { residualScores($0[0], headCount: 1, adding: nil) }, at: [sample([1, 4, 9])])
  }

  @Test func droppedWeightsAreDroppedInTheDerivativeToo() {
    var generator = SeededGenerator(seed: 4)
    let mask = DropoutMask(fraction: 0.4, using: &generator)
    let points = [sample([1, 4, 6]), sample([1, 1, 4, 4], seed: 2)]
    expectGradients(of: { mixingValues(of: $0[0], by: $0[1], dropping: mask) }, at: points)
  }
}
