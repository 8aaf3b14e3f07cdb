import Forecasters
import Forecasting
import Layers
import Tensors
import Testing

struct SAMformerTests {
  private func model(horizon: Int, _ valuePath: ChannelAttention.ValuePath, channels: Int = 7) throws
    -> SAMformer
  {
    var generator = SeededGenerator(seed: 1)
    var configuration = SAMformer.Configuration()
    configuration.valuePath = valuePath
    let task = ForecastTask(lookback: 512, horizon: horizon, channelCount: channels)
    return try SAMformer(configuration, for: task, using: &generator)
  }

  /// Counted from the definitions: 3(Ld+d) + (dL+L) + (LH+H) + 2D and 2(Ld+d) + (L²+L) + (LH+H) + 2D.
  @Test(arguments: [
    (96, 82_590, 328_334), (192, 131_838, 377_582), (336, 205_710, 451_454), (720, 402_702, 648_446),
  ])
  func bothFormsHaveTheirNumberOfParameters(horizon: Int, lowRank: Int, full: Int) throws {
    #expect(try model(horizon: horizon, .lowRank).parameterCount == lowRank)
    #expect(try model(horizon: horizon, .full).parameterCount == full)
  }

  /// The names of the published PyTorch class's state, https://github.com/romilbert/samformer.
  @Test func fullNamesAreThoseOfThePublishedClass() throws {
    #expect(
      Set(try model(horizon: 96, .full).namedTensors.map(\.name)) == [
        "revin.affine_weight", "revin.affine_bias", "compute_keys.weight", "compute_keys.bias",
        "compute_queries.weight", "compute_queries.bias", "compute_values.weight", "compute_values.bias",
        "linear_forecaster.weight", "linear_forecaster.bias",
      ])
  }

  /// With no way out of the attention the model is a linear map inside RevIN.
  @Test func withoutOutputProjectionItIsLinear() throws {
    let original = try model(horizon: 96, .lowRank)
    let silenced = original.replacingTensors(
      original.namedTensors.map { name, value in
        name.hasPrefix("compute_output") ? Tensor(shape: value.shape, filledWith: 0) : value
      })
    let x = Tensor(shape: [1, 7, 512], values: (0..<3584).map { Float(($0 * 37) % 101) / 50 })
    let head = Dictionary(uniqueKeysWithValues: original.namedTensors.map { ($0.name, $0.value) })
    let weight = try #require(head["linear_forecaster.weight"])
    let revIN = RevIN(channelCount: 7)
    let (normalized, statistics) = revIN.normalize(x)
    let expected = revIN.denormalize(linear(normalized, weight: weight, bias: nil), statistics)
    var pass = ForwardPass.inference
    let ours = silenced.output(of: Batch(history: x), in: &pass)
    #expect(zip(ours.values, expected.values).allSatisfy { abs($0 - $1) < 1e-4 })
  }
}

struct PeriodicSAMformerTests {
  private func model(_ periodicFraction: Float) throws -> SAMformer {
    var generator = SeededGenerator(seed: 1)
    var configuration = SAMformer.Configuration()
    configuration.periodicFraction = periodicFraction
    let task = ForecastTask(lookback: 32, horizon: 8, channelCount: 3)
    return try SAMformer(configuration, for: task, using: &generator)
  }

  /// A FAN layer of lookback 32 and fraction 0.25: 4 cosines, 4 sines and 24 others from 28 maps with bias.
  @Test func theFANLayerIsAddedToTheParameters() throws {
    #expect(try model(0.25).parameterCount == model(0).parameterCount + 28 * 33)
  }

  /// Without a way out of the attention only the head is left, with or without the layer.
  @Test func theResidualDoesNotPassTheFANLayer() throws {
    func silenced(_ periodicFraction: Float) throws -> SAMformer {
      let model = try model(periodicFraction)
      return model.replacingTensors(
        model.namedTensors.map { name, value in
          name.hasPrefix("compute_output") ? Tensor(shape: value.shape, filledWith: 0) : value
        })
    }
    let history = Batch(
      history: Tensor(shape: [2, 3, 32], values: (0..<192).map { Float(($0 * 37) % 101) }))
    var pass = ForwardPass.inference
    let (with, without) = (
      try silenced(0.25).output(of: history, in: &pass), try silenced(0).output(of: history, in: &pass)
    )
    #expect(zip(with.values, without.values).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(try model(0.25).output(of: history, in: &pass).values != with.values)
  }

  @Test func aFractionThatLeavesNothingElseIsRefused() {
    let error = #expect(throws: ConfigurationError.self) { try model(0.01) }
    #expect(error?.description.contains("periodicFraction") == true)
  }
}
