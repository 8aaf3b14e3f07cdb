import Forecasters
import Forecasting
import Layers
import Tensors
import Testing

/// Expects the forecast, the loss and all gradients of `model` with a file's parameters to be those of the file.
func expectGolden<Model: NeuralForecaster>(
  _ model: Model, _ file: GoldenFile, in pass: ForwardPass = .inference
) throws {
  let names = model.namedParameters.map(\.name)
  #expect(Set(names) == Set(file.tensors("param.").map(\.name)))
  let points = try names.map { try file.tensor("param.\($0)").watched() }
  let history = try file.channelMajor("input.history").watched()
  var pass = pass
  let forecast = model.withParameters(points).forecast(History(values: history), in: &pass)
  expectClose(forecast.detached().transposed(), try file.tensor("output"), "output")
  let loss = LossFunction.squaredError(forecast, try file.channelMajor("target"))
  expectClose(loss.detached().reshaped(to: [1]), try file.tensor("loss"), "loss")
  let gradients = gradient(of: loss, at: points + [history])
  for (name, ours) in zip(names, gradients) {
    expectClose(ours, try file.tensor("grad.\(name)"), name)
  }
  expectClose(
    gradients[names.count].transposed(), try file.tensor("input_grad.history"), "history gradient")
}

/// The task of a golden file, its sizes read from the configuration and from the history.
func goldenTask(_ file: GoldenFile) throws -> ForecastTask {
  let history = try file.channelMajor("input.history")
  return ForecastTask(
    lookback: history.shape[2], horizon: try file.config.member("horizon").integer(),
    channelCount: history.shape[1])
}

@Suite("LSTM Golden", GoldenFolder.isGiven)
struct LSTMGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "lstm"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    var generator = SeededGenerator(seed: 1)
    var configuration = LSTMForecaster.Configuration()
    configuration.hiddenSize = try file.config.member("hidden").integer()
    configuration.layerCount = try file.config.member("layers").integer()
    configuration.normalization = .none
    try expectGolden(LSTMForecaster(configuration, for: goldenTask(file), using: &generator), file)
  }
}

@Suite("TSMixer Golden", GoldenFolder.isGiven)
struct TSMixerGoldenTests {
  /// In training, where the normalisation is by the statistics of the batch; dropout is 0.
  @Test(arguments: GoldenFolder.files(ofKind: "tsmixer"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    var generator = SeededGenerator(seed: 1)
    var configuration = TSMixer.Configuration()
    #expect(try file.config.member("batch_norm").string() == "batch statistics")
    configuration.blockCount = try file.config.member("blocks").integer()
    configuration.hiddenSize = try file.config.member("ff").integer()
    configuration.dropout = 0
    let pass = ForwardPass.training(using: generator)
    try expectGolden(TSMixer(configuration, for: goldenTask(file), using: &generator), file, in: pass)
  }
}
