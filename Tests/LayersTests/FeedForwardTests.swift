import Layers
import Tensors
import Testing

struct FANLayerTests {
  private func layer(_ outputSize: Int, _ form: FANLayer.Form) throws(ConfigurationError) -> FANLayer {
    var generator = SeededGenerator(seed: 3)
    return try FANLayer(inputSize: 12, outputSize: outputSize, form, using: &generator)
  }

  /// (inputs + 1) (outputs − periodic): the cosine and the sine share their weights.
  @Test(arguments: [(16, Float(0.25), 4), (16, 0.125, 2), (10, 0.3, 3), (7, 0.49, 3)])
  func thePeriodicPartSavesParameters(outputSize: Int, fraction: Float, periodicSize: Int) throws {
    let plain = try layer(outputSize, FANLayer.Form(periodicFraction: fraction))
    #expect(plain.parameterCount == 13 * (outputSize - periodicSize))
    #expect(plain(sample([2, 5, 12])).shape == [2, 5, outputSize])
    let gated = try layer(outputSize, FANLayer.Form(periodicFraction: fraction, isGated: true))
    #expect(gated.parameterCount == plain.parameterCount + 1)
    let withoutBias = try layer(outputSize, FANLayer.Form(periodicFraction: fraction, hasPeriodicBias: false))
    #expect(withoutBias.parameterCount == plain.parameterCount - periodicSize)
  }

  @Test(arguments: [Float(0), -0.1, 0.5, 0.7, .nan, 0.05])
  func widthsThatDoNotAddUpAreNamed(fraction: Float) {
    #expect(throws: ConfigurationError.self) { try layer(16, FANLayer.Form(periodicFraction: fraction)) }
  }

  @Test(arguments: [true, false]) func itIsItsFormula(hasBias: Bool) throws {
    let layer = try layer(10, FANLayer.Form(periodicFraction: 0.2, hasPeriodicBias: hasBias))
    let p = Dictionary(uniqueKeysWithValues: layer.namedParameters.map { ($0.name, $0.value) })
    let x = sample([3, 12])
    let periodic = linear(x, weight: try #require(p["periodic.weight"]), bias: p["periodic.bias"])
    let general = linear(x, weight: try #require(p["general.weight"]), bias: p["general.bias"])
    #expect((p["periodic.bias"] != nil) == hasBias)
    let expected = concatenatedColumns([cos(periodic), sin(periodic), gelu(general)])
    #expect(zip(layer(x).values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}

struct FeedForwardTests {
  private let forms: [FeedForward.Form] = [
    .linear(.gelu), .linear(.relu), .fan(FANLayer.Form()), .hidden(.siren(frequency: 30, isFirst: false)),
    .hidden(.linear(.snake)), .hidden(.fan(FANLayer.Form())),
  ]

  @Test func dropoutActsInTrainingOnly() throws {
    let x = sample([4, 8])
    for form in forms {
      var generator = SeededGenerator(seed: 3)
      let layer = try FeedForward(size: 8, hiddenSize: 16, form, dropout: 0.5, using: &generator)
      var inference = ForwardPass.inference
      var (first, second) = (ForwardPass.training(using: generator), ForwardPass.training(using: generator))
      let plain = layer(x, in: &inference).values
      #expect(layer(x, in: &inference).values == plain)
      let dropped = layer(x, in: &first).values
      #expect(dropped != plain)
      #expect(dropped.contains(0))
      #expect(layer(x, in: &second).values == dropped)
      #expect(layer(x, in: &second).values != dropped)
    }
  }

  @Test func theResidualIsAdded() throws {
    let x = sample([4, 8])
    for form in forms {
      var generator = SeededGenerator(seed: 3)
      let layer = try FeedForward(size: 8, hiddenSize: 16, form, dropout: 0.5, using: &generator)
      var pass = ForwardPass.inference
      let (apart, together) = (layer(x, in: &pass) + x, layer(x, adding: x, in: &pass))
      #expect(zip(apart.values, together.values).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func swiGLUIsItsFormula() throws {
    var generator = SeededGenerator(seed: 3)
    let layer = SwiGLU(size: 6, hiddenSize: 10, using: &generator)
    #expect(layer.namedParameters.map(\.name) == ["gate.weight", "up.weight", "down.weight"])
    let (x, p) = (sample([4, 6]), layer.parameters)
    var pass = ForwardPass.inference
    let hidden = silu(linear(x, weight: p[0], bias: nil)) * linear(x, weight: p[1], bias: nil)
    let expected = linear(hidden, weight: p[2], bias: nil)
    #expect(zip(layer(x, in: &pass).values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}

struct DropoutLayerTests {
  @Test func itDropsInTrainingOnlyAndAddsTheResidualAfterwards() {
    let (x, residual) = (sample([6, 50]), sample([6, 50], seed: 2))
    let layer = Dropout(0.5)
    var inference = ForwardPass.inference
    #expect(layer(x, in: &inference).values == x.values)
    #expect(layer(x, addingTo: residual, in: &inference).values == (x + residual).values)
    let generator = SeededGenerator(seed: 3)
    var (first, second) = (ForwardPass.training(using: generator), ForwardPass.training(using: generator))
    let dropped = layer(x, in: &first)
    #expect(dropped.values.count { $0 == 0 } > 100)
    #expect(layer(x, addingTo: residual, in: &second).values == (dropped + residual).values)
  }
}

struct RowNormTests {
  @Test func parametersHaveTheirUsualNames() {
    #expect(LayerNorm(size: 3).namedParameters.map(\.name) == ["weight", "bias"])
    #expect(RMSNorm(size: 3).namedParameters.map(\.name) == ["weight"])
  }

  @Test func aNewNormNormalises() {
    let x = sample([5, 40])
    for row in 0..<5 {
      let values = LayerNorm(size: 40)(x).values[row * 40..<(row + 1) * 40]
      #expect(abs(values.reduce(0, +)) < 1e-4)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 40 - 1) < 1e-3)
      let scaled = RMSNorm(size: 40)(x).values[row * 40..<(row + 1) * 40]
      #expect(abs(scaled.reduce(0) { $0 + $1 * $1 } / 40 - 1) < 1e-3)
    }
  }
}
