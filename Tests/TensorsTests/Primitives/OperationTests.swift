import Tensors
import Testing

struct OperationTests {
  @Test func arithmeticIsElementwise() {
    let (a, b) = (Tensor(shape: [2], values: [1, -2]), Tensor(shape: [2], values: [3, 5]))
    #expect((a + b).values == [4, 3])
    #expect((a - b).values == [-2, -7])
    #expect((a * b).values == [3, -10])
    #expect((2 * a).values == [2, -4])
    #expect(sum(a).scalar == -1)
    #expect(mean(b).scalar == 4)
  }

  @Test func arithmeticHasItsDerivatives() {
    expectGradients(
      of: { $0[0] * $0[1] - 3 * ($0[0] + $0[1]) }, at: [sample([2, 3]), sample([2, 3], seed: 2)])
    expectGradients(of: { mean($0[0] * $0[0]) }, at: [sample([4])])
  }

  @Test func aTensorUsedTwiceGetsBothContributions() {
    let x = Tensor(shape: [1], values: [3]).watched()
    #expect(gradient(of: sum(x * x + x), at: [x])[0].values == [7])
  }

  /// Products add to a gradient that is there already, whichever operand they share and whatever came first.
  @Test(arguments: [1, 3, 29]) func operandsOfSeveralProductsGetTheSumOfTheirContributions(rows: Int) {
    let points = [sample([rows, 5]), sample([4, 5], seed: 2), sample([5, 4], seed: 3)]
    expectGradients(
      of: { points in
        let (x, w, v) = (points[0], points[1], points[2])
        let twice = linear(x, weight: w, bias: nil) + matmul(x, v)
        return twice + matmul(x, w.transposed()) + linear(twice * twice, weight: matmul(w, v), bias: nil)
      }, at: points, step: 3e-3, tolerance: 3e-2)
  }

  @Test func aGradientThatTwoResultsShareIsNotChangedByOneOfThem() {
    let (x, y) = (sample([2, 3]).watched(), sample([2, 3], seed: 2).watched())
    let w = sample([3, 3], seed: 3)
    // The gradient of the sum reaches x and y as one tensor; the product then adds to that of x alone.
    let gradients = gradient(of: sum((x + y) + matmul(x, w)), at: [x, y])
    #expect(gradients[1].values == [Float](repeating: 1, count: 6))
    let rows = (0..<3).map { row in 1 + w.values[row * 3..<row * 3 + 3].reduce(0, +) }
    #expect(zip(gradients[0].values, rows + rows).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func whatTheResultDoesNotDependOnHasZeroGradient() {
    let (x, y) = (sample([2]).watched(), sample([3]).watched())
    #expect(gradient(of: sum(x), at: [x, y])[1].values == [0, 0, 0])
    #expect(gradient(of: sum(x.detached()), at: [x])[0].values == [0, 0])
  }

  @Test func transposeExchangesTheLastTwoAxes() {
    let x = Tensor(shape: [1, 2, 3], values: [1, 2, 3, 4, 5, 6])
    #expect(x.transposed().shape == [1, 3, 2])
    #expect(x.transposed().values == [1, 4, 2, 5, 3, 6])
    expectEqual(sample([3, 17, 9]).transposed().transposed(), sample([3, 17, 9]), within: 0)
    expectGradients(of: { $0[0].transposed() }, at: [sample([2, 3, 4])])
  }

  @Test func slicesAndConcatenationAreInverse() {
    let x = sample([5, 3])
    expectEqual(concatenated([x.slices(0..<2), x.slices(2..<5)]), x, within: 0)
    expectGradients(
      of: { concatenated([$0[0].slices(1..<3), $0[1]]) }, at: [sample([4, 2]), sample([1, 2])])
    expectGradients(of: { $0[0].reshaped(to: [6]) }, at: [sample([2, 3])])
  }

  @Test func channelsAreSelectedInTheOrderGiven() {
    let x = Tensor(shape: [1, 3, 2], values: [1, 2, 3, 4, 5, 6])
    #expect(selectingChannels(x, [2, 0]).values == [5, 6, 1, 2])
    #expect(selectingChannels(x, [0, 1, 2]).values == x.values)
    expectGradients(of: { selectingChannels($0[0], [2, 0]) }, at: [sample([2, 3, 2])])
  }

  @Test func theLastValueIsRepeated() {
    #expect(
      repeatingLast(Tensor(shape: [2, 2], values: [1, 2, 3, 4]), count: 3).values == [2, 2, 2, 4, 4, 4])
  }

  @Test func updatingOneHolderLeavesTheOther() {
    let original = sample([3])
    var changed = original
    changed.add(original)
    expectEqual(changed, 2 * original, within: 0)
    expectEqual(original, sample([3]), within: 0)
  }
}

