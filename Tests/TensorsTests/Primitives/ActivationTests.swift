import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#endif

struct ActivationTests {
  /// The functions in double precision.
  private func reference(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .identity: x
    case .relu: max(x, 0)
    case .gelu: x * erfc(-x / 2.0.squareRoot()) / 2
    case .silu: x / (1 + exp(-x))
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .sine: sin(x)
    case .cosine: cos(x)
    case .snake: x + sin(x) * sin(x)
    }
  }

  /// 4,999 numbers: no multiple of any vector.
  @Test(arguments: Activation.allCases) func valuesAreThoseOfTheMathematicsLibrary(_ activation: Activation) {
    let x = Tensor(shape: [4999], values: (0..<4999).map { Float($0 - 2400) / 100 })
    for (ours, input) in zip(activation(x).values, x.values) {
      let exact = reference(activation, Double(input))
      #expect(abs(Double(ours) - exact) <= 4e-7 * max(0.5, abs(exact)), "\(activation)(\(input))")
    }
  }

  /// Vectors are computed side by side as long as there are enough of them.
  @Test(arguments: Activation.allCases) func neighboursDoNotChangeABit(_ activation: Activation) {
    let x = 6 * sample([303])
    let alone = x.values.map { activation(Tensor(shape: [1], values: [$0])).values[0] }
    #expect(activation(x).values == alone)
  }

  @Test(arguments: Activation.allCases) func derivativesAreThoseOfTheFunctions(_ activation: Activation) {
    let x = Tensor(shape: [37], values: (0..<37).map { Float($0 - 18) / 5 + 0.03 })
    expectGradients(of: { activation($0[0]) }, at: [x])
  }

  @Test func anglesOfAnySizeAreReduced() {
    let angles: [Float] = [8191.9, 8192.1, -1e5, 3e7, 1e20, 0.5, 2, -7]
    let x = Tensor(shape: [8], values: angles)
    for (ours, angle) in zip(sin(x).values, angles) { #expect(abs(ours - sinf(angle)) < 3e-7) }
    for (ours, angle) in zip(cos(x).values, angles) { #expect(abs(ours - cosf(angle)) < 3e-7) }
  }

  @Test(arguments: Activation.allCases) func whatIsNoNumberStaysNone(_ activation: Activation) {
    #expect(activation(Tensor(shape: [3], values: [1, .nan, 2])).values[1].isNaN)
  }

  @Test func extremeValuesStayFinite() {
    let x = Tensor(shape: [4], values: [-1e30, -200, 200, 1e30])
    #expect(gelu(x).values == [0, 0, 200, 1e30])
    #expect(silu(x).values == [0, 0, 200, 1e30])
    #expect(sigmoid(x).values == [0, 0, 1, 1])
    #expect(tanh(x).values == [-1, -1, 1, 1])
  }

  @Test(arguments: [1, 3, 16, 21]) func swishGatingMultipliesTheHalves(size: Int) {
    let (a, b) = (sample([3, size]), sample([3, size], seed: 2))
    expectEqual(swishGated(concatenatedColumns([a, b])), silu(a) * b, within: 1e-6)
    expectGradients(of: { swishGated(concatenatedColumns($0)) }, at: [a, b])
  }
}

struct RowFinishTests {
  private func mask(_ fraction: Float, seed: UInt64 = 4) -> DropoutMask {
    var generator = SeededGenerator(seed: seed)
    return DropoutMask(fraction: fraction, using: &generator)
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (5, 1, 16), (40, 33, 50)], Activation.allCases)
  func aLinearMapFinishedAtOnceIsItsParts(sizes: (rows: Int, input: Int, output: Int), activation: Activation)
  {
    let (x, weight) = (sample([sizes.rows, sizes.input]), sample([sizes.output, sizes.input], seed: 2))
    let (bias, residual) = (sample([sizes.output], seed: 3), sample([sizes.rows, sizes.output], seed: 5))
    let finish = RowFinish(activation: activation, dropout: mask(0.3), residual: residual)
    let plain = activation(linear(x, weight: weight, bias: bias))
    let expected = dropout(plain, mask(0.3)) + residual
    expectEqual(linear(x, weight: weight, bias: bias, finish: finish), expected, within: 1e-6)
    expectEqual(linear(x.watched(), weight: weight, bias: bias, finish: finish), expected, within: 1e-6)
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (2, 3, 17)], [Activation.identity, .gelu, .sine])
  func aFinishedLinearMapHasItsDerivatives(
    sizes: (rows: Int, input: Int, output: Int), activation: Activation
  ) {
    let points = [
      sample([sizes.rows, sizes.input]), sample([sizes.output, sizes.input], seed: 2),
      sample([sizes.output], seed: 3), sample([sizes.rows, sizes.output], seed: 5),
    ]
    expectGradients(
      of: {
        let finish = RowFinish(activation: activation, dropout: mask(0.3), residual: $0[3])
        return linear($0[0], weight: $0[1], bias: $0[2], finish: finish)
      }, at: points)
  }

  /// Widths of the periodic part on both sides of a vector's.
  @Test(arguments: [(4, 9), (1, 1), (18, 21), (5, 5)], [Activation.identity, .gelu])
  func periodicColumnsBecomeCosinesAndSines(sizes: (periodic: Int, all: Int), activation: Activation) {
    let (x, gate) = (sample([3, sizes.all]), Tensor(shape: [1], values: [0.4]))
    let (periodic, general) = (x.columns(0..<sizes.periodic), x.columns(sizes.periodic..<sizes.all))
    let finish = RowFinish(activation: activation, periodicSize: sizes.periodic)
    expectEqual(
      finished(x, by: finish), concatenatedColumns([cos(periodic), sin(periodic), activation(general)]),
      within: 1e-6)
    let share = sigmoid(gate).scalar
    var gated = finish
    gated.gate = gate
    let parts = [share * cos(periodic), share * sin(periodic), (1 - share) * activation(general)]
    expectEqual(finished(x, by: gated), concatenatedColumns(parts), within: 1e-6)
    expectGradients(
      of: {
        var finish = RowFinish(activation: activation, periodicSize: sizes.periodic, gate: $0[1])
        finish.dropout = mask(0.4)
        return finished($0[0], by: finish)
      }, at: [x, gate])
  }

  /// The gradient of few weights from many rows is summed in blocks of rows.
  @Test(arguments: [255, 256, 700]) func theGradientOfTheWeightIsAProduct(rows: Int) {
    let (x, dy) = (sample([rows, 19]), sample([rows, 30], seed: 2))
    let weight = sample([30, 19], seed: 3).watched()
    let ours = gradient(of: sum(linear(x, weight: weight, bias: nil) * dy), at: [weight])[0]
    expectEqual(ours, matmul(dy.transposed(), x), within: 1e-4)
  }

  @Test(arguments: [1, 2, 3]) func theNumberOfThreadsDoesNotMatter(threads: Int) {
    func results() -> [[Float]] {
      let x = sample([703, 129]).watched()
      let weight = sample([131, 129], seed: 2).watched()
      let bias = sample([131], seed: 3).watched()
      let y = linear(x, weight: weight, bias: bias, finish: RowFinish(activation: .gelu, dropout: mask(0.2)))
      let normalized = layerNorm(y, gain: sample([131], seed: 7).watched(), bias: bias)
      return ([normalized] + gradient(of: sum(normalized * normalized), at: [x, weight, bias])).map(\.values)
    }
    let serial = results()
    #expect(Workers.$current.withValue(Workers(threadCount: threads)) { results() } == serial)
  }
}

