import Layers
import Tensors
import Testing

/// Expects the output, the loss and all gradients of `module` with a file's parameters to be those of the file.
///
/// - Parameter input: The tensor of the file that the module is given.
func expectGolden<M: Module>(
  _ module: M, _ file: GoldenFile, input: String, of forward: (M, Tensor) -> Tensor
) throws {
  let names = module.namedParameters.map(\.name)
  #expect(Set(names) == Set(file.tensors("param.").map(\.name)))
  let points = try names.map { try file.tensor("param.\($0)").watched() }
  let x = try file.tensor("input.\(input)").watched()
  let output = forward(module.withParameters(points), x)
  expectClose(output.detached(), try file.tensor("output"), "output")
  let loss = LossFunction.squaredError(output, try file.tensor("target"))
  expectClose(loss.detached().reshaped(to: [1]), try file.tensor("loss"), "loss")
  let gradients = gradient(of: loss, at: points + [x])
  for (name, ours) in zip(names, gradients) {
    expectClose(ours, try file.tensor("grad.\(name)"), name)
  }
  expectClose(gradients[names.count], try file.tensor("input_grad.\(input)"), "\(input) gradient")
}

@Suite("Mamba Golden")
struct MambaGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "mamba-mixer"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    var generator = SeededGenerator(seed: 1)
    let config = file.config
    let sizes = MambaMixer.Sizes(
      size: try config.member("d").integer(), stateCount: try config.member("state").integer(),
      expansion: try config.member("expand").integer(), kernelSize: try config.member("kernel").integer())
    try expectGolden(MambaMixer(sizes, using: &generator), file, input: "x") { $0($1) }
  }
}

@Suite("KAN Golden")
struct KANGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "kan-layer"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    var generator = SeededGenerator(seed: 1)
    let config = file.config
    #expect(try config.member("order").integer() == 3)
    let range = Float(try config.member("lo").number())...Float(try config.member("hi").number())
    let layer = KANLayer(
      inputSize: try config.member("d_in").integer(), outputSize: try config.member("d_out").integer(),
      intervalCount: try config.member("grid").integer(), range: range, using: &generator)
    try expectGolden(layer, file, input: "x") { $0($1) }
  }
}
