import Tensors
import Testing

struct SpectralScalingTests {
  /// `[[3, 0], [4, 5]]` has the singular values √45 and √5, the first in direction (1, 1) / √2.
  private let matrix = Tensor(shape: [2, 2], values: [3, 0, 4, 5])
  private let exact = Tensor(shape: [2], filledWith: Float(0.5).squareRoot())

  @Test func theLargestSingularValueIsDividedOut() {
    let scaled = spectrallyScaled(matrix, gain: Tensor(shape: [1], values: [2]), direction: exact)
    let factor = 2 / Float(45).squareRoot()
    expectEqual(scaled, factor * matrix, within: 1e-6)
  }

  @Test func aStepOfThePowerIterationApproachesTheSingularDirection() {
    var (direction, value) = (Tensor(shape: [2], values: [1, 0]), Float(0))
    for _ in 0..<20 { (direction, value) = singularStep(of: matrix, from: direction) }
    expectEqual(direction, exact, within: 1e-6)
    #expect(abs(value - Float(45).squareRoot()) < 1e-5)
  }

  /// At the exact direction σ is stationary in it, so that differences of the whole function are the derivative.
  @Test func derivativesAreThoseOfDifferences() {
    expectGradients(
      of: { spectrallyScaled($0[0], gain: $0[1], direction: exact) },
      at: [matrix, Tensor(shape: [1], values: [2])])
  }

  @Test func zerosStayZeros() {
    let zeros = Tensor(shape: [2, 3], filledWith: 0)
    let scaled = spectrallyScaled(
      zeros, gain: Tensor(shape: [1], values: [1]), direction: Tensor(shape: [3], values: [1, 0, 0]))
    #expect(scaled.values == zeros.values)
  }
}
