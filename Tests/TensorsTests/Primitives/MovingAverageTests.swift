import Tensors
import Testing

struct MovingAverageTests {
  private let row = Tensor(shape: [1, 5], values: [1, 2, 6, 4, 10])

  @Test func endsGoOnWithTheirValue() {
    let expected: [Float] = [4, 9, 12, 20, 24].map { $0 / 3 }
    #expect(zip(movingAverage(row, width: 3).values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(movingAverage(row, width: 1).values == row.values)
  }

  /// `Σ (M x) y = Σ x (Mᵀ y)`, also where the average is wider than the row.
  @Test(arguments: [1, 3, 9, 25], [1, 2, 5, 40])
  func spreadingIsTheTranspose(_ width: Int, _ count: Int) {
    let (x, y) = (sample(count, seed: 1), sample(count, seed: 2))
    let left = sum(movingAverage(x, width: width) * y).scalar
    let right = sum(x * spreadingAverage(y, width: width)).scalar
    #expect(abs(left - right) < 1e-4)
  }

  @Test func derivativesAreThoseOfDifferences() {
    expectGradients(of: { movingAverage($0[0], width: 5) }, at: [sample(12, seed: 3)])
    expectGradients(of: { spreadingAverage($0[0], width: 5) }, at: [sample(12, seed: 4)])
  }

  private func sample(_ count: Int, seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: [2, count], values: (0..<2 * count).map { _ in generator.uniform(in: -1..<1) })
  }
}

struct ChannelLinearTests {
  private func sample(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, values: (0..<count).map { _ in generator.uniform(in: -1..<1) })
  }

  @Test(arguments: [1, 5])
  func eachChannelHasItsMap(_ batch: Int) {
    let (x, weight, bias) = (
      sample([batch, 3, 7], seed: 1), sample([3, 4, 7], seed: 2), sample([3, 4], seed: 3)
    )
    let y = channelLinear(x, weight: weight, bias: bias)
    #expect(y.shape == [batch, 3, 4])
    for channel in 0..<3 {
      let alone = linear(
        selectingChannels(x, [channel]), weight: weight.slices(channel..<channel + 1).reshaped(to: [4, 7]),
        bias: bias.slices(channel..<channel + 1).reshaped(to: [4]))
      let ours = selectingChannels(y, [channel])
      #expect(zip(ours.values, alone.values).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test func derivativesAreThoseOfDifferences() {
    expectGradients(
      of: { channelLinear($0[0], weight: $0[1], bias: $0[2]) },
      at: [sample([4, 3, 6], seed: 4), sample([3, 5, 6], seed: 5), sample([3, 5], seed: 6)])
  }
}
