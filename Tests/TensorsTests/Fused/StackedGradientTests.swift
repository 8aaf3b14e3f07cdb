import Tensors
import Testing

/// Gradients of stacked weights, seen through an attention in which they are plain products: a single channel attends to
/// itself alone, so that the forecast is the sum of its value and its residual.
struct StackedGradientTests {
  private func gradients(rows: Int) -> [Tensor] {
    let sizes = [1, 1, 19, 19]  // query, key, value, residual
    let parts = sizes.indices.map { sample([sizes[$0], 35], seed: UInt64(3 + $0)).watched() }
    let weights = ResidualAttentionWeights(
      stack: StackedWeight(stacking: parts), bias: Tensor(shape: [40], filledWith: 0), mixing: nil, keySize: 1
    )
    let forecast = residualAttention(sample([rows, 1, 35]), by: weights, scaling: nil)
    return gradient(of: sum(forecast * sample([rows, 1, 19], seed: 2)), at: parts)
  }

  /// More than 512 rows are added some at a time.
  @Test(arguments: [1, 40, 512, 513, 700]) func theyAreProductsOfSlopesAndInputs(rows: Int) {
    let ours = gradients(rows: rows)
    let product = matmul(sample([rows, 19], seed: 2).transposed(), sample([rows, 35]))
    #expect(ours[0].values.allSatisfy { $0 == 0 } && ours[1].values.allSatisfy { $0 == 0 })
    for part in 2...3 { expectEqual(ours[part], product, within: 1e-4) }
  }

  @Test(arguments: [300, 700]) func threadsDoNotChangeABit(rows: Int) {
    let alone = gradients(rows: rows).map(\.values)
    for threads in [2, 3, 9] {
      let together = Workers.$current.withValue(Workers(threadCount: threads)) { gradients(rows: rows) }
      #expect(together.map(\.values) == alone, "\(threads) threads")
    }
  }
}
