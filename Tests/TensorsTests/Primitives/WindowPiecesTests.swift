import Tensors
import Testing

struct PatchTests {
  @Test func patchesOverlapAndTheLastOneRepeatsTheEnd() {
    let x = Tensor(shape: [1, 5], values: [1, 2, 3, 4, 5])
    let y = patches(x, length: 3, stride: 2)
    #expect(y.shape == [1, 3, 3])
    #expect(y.values == [1, 2, 3, 3, 4, 5, 5, 5, 5])
  }

  @Test(arguments: [(7, 3, 2), (8, 3, 2), (9, 4, 5), (3, 3, 1), (5, 2, 4)])
  func elementsAreThoseOfTheDefinition(time: Int, length: Int, stride: Int) {
    let x = sample([3, 2, time])
    let count = (time - length) / stride + 2
    let expected = (0..<6 * count * length).map { index in
      let (row, patch, offset) = (index / length / count, index / length % count, index % length)
      return x.values[row * time + min(patch * stride + offset, time - 1)]
    }
    expectEqual(
      patches(x, length: length, stride: stride), Tensor(shape: [3, 2, count, length], values: expected),
      within: 0)
    expectGradients(of: { patches($0[0], length: length, stride: stride) }, at: [x])
  }
}

struct CyclicRowsTests {
  @Test func rowsBeginAgainAfterTheLast() {
    let table = Tensor(shape: [3, 2], values: [1, 10, 2, 20, 3, 30])
    let y = cyclicRows(table, from: [1, 5], count: 4)
    #expect(y.shape == [2, 2, 4])
    #expect(y.values == [2, 3, 1, 2, 20, 30, 10, 20] + [3, 1, 2, 3, 30, 10, 20, 30])
    #expect(cyclicRows(table, from: [7], count: 1).values == [2, 20])
  }

  @Test func theyHaveTheirDerivative() {
    expectGradients(of: { cyclicRows($0[0], from: [0, 4, 2], count: 7) }, at: [sample([5, 2])])
    expectGradients(of: { cyclicRows($0[0], from: [3], count: 3) }, at: [sample([9, 1])])
  }
}

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
