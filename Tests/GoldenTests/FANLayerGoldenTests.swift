import Layers
import Persistence
import Tensors
import Testing

@Suite("FAN layer Golden")
struct FANLayerGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "fan-layer"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    let config = file.config
    let form = FANLayer.Form(
      periodicFraction: Float(try config.member("p").number()),
      activation: try #require(Activation(rawValue: config.member("activation").string())),
      isGated: try config.member("gated").boolean())
    var generator = SeededGenerator(seed: 1)
    let layer = try FANLayer(
      inputSize: config.member("d_in").integer(), outputSize: config.member("d_out").integer(), form,
      using: &generator)
    try expectGolden(file, layer, input: "x") { layer, x in layer(x) }
  }
}

/// Expects output, loss and all gradients of `module` with the parameters of `file` to agree with the file.
func expectGolden<M: Module>(
  _ file: GoldenFile, _ module: M, input: String, without: (String) -> Bool = { _ in false },
  _ body: (M, Tensor) throws -> Tensor
) throws {
  let names = module.namedParameters.map(\.name)
  #expect(Set(names) == Set(file.tensors("param.").map(\.name)))
  let points = try names.map { try file.tensor("param.\($0)").watched() }
  let x = try file.tensor("input.\(input)").watched()
  let output = try body(module.withParameters(points), x)
  expectClose(output.detached(), try file.tensor("output"), "output")
  let loss = LossFunction.squaredError(output, try file.tensor("target"))
  expectClose(loss.detached().reshaped(to: [1]), try file.tensor("loss"), "loss")
  let gradients = gradient(of: loss, at: points + [x])
  let scale = try names.map { try file.tensor("grad.\($0)").values.map(abs).max() ?? 0 }.max() ?? 0
  for (name, ours) in zip(names, gradients) {
    let reference = try file.tensor("grad.\(name)")
    if without(name) {
      // The exact derivative is zero; what either implementation reports is rounding.
      #expect((reference.values + ours.values).allSatisfy { abs($0) <= 1e-5 * scale }, "\(name)")
    } else {
      expectClose(ours, reference, name)
    }
  }
  expectClose(gradients[names.count], try file.tensor("input_grad.\(input)"), "\(input) gradient")
}
