import Layers
import Tensors
import Testing

struct MultiHeadAttentionLayerTests {
  private func layer(size: Int = 16, _ form: MultiHeadAttention.Form) throws(ConfigurationError)
    -> MultiHeadAttention
  {
    var generator = SeededGenerator(seed: 5)
    return try MultiHeadAttention(size: size, form, using: &generator)
  }

  private func parameters(_ layer: MultiHeadAttention) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: layer.namedParameters.map { ($0.name, $0.value) })
  }

  @Test(arguments: [false, true])
  func fanformersAttentionIsAttentionOfTheFANLayer(isCausal: Bool) throws {
    let form = MultiHeadAttention.Form(headCount: 4, isCausal: isCausal, before: .fanformer())
    let layer = try layer(form)
    let p = parameters(layer)
    var generator = SeededGenerator(seed: 5)
    let fan = try FANLayer(
      inputSize: 16, outputSize: 16, FANLayer.Form(periodicFraction: 0.125, activation: .identity),
      using: &generator
    ).withParameters(
      ["periodic.weight", "periodic.bias", "general.weight", "general.bias"].map {
        try #require(p["fan.\($0)"])
      })
    var plain = form
    plain.before = nil
    let attention = try self.layer(plain).withParameters(
      ["query", "key", "value", "out"].flatMap { name in
        try ["weight", "bias"].map { try #require(p["\(name).\($0)"]) }
      })
    let x = sample([2, 11, 16])
    var pass = ForwardPass.inference
    let (ours, expected) = (layer(x, in: &pass), attention(fan(x), in: &pass))
    #expect(zip(ours.values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func whatTakesThePlaceOfTheFANLayerHasNoPeriodicPart() throws {
    let form = MultiHeadAttention.Form(headCount: 2)
    let plain = try layer(form)
    for activation in [Activation.gelu, .identity] {
      var other = form
      other.before = .linear(activation)
      let layer = try layer(other)
      #expect(layer.parameterCount == plain.parameterCount + 16 * 17)
      #expect(parameters(layer)["fan.weight"]?.shape == [16, 16])
    }
    var atf = form
    atf.before = .fanformer(periodicFraction: 0.25)
    #expect(try layer(atf).parameterCount == plain.parameterCount + 14 * 17)
  }

  @Test func aCausalLayerDoesNotSeeTheFuture() throws {
    let forms = [nil, DenseLayer.Form.fanformer(), .linear(.gelu)].map {
      MultiHeadAttention.Form(headCount: 4, isCausal: true, hasRotaryPositions: true, before: $0)
    }
    for form in forms {
      let layer = try layer(form)
      let x = sample([1, 20, 16])
      let later = concatenatedColumns([
        x.reshaped(to: [1, 320]).columns(0..<160), sample([1, 160], seed: 7),
      ])
      var pass = ForwardPass.inference
      let (before, after) = (layer(x, in: &pass), layer(later.reshaped(to: [1, 20, 16]), in: &pass))
      #expect(before.values.prefix(160) == after.values.prefix(160))
      #expect(before.values.suffix(16) != after.values.suffix(16))
    }
  }

  @Test func attentionToTheSameSequenceIsSelfAttention() throws {
    let layer = try layer(MultiHeadAttention.Form(headCount: 2))
    let x = sample([2, 9, 16])
    var pass = ForwardPass.inference
    let (own, cross) = (layer(x, in: &pass), layer(x, attendingTo: x, in: &pass))
    #expect(zip(own.values, cross.values).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(layer(x, attendingTo: sample([2, 4, 16]), in: &pass).shape == [2, 9, 16])
    let added = layer(x, adding: x, in: &pass)
    #expect(zip(added.values, (own + x).values).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func headsThatDoNotDivideTheSizeAreNamed() {
    #expect(throws: ConfigurationError.self) { try layer(MultiHeadAttention.Form(headCount: 3)) }
    #expect(throws: ConfigurationError.self) { try layer(MultiHeadAttention.Form(headCount: 0)) }
    #expect(throws: ConfigurationError.self) {
      try layer(MultiHeadAttention.Form(headCount: 16, hasRotaryPositions: true))
    }
    #expect(throws: ConfigurationError.self) {
      try layer(MultiHeadAttention.Form(headCount: 2, before: .fanformer(periodicFraction: 1)))
    }
  }

  @Test func projectionsMayGoWithoutBias() throws {
    let layer = try layer(MultiHeadAttention.Form(headCount: 2, hasBias: false))
    #expect(
      layer.namedParameters.map(\.name) == ["query.weight", "key.weight", "value.weight", "out.weight"])
  }
}
