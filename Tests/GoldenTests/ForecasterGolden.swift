import Forecasters
import Forecasting
import Layers
import Tensors
import Testing
import Training

/// Expects the forecast, the loss and all gradients of `model` with a file's parameters to be those of the file.
///
/// - Parameter vanishes: Whether the derivative with respect to the parameter of that name is zero, so that what either
///   implementation reports is rounding, measured against the other gradients.
func expectGolden<Model: NeuralForecaster>(
  _ model: Model, _ file: GoldenFile, in pass: ForwardPass = .inference,
  where vanishes: (String) -> Bool = { _ in false }
) throws {
  let names = model.namedParameters.map(\.name)
  #expect(Set(names) == Set(file.tensors("param.").map(\.name)))
  let points = try names.map { try file.tensor("param.\($0)").watched() }
  let inputs = try goldenInputs(file)
  var pass = pass
  let forecast = model.withParameters(points).output(of: inputs.history, in: &pass)
  expectClose(forecast.detached().transposed(), try file.tensor("output"), "output")
  let loss = LossFunction.squaredError(forecast, try file.channelMajor("target"))
  expectClose(loss.detached().reshaped(to: [1]), try file.tensor("loss"), "loss")
  let gradients = gradient(of: loss, at: points + inputs.points)
  let scale = try names.map { try file.tensor("grad.\($0)").values.map(abs).max() ?? 0 }.max() ?? 0
  for (name, ours) in zip(names, gradients) {
    let reference = try file.tensor("grad.\(name)")
    guard vanishes(name) else {
      expectClose(ours, reference, name)
      continue
    }
    #expect((ours.values + reference.values).allSatisfy { abs($0) <= 1e-5 * scale }, "\(name)")
  }
  expectClose(
    gradients[names.count].transposed(), try file.tensor("input_grad.history"), "history gradient")
  if inputs.points.count > 1 {
    expectClose(gradients[names.count + 1], try file.tensor("input_grad.history_marks"), "marks gradient")
  }
}

/// The history of a golden file, with marks of the calendar if it has them, and the tensors to differentiate at.
private func goldenInputs(_ file: GoldenFile) throws -> (history: Batch, points: [Tensor]) {
  let values = try file.channelMajor("input.history").watched()
  guard file.tensors("input.").contains(where: { $0.name == "history_marks" }) else {
    return (Batch(history: values), [values])
  }
  let marks = try file.tensor("input.history_marks").watched()
  let unknown = Tensor(shape: [marks.shape[0], marks.shape[2], 1], filledWith: 0)
  let calendar = concatenatedColumns([marks.transposed(), unknown])  // [batch, feature, lookback + 1]
  return (Batch(history: values, future: calendar), [values, marks])
}

/// The task of a golden file, its sizes read from the configuration and from the history.
func goldenTask(_ file: GoldenFile) throws -> ForecastTask {
  let history = try file.channelMajor("input.history")
  return ForecastTask(
    lookback: history.shape[2], horizon: try file.config.member("horizon").integer(),
    channelCount: history.shape[1])
}

@Suite("LSTM Golden")
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

@Suite("TSMixer Golden")
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

@Suite("ITransformer Golden")
struct ITransformerGoldenTests {
  /// A constant added to all keys changes no attention weight.
  @Test(arguments: GoldenFolder.files(ofKind: "itransformer"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    var generator = SeededGenerator(seed: 1)
    var configuration = ITransformer.Configuration()
    configuration.hiddenSize = try file.config.member("d").integer()
    configuration.headCount = try file.config.member("heads").integer()
    configuration.feedForwardSize = try file.config.member("d_ff").integer()
    configuration.layerCount = try file.config.member("layers").integer()
    let model = try ITransformer(configuration, for: goldenTask(file), using: &generator)
    try expectGolden(model, file) { $0.hasSuffix("attention.key.bias") }
  }
}
