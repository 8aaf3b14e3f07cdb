import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import Testing

@Suite("SAMformer Golden")
struct SAMformerGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "samformer"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    let model = try goldenSAMformer(file.config, file.tensors("param."))
    let names = model.namedParameters.map(\.name)
    let points = model.parameters.map { $0.watched() }
    let history = try file.channelMajor("input.history").watched()
    var pass = ForwardPass.inference
    let forecast = model.withParameters(points).output(of: Batch(history: history), in: &pass)
    expectClose(forecast.detached().transposed(), try file.tensor("output"), "output")

    let loss = LossFunction.squaredError(forecast, try file.channelMajor("target"))
    expectClose(loss.detached().reshaped(to: [1]), try file.tensor("loss"), "loss")
    let gradients = gradient(of: loss, at: points + [history])
    #expect(Set(names) == Set(file.tensors("grad.").map(\.name)))
    let scale = try names.map { try file.tensor("grad.\($0)").values.map(abs).max() ?? 0 }.max() ?? 0
    for (name, ours) in zip(names, gradients) {
      let reference = try file.tensor("grad.\(name)")
      if name == "compute_keys.bias" {
        // Adding a constant to all keys changes no attention weight: the derivative is zero, and what either
        // implementation reports is rounding, measured against the other gradients.
        #expect(reference.values.allSatisfy { abs($0) <= 1e-5 * scale })
        #expect(ours.values.allSatisfy { abs($0) <= 1e-5 * scale })
      } else {
        expectClose(ours, reference, name)
      }
    }
    expectClose(
      gradients[names.count].transposed(), try file.tensor("input_grad.history"), "history gradient")
  }
}

/// The SAMformer of a golden configuration with the given parameters.
func goldenSAMformer(_ config: JSONReader, _ parameters: [(name: String, value: Tensor)]) throws -> SAMformer
{
  var configuration = SAMformer.Configuration()
  configuration.hiddenSize = try config.member("hidden").integer()
  configuration.valuePath = try #require(
    ChannelAttention.ValuePath(rawValue: config.member("value").string()))
  configuration.usesRevIN = try config.member("revin").boolean()
  let task = ForecastTask(
    lookback: try config.member("lookback").integer(), horizon: try config.member("horizon").integer(),
    channelCount: try config.member("channels").integer())
  var generator = SeededGenerator(seed: 1)
  let model = try SAMformer(configuration, for: task, using: &generator)
  return try model.replacingTensors(named: parameters)
}
