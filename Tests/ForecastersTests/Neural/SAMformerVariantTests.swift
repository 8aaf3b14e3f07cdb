import ForecasterConformance
import Forecasters
import Forecasting
import Layers
import Tensors
import Testing
import Training

/// The variants by which SAMformer is explained.
@Suite struct SAMformerVariantTests {
  private static let variants = [
    "attention=temporal", "attention=identity", "attention=uniform", "trainsAttention=false",
    "sigmaReparam=true", "usesRevIN=false", "headCount=4", "layerCount=3", "periodicFraction=0.25",
    "attention=temporal valuePath=full", "attention=temporal headCount=2 layerCount=2",
    "trainsAttention=false usesRevIN=false layerCount=2", "sigmaReparam=true valuePath=full layerCount=2",
    "sigmaReparam=true attention=temporal periodicFraction=0.9",
  ]

  private static func settings(_ variant: String) -> [(key: String, value: String)] {
    variant.split(separator: " ").map { setting in
      let parts = setting.split(separator: "=")
      return (String(parts[0]), String(parts[1]))
    }
  }

  @Test(arguments: variants, Law.allCases)
  func everyVariantKeepsEveryLaw(_ variant: String, _ law: Law) {
    let found = Conformance(SAMformer.self, settings: Self.settings(variant)).violations(of: law)
    #expect(found.isEmpty, "\(variant): \(found)")
  }

  private func model(_ variant: String, lookback: Int = 48) throws -> SAMformer {
    var configuration = SAMformer.Configuration()
    for (key, value) in Self.settings(variant) { try configuration.set(key, to: value) }
    var generator = SeededGenerator(seed: 1)
    return try SAMformer(
      configuration, for: ForecastTask(lookback: lookback, horizon: 12, channelCount: 3), using: &generator)
  }

  @Test func variantsDrawTheSameWeights() throws {
    let plain = Dictionary(uniqueKeysWithValues: try model("").namedTensors.map { ($0.name, $0.value) })
    for variant in ["attention=identity", "trainsAttention=false", "sigmaReparam=true", "layerCount=3"] {
      for (name, value) in try model(variant).namedTensors {
        guard let other = plain[name] else { continue }
        #expect(value.values == other.values, "\(variant): \(name)")
      }
    }
  }

  @Test func frozenAttentionIsStoredAndNotTrained() throws {
    let (random, plain) = (try model("trainsAttention=false"), try model(""))
    #expect(random.namedParameters.allSatisfy { !$0.name.hasPrefix("compute") })
    #expect(Set(random.namedTensors.map(\.name)) == Set(plain.namedTensors.map(\.name)))
    #expect(random.parameterCount == 2 * 3 + 12 * 49)
    let batch = Batch(history: sample([2, 3, 48]))
    var pass = ForwardPass.inference
    #expect(random.output(of: batch, in: &pass).values == plain.output(of: batch, in: &pass).values)
  }

  /// σReparam's directions follow the weights also inside another forecaster and below a second head.
  @Test func directionsFollowTheWeightsWhereverTheAttentionIs() throws {
    func moved<F: NeuralForecaster>(_ type: F.Type, stating law: OutputLaw? = nil) throws -> [String]
    where F.Configuration == SAMformer.Configuration {
      var configuration = SAMformer.Configuration()
      configuration.sigmaReparam = true
      let task = ForecastTask(lookback: 48, horizon: 12, channelCount: 3).stating(law)
      var generator = SeededGenerator(seed: 1)
      var model = try F(configuration, for: task, using: &generator)
      let weights = model.parameters.map { parameter in
        Tensor(
          shape: parameter.shape,
          values: parameter.values.enumerated().map { $1 * Float(1 + $0 % 3) })
      }
      model = model.replacingTensors(weights + model.namedState.map(\.value))
      let before = model.namedState
      model.finishStep()
      return zip(before, model.namedState).filter { $0.value.values != $1.value.values }.map(\.0.name)
    }
    let alone = try moved(SAMformer.self)
    #expect(!alone.isEmpty)
    #expect(try moved(ResidualSAMformer.self) == alone)
    #expect(try moved(LawForecaster<SAMformer>.self, stating: .gaussian) == alone)
    #expect(try moved(LawForecaster<ResidualSAMformer>.self, stating: .gaussian) == alone)
  }