struct ProductTests {
  @Test(arguments: [(3, 4, 5), (1, 1, 1), (7, 512, 16), (33, 17, 65), (100, 1100, 100)])
  func aProductIsTheSumOfProducts(m: Int, k: Int, n: Int) {
    let (a, b) = (sample([2, m, k]), sample([2, k, n], seed: 2))
    expectEqual(matmul(a, b), naiveProduct(a, b), within: 1e-4)
  }

  /// Wide products are divided by columns, others by rows.
  @Test(arguments: [(12, 600, 70), (96, 64, 513), (97, 64, 96), (200, 512, 97)])
  func threadsDoNotChangeABitOfAProduct(m: Int, k: Int, n: Int) {
    let (a, b) = (sample([m, k]), sample([k, n], seed: 2))
    func results(threads: Int) -> [[Float]] {
      Workers.$current.withValue(Workers(threadCount: threads)) {
        let (x, y) = (a.watched(), b.watched())
        let product = matmul(x, y)
        return [product.values] + gradient(of: sum(product * product), at: [x, y]).map(\.values)
      }
    }
    let alone = results(threads: 1)
    for threads in [2, 5] { #expect(results(threads: threads) == alone, "\(threads) threads") }
  }

  @Test func productsHaveTheirDerivatives() {
    expectGradients(of: { matmul($0[0], $0[1]) }, at: [sample([2, 3, 4]), sample([2, 4, 2], seed: 2)])
  }

  @Test func aLinearMapIsAProductWithTheTransposePlusBias() {
    let (x, weight, bias) = (sample([2, 3, 4]), sample([5, 4], seed: 2), sample([5], seed: 3))
    let product = naiveProduct(x.reshaped(to: [1, 6, 4]), weight.transposed().reshaped(to: [1, 4, 5]))
    let expected = zip(product.values, (0..<30).map { bias.values[$0 % 5] }).map { $0 + $1 }
    expectEqual(linear(x, weight: weight, bias: bias), Tensor(shape: [2, 3, 5], values: expected))
    expectGradients(of: { linear($0[0], weight: $0[1], bias: $0[2]) }, at: [x, weight, bias])
    expectGradients(of: { linear($0[0], weight: $0[1], bias: nil) }, at: [x, weight])
  }

  private func naiveProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (batch, m, k, n) = (a.shape[0], a.shape[1], a.shape[2], b.shape[2])
    let (x, y) = (a.values, b.values)
    var result = [Float](repeating: 0, count: batch * m * n)
    for window in 0..<batch {
      for row in 0..<m {
        for column in 0..<n {
          result[(window * m + row) * n + column] = (0..<k).reduce(0) {
            $0 + x[(window * m + row) * k + $1] * y[(window * k + $1) * n + column]
          }
        }
      }
    }
    return Tensor(shape: [batch, m, n], values: result)
  }
}

struct AttentionTests {
  @Test func softmaxRowsSumToOneAndSurviveLargeScores() {
    let y = softmax(Tensor(shape: [2, 3], values: [1, 2, 3, 1000, 1001, -1000]), scale: 2)
    let rows = [y.values.prefix(3), y.values.suffix(3)].map { $0.reduce(0, +) }
    #expect(rows.allSatisfy { abs($0 - 1) < 1e-6 })
    #expect(y.isFinite)
    expectEqual(
      softmax(Tensor(shape: [2], values: [0, 1])), Tensor(shape: [2], values: [0.268_941_4, 0.731_058_6]),
      within: 1e-6)
    expectGradients(of: { softmax($0[0], scale: 1.5) }, at: [sample([2, 5])])
  }

  /// 24 tokens and fewer take the fused loops, more take matrix products.
  @Test(arguments: [1, 2, 7, 24, 25, 40], [(4, 4), (16, 16), (3, 50)])
  func packedAttentionIsAttention(tokens: Int, sizes: (key: Int, value: Int)) {
    let parts = [sizes.key, sizes.key, sizes.value].enumerated().map {
      sample([2, tokens, $1], seed: UInt64($0 + 5))
    }
    let packed = sideBySide(parts)
    let scale = 1 / Float(sizes.key).squareRoot()
    let weights = softmax(matmul(parts[0], parts[1].transposed()), scale: scale)
    let (output, ourWeights) = packedAttention(packed, keySize: sizes.key)
    expectEqual(ourWeights, weights)
    expectEqual(output, matmul(weights, parts[2]))
  }

  @Test(arguments: [3, 26]) func packedAttentionHasItsDerivative(tokens: Int) {
    expectGradients(
      of: { packedAttention($0[0], keySize: 2).output }, at: [sample([2, tokens, 7])], tolerance: 3e-2)
  }

