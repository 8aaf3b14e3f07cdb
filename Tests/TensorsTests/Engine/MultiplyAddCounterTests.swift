import Tensors
import Testing

struct MultiplyAddCounterTests {
  private let x = Tensor(shape: [3, 5], filledWith: 1)
  private let weight = Tensor(shape: [7, 5], filledWith: 2)

  @Test func productsAreCountedWhereverTheyAreMade() {
    #expect(MultiplyAddCounter.counting { _ = linear(x, weight: weight, bias: nil) } == 3 * 7 * 5)
    #expect(MultiplyAddCounter.counting { _ = matmul(x, weight.transposed()) } == 3 * 7 * 5)
  }

  /// Large transposed operands are brought into order first and multiplied by a second call.
  @Test func noProductCountsTwice() {
    let point = Tensor(shape: [200, 300], filledWith: 1).watched()
    let large = Tensor(shape: [150, 300], filledWith: 1)
    let count = MultiplyAddCounter.counting {
      _ = gradient(of: sum(linear(large, weight: point, bias: nil)), at: [point])
    }
    #expect(count == 2 * 150 * 200 * 300)
  }

  @Test func backwardPassesCountTheirTwoProducts() {
    let point = weight.watched()
    let input = x.watched()
    let count = MultiplyAddCounter.counting {
      _ = gradient(of: sum(linear(input, weight: point, bias: nil)), at: [point, input])
    }
    #expect(count == 3 * 3 * 7 * 5)
  }

  @Test func attentionCountsScoresAndSums() {
    let packed = Tensor(shape: [2, 4, 10], filledWith: 0.5)
    #expect(MultiplyAddCounter.counting { _ = packedAttention(packed, keySize: 3) } == 2 * 4 * 4 * (3 + 4))
  }

  @Test func nothingIsCountedOutside() {
    #expect(MultiplyAddCounter.counting {} == 0)
    _ = linear(x, weight: weight, bias: nil)
    #expect(MultiplyAddCounter.counting { _ = x + x } == 0)
  }
}
