import Layers
import Persistence
import Tensors
import Testing

@Suite("Transformer Golden")
struct TransformerGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "transformer"))
  func forecastAndGradientsAgree(_ file: GoldenFile) throws {
    let golden = try GoldenTransformer(file)
    let points = golden.model.parameters.map { $0.watched() }
    let history = try file.channelMajor("input.history").watched()
    let historyFeatures = try file.tensor("input.history_marks").watched()
    let decoderFeatures = try file.tensor("input.decoder_marks").watched()
    var pass = ForwardPass.inference
    let forecast = golden.model.withParameters(points)(
      history, historyFeatures: historyFeatures, decoderFeatures: decoderFeatures, in: &pass)
    expectClose(forecast, try file.channelMajor("output"), "output")
    let loss = LossFunction.squaredError(forecast, try file.channelMajor("target"))
    expectClose(loss.reshaped(to: [1]), try file.tensor("loss"), "loss")
    let gradients = gradient(of: loss, at: points + [history, historyFeatures, decoderFeatures])
    for ((name, _), ours) in zip(golden.model.namedParameters, gradients) {
      // A bias of the keys moves all scores of a query alike, which the softmax does not see: rounding is all there is.
      if name.hasSuffix("attention.key.bias") { continue }
      expectClose(ours, try file.tensor("grad.\(name)"), name)
    }
    let inputs = gradients.suffix(3).map { $0 }
    expectClose(inputs[0], try file.channelMajor("input_grad.history"), "history")
    expectClose(inputs[1], try file.tensor("input_grad.history_marks"), "marks of the history")
    expectClose(inputs[2], try file.tensor("input_grad.decoder_marks"), "marks of the decoder")
  }
}

/// The network of a golden file with the file's parameters.
private struct GoldenTransformer {
  let model: EncoderDecoder

  init(_ file: GoldenFile) throws {
    let (config, history) = (file.config, try file.tensor("input.history"))
    var sizes = EncoderDecoder.Sizes(
      channelCount: history.shape[2], featureCount: try config.member("marks").integer(),
      lookback: history.shape[1], labelLength: try config.member("label").integer(),
      horizon: try config.member("horizon").integer())
    sizes.encoderLayerCount = try config.member("e_layers").integer()
    sizes.decoderLayerCount = try config.member("d_layers").integer()
    var form = TransformerForm(
      size: try config.member("d").integer(), headCount: try config.member("heads").integer(),
      feedForwardSize: try config.member("d_ff").integer())
    let kind = try config.member("kind").string()
    form.feedForward = kind == "linear" ? .linear(.gelu) : .fan(.init(isGated: kind == "fan-gated"))
    var generator = SeededGenerator(seed: 1)
    let drawn = try EncoderDecoder(sizes, form, using: &generator)
    let parameters = Dictionary(uniqueKeysWithValues: file.tensors("param.").map { ($0.name, $0.value) })
    #expect(Set(drawn.namedParameters.map(\.name)) == Set(parameters.keys))
    model = drawn.withParameters(try drawn.namedParameters.map { try #require(parameters[$0.name]) })
  }
}