struct DropoutTests {
  private func mask(_ fraction: Float, seed: UInt64) -> DropoutMask {
    var generator = SeededGenerator(seed: seed)
    return DropoutMask(fraction: fraction, using: &generator)
  }

  @Test(arguments: [Float(0.05), 0.1, 0.5, 0.9]) func theMeanIsKept(fraction: Float) {
    let count = 1 << 18
    let y = dropout(Tensor(shape: [count], filledWith: 1), mask(fraction, seed: 3)).values
    let dropped = Float(y.count { $0 == 0 }) / Float(count)
    let deviation = (fraction * (1 - fraction) / Float(count)).squareRoot()
    #expect(abs(dropped - fraction) < 4 * deviation)
    #expect(y.allSatisfy { $0 == 0 || $0 == 1 / (1 - fraction) })
  }

  @Test func theSameStateGivesTheSameMaskAndAnotherStateAnother() {
    let ones = Tensor(shape: [1000], filledWith: 1)
    #expect(dropout(ones, mask(0.5, seed: 1)).values == dropout(ones, mask(0.5, seed: 1)).values)
    let (a, b) = (dropout(ones, mask(0.5, seed: 1)).values, dropout(ones, mask(0.5, seed: 2)).values)
    #expect((400...600).contains(zip(a, b).count { $0 == $1 }))
  }

