import Layers
import Tensors
import TestSupport
import Testing

struct CovariateLayersTests {
  private func numbers(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  private func distance(_ a: Tensor, _ b: Tensor) -> Float {
    largestDistance(a.values, b.values)
  }

  /// What is shared goes through the map once, and means the same as beside every channel.
  @Test func aSharedPartIsAsGoodAsOneBesideEveryChannel() {
    var generator = SeededGenerator(seed: 1)
    let map = Linear(inputSize: 8, outputSize: 4, using: &generator)
    let (x, shared) = (numbers([2, 3, 5], seed: 2), numbers([2, 3], seed: 3))
    let rows = (0..<2).flatMap { window in
      (0..<3).flatMap { _ in shared.slices(window..<window + 1).values }
    }
    let beside = concatenatedColumns([x, Tensor(shape: [2, 3, 3], values: rows)])
    let weights = numbers([2, 3, 4], seed: 4)
    let once = valueAndGradient(at: map) { sum(weights * $0(x, sharing: shared, activation: .gelu)) }
    let each = valueAndGradient(at: map) { sum(weights * $0(beside, activation: .gelu)) }
    #expect(abs(once.value.scalar - each.value.scalar) < 1e-5)
    for (a, b) in zip(once.gradient, each.gradient) { #expect(distance(a, b) < 1e-5) }
  }

  @Test func tokensOfCovariatesFollowThoseOfChannels() {
    var generator = SeededGenerator(seed: 1)
    let layer = CovariateTokens(futureCount: 2, fixedCount: 3, rowCount: 6, size: 4, using: &generator)
    let (x, future, fixed) = (
      numbers([2, 1, 4], seed: 2), numbers([2, 2, 6], seed: 3), numbers([2, 3], seed: 4)
    )
    let all = layer(after: x, future: future, fixed: fixed)
    #expect(all.shape == [2, 4, 4])
    #expect(tokens(0..<1, of: all).values == x.values)
    let parts = layer.parameters
    #expect(tokens(1..<3, of: all).values == linear(future, weight: parts[0], bias: parts[1]).values)
    #expect(tokens(3..<4, of: all).values == linear(fixed, weight: parts[2], bias: parts[3]).values)
  }

  @Test func withoutCovariatesThereAreNoTokensAndNoParameters() {
    var generator = SeededGenerator(seed: 1)
    let layer = CovariateTokens(futureCount: 0, fixedCount: 0, rowCount: 6, size: 4, using: &generator)
    let x = numbers([2, 1, 4], seed: 2)
    #expect(layer.parameters.isEmpty)
    #expect(layer(after: x, future: nil, fixed: nil).values == x.values)
  }

  /// Each step from its own context and covariates, in loops.
  @Test func theDecoderOfStepsIsAPerceptronOfEachStep() {
    var generator = SeededGenerator(seed: 1)
    var sizes = StepDecoder.Sizes(stateSize: 3, covariateCount: 2, hiddenSize: 4, stepCount: 5, outputSize: 2)
    sizes.contextSize = 3
    let layer = StepDecoder(sizes, using: &generator)
    let (state, covariates) = (numbers([1, 2, 3], seed: 2), numbers([2, 5, 2], seed: 3))
    let forecast = layer(state, covariates)
    #expect(forecast.shape == [2, 5, 2])
    let p = layer.parameters.map(\.values)
    func map(_ x: [Float], _ index: Int) -> [Float] {
      p[index + 1].indices.map { output in
        x.indices.reduce(p[index + 1][output]) { $0 + p[index][output * x.count + $1] * x[$1] }
      }
    }
    for window in 0..<2 {
      let contexts = map(Array(state.values[window * 3..<window * 3 + 3]), 0)
      for step in 0..<5 {
        let known = covariates.values[(window * 5 + step) * 2..<(window * 5 + step) * 2 + 2]
        let hidden = map(Array(contexts[step * 3..<step * 3 + 3] + known), 2).map { max($0, 0) }
        let expected = map(hidden, 4)
        for output in 0..<2 {
          #expect(abs(forecast.values[(window * 5 + step) * 2 + output] - expected[output]) < 1e-5)
        }
      }
    }
  }
}