  /// Tensors `[batch, token, width]` joined along the last axis.
  private func sideBySide(_ parts: [Tensor]) -> Tensor {
    let rows = parts[0].shape[0] * parts[0].shape[1]
    let values = (0..<rows).flatMap { row in
      parts.flatMap { part in part.values[row * part.shape[2]..<(row + 1) * part.shape[2]] }
    }
    return Tensor(
      shape: [parts[0].shape[0], parts[0].shape[1], parts.reduce(0) { $0 + $1.shape[2] }], values: values)
  }
}

struct NormalizationTests {
  let affine = (
    gain: Tensor(shape: [2], values: [1.5, -0.7]), offset: Tensor(shape: [2], values: [0.3, 0.1])
  )

  @Test func normalizedRowsHaveMeanZeroAndVarianceOne() {
    let x = 5 * sample([3, 2, 40])
    let y = normalized(x, by: RowStatistics(of: x, epsilon: 0, subtractingLast: false), affine: nil)
    for row in 0..<6 {
      let values = y.values[row * 40..<(row + 1) * 40]
      let mean = values.reduce(0, +) / 40
      #expect(abs(mean) < 1e-5)
      #expect(abs(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40 - 1) < 1e-4)
    }
  }

  @Test func subtractingLastMakesTheLastValueZero() {
    let x = sample([1, 1, 9])
    let y = normalized(x, by: RowStatistics(of: x, epsilon: 1e-5, subtractingLast: true), affine: nil)
    #expect(y.values[8] == 0)
  }

  @Test func bothDirectionsHaveTheirDerivativesWithConstantStatistics() {
    let x = sample([2, 2, 5])
    let statistics = RowStatistics(of: x, epsilon: 1e-5, subtractingLast: false)
    let points = [sample([2, 2, 5], seed: 9), affine.gain, affine.offset]
    expectGradients(
      of: { normalized($0[0], by: statistics, affine: ChannelAffine(gain: $0[1], offset: $0[2])) }, at: points
    )
    expectGradients(
      of: {
        denormalized($0[0], by: statistics, affine: ChannelAffine(gain: $0[1], offset: $0[2]), tiny: 1e-10)
      },
      at: points, tolerance: 3e-2)
    expectGradients(of: { normalized($0[0], by: statistics, affine: nil) }, at: [points[0]])
    expectGradients(of: { denormalized($0[0], by: statistics, affine: nil, tiny: 0) }, at: [points[0]])
  }
}

extension NormalizationTests {
  @Test func derivativesMayGoThroughTheStatisticsInBothDirections() {
    expectGradients(
      of: { normalized($0[0], by: RowStatistics(through: $0[0], epsilon: 1e-3), affine: nil) },
      at: [sample([2, 2, 5])])
    expectGradients(
      of: { denormalized($0[1], by: RowStatistics(through: $0[0], epsilon: 1e-3), affine: nil, tiny: 0) },
      at: [sample([2, 2, 5]), sample([2, 2, 3], seed: 7)])
  }
}

struct LossTests {
  let forecast = sample([3, 4])
  let target = sample([3, 4], seed: 2)

  @Test func lossesAreMeansOverAllElements() {
    let errors = zip(forecast.values, target.values).map { $0 - $1 }
    let squared = errors.reduce(0) { $0 + $1 * $1 } / 12
    let absolute = errors.reduce(0) { $0 + abs($1) } / 12
    let huber = errors.reduce(0) { $0 + (abs($1) <= 0.5 ? $1 * $1 / 2 : 0.5 * (abs($1) - 0.25)) } / 12
    #expect(abs(LossFunction.squaredError(forecast, target).scalar - squared) < 1e-6)
    #expect(abs(LossFunction.absoluteError(forecast, target).scalar - absolute) < 1e-6)
    #expect(abs(LossFunction.huber(delta: 0.5)(forecast, target).scalar - huber) < 1e-6)
  }

  @Test(arguments: [LossFunction.squaredError, .absoluteError, .huber(delta: 0.5)])
  func lossesHaveTheirDerivatives(_ loss: LossFunction) {
    // A small step keeps the differences off the corner of |e|.
    expectGradients(of: { [target] in loss($0[0], target) }, at: [forecast], step: 1e-3)
  }

  @Test func partsOfABatchAddUpToTheBatch() {
    let whole = LossFunction.squaredError(forecast, target).scalar
    let parts = [0..<1, 1..<3].map { range in
      LossFunction.squaredError(forecast.slices(range), target.slices(range), dividingBy: 12).scalar
    }
    #expect(abs(parts.reduce(0, +) - whole) < 1e-6)
  }
}