  /// 512 steps attend to each other in one batch of the published size.
  @Test func temporalAttentionOf512StepsTakesAStep() throws {
    var model = try model("attention=temporal", lookback: 512)
    let before = model.parameters.map(\.values)
    let (x, target) = (sample([32, 3, 512]), sample([32, 3, 12], seed: 2))
    let recipe = SAMformer.recipe(
      for: ForecastTask(lookback: 512, horizon: 12, channelCount: 3), SAMformer.Configuration())
    var optimizer = try #require(recipe).makeOptimizer()
    let losses = (0..<3).map { _ in
      optimizer.step(&model) { model in
        var pass = ForwardPass.inference
        return SquaredError()(model.output(of: Batch(history: x), in: &pass), target)
      }
    }
    #expect(losses[2] < losses[0])
    #expect(zip(before, model.parameters).allSatisfy { $0 != $1.values })
  }

  @Test func aFileThatDoesNotNameTheVariantsIsThePublishedModel() throws {
    let text = #"{"hiddenSize":16,"valuePath":"low-rank","usesRevIN":true,"periodicFraction":0.0}"#
    #expect(SAMformer.Configuration().json.text() == text)
    #expect(try SAMformer.Configuration(json: .init(.init(parsing: text))) == SAMformer.Configuration())
  }
}

/// Every attention model says what it attends to.
@Suite struct AttentionExportTests {
  private static let settings = [
    ("hiddenSize", "16"), ("feedForwardSize", "32"), ("headCount", "2"), ("labelLength", "8"),
  ]

  @Test(arguments: [
    "samformer", "samformer-residual", "itransformer", "patchtst", "fanformer", "transformer",
    "transformer-fan", "transformer-fan-gated",
  ])
  func rowsOfWeightsAddUpToOne(_ name: String) throws {
    func weights<F: Forecaster>(_ type: F.Type) throws -> [AttentionWeights] {
      var configuration = F.Configuration()
      let keys = F.Configuration.fields.map(\.key)
      for (key, value) in Self.settings where keys.contains(key) { try configuration.set(key, to: value) }
      let task = ForecastTask(lookback: 32, horizon: 8, channelCount: 3)
      var generator = SeededGenerator(seed: 1)
      let model = try F.make(configuration, for: task, using: &generator)
      let explaining = try #require(model as? any Explaining)
      return explaining.attention(over: Batch(history: sample([2, 3, 32])))
    }
    let type = try #require(ForecasterCatalog.forecaster(named: name))
    let layers = try weights(type)
    #expect(!layers.isEmpty && layers.allSatisfy { !$0.layer.isEmpty })
    for layer in layers {
      let (columns, values) = (try #require(layer.weights.shape.last), layer.weights.values)
      for row in stride(from: 0, to: values.count, by: columns) {
        let sum = values[row..<row + columns].reduce(0, +)
        #expect(abs(sum - 1) < 1e-5, "\(layer.layer)")
      }
    }
  }

  /// Recorded weights times values, through the last map, are what the layer gives.
  @Test(arguments: [false, true], [false, true])
  func recordedWeightsAreThoseOfTheFusedAttention(isCausal: Bool, turns: Bool) throws {
    var generator = SeededGenerator(seed: 4)
    let form = MultiHeadAttention.Form(
      headCount: 2, isCausal: isCausal, hasRotaryPositions: turns, hasBias: false)
    let layer = try MultiHeadAttention(size: 8, form, using: &generator)
    let p = Dictionary(uniqueKeysWithValues: layer.namedParameters.map { ($0.name, $0.value) })
    let x = sample([1, 5, 8])
    var pass = ForwardPass.explaining
    let ours = layer(x, in: &pass)
    let weights = try #require(pass.attention?.records.first?.weights)
    #expect(weights.shape == [1, 2, 5, 5])
    let values = linear(x.reshaped(to: [5, 8]), weight: try #require(p["value.weight"]), bias: nil)
    let mixed = (0..<2).map { head in
      matmul(
        weights.reshaped(to: [2, 25]).slices(head..<head + 1).reshaped(to: [5, 5]),
        values.columns(4 * head..<4 * head + 4))
    }
    let expected = linear(concatenatedColumns(mixed), weight: try #require(p["out.weight"]), bias: nil)
    #expect(zip(ours.values, expected.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}

private func sample(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
}