  @Test func neighboursAreIndependent() {
    let count = 1 << 18
    let y = dropout(Tensor(shape: [count], filledWith: 1), mask(0.5, seed: 9)).values.map { $0 - 1 }
    for distance in [1, 2, 16, 64, 512, 2048] {
      let products = (distance..<count).reduce(Float(0)) { $0 + y[$1] * y[$1 - distance] }
      #expect(abs(products) < 4 * Float(count).squareRoot(), "distance \(distance)")
    }
  }

  @Test func howManyElementsThereAreDoesNotMatter() {
    let kept = [303, 41, 1].map { dropout(Tensor(shape: [$0], filledWith: 1), mask(0.3, seed: 1)).values }
    #expect(Array(kept[0].prefix(41)) == kept[1] && kept[1][0] == kept[2][0])
  }

  @Test func theBackwardPassHasTheMaskOfTheForwardPass() {
    let x = Tensor(shape: [3, 333], filledWith: 1).watched()
    let y = dropout(x, mask(0.3, seed: 5))
    #expect(gradient(of: sum(y), at: [x])[0].values == y.values)
  }

  @Test func noMaskAndFractionZeroAreTheIdentity() {
    let x = sample([5, 7])
    #expect(dropout(x, nil).values == x.values)
    #expect(dropout(x, mask(0, seed: 1)).values == x.values)
  }
}

struct LayerNormTests {
  @Test(arguments: [(1, 1), (1, 7), (5, 16), (3, 50)]) func rowsAreNormalised(
    sizes: (rows: Int, columns: Int)
  ) {
    let x = sample([sizes.rows, sizes.columns]), n = sizes.columns
    let (gain, bias) = (sample([n], seed: 2), sample([n], seed: 3))
    let (ours, rms) = (layerNorm(x, gain: gain, bias: bias).values, rmsNorm(x, gain: gain).values)
    for row in 0..<sizes.rows {
      let values = x.values[row * n..<(row + 1) * n].map(Double.init)
      let mean = values.reduce(0, +) / Double(n)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(n)
      for column in 0..<n {
        let (g, b) = (Double(gain.values[column]), Double(bias.values[column]))
        let expected = (values[column] - mean) / (variance + 1e-5).squareRoot() * g + b
        #expect(abs(Double(ours[row * n + column]) - expected) < 1e-5)
        let expectedRMS = values[column] / (square + 1e-6).squareRoot() * g
        #expect(abs(Double(rms[row * n + column]) - expectedRMS) < 1e-5)
      }
    }
  }

  @Test(arguments: [(1, 2), (4, 7), (3, 18)]) func bothNormsHaveTheirDerivatives(
    sizes: (rows: Int, columns: Int)
  ) {
    let points = [
      sample([sizes.rows, sizes.columns]), sample([sizes.columns], seed: 2), sample([sizes.columns], seed: 3),
    ]
    expectGradients(of: { layerNorm($0[0], gain: $0[1], bias: $0[2]) }, at: points, tolerance: 3e-2)
    expectGradients(of: { rmsNorm($0[0], gain: $0[1]) }, at: Array(points.prefix(2)), tolerance: 3e-2)
  }

  @Test func aConstantRowBecomesTheBias() {
    let (gain, bias) = (sample([6]), sample([6], seed: 2))
    expectEqual(
      layerNorm(Tensor(shape: [1, 6], filledWith: 3), gain: gain, bias: bias).reshaped(to: [6]), bias,
      within: 0)
  }
}

struct ColumnTests {
  @Test func columnsAreCutAndJoined() {
    let x = sample([2, 3, 7])
    expectEqual(concatenatedColumns([x.columns(0..<2), x.columns(2..<7)]), x, within: 0)
    #expect(Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]).columns(1..<3).values == [2, 3, 5, 6])
    expectGradients(
      of: { concatenatedColumns([$0[0].columns(1..<3), $0[1]]) }, at: [sample([2, 4]), sample([2, 1])])
  }
}
