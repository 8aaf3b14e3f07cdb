import Layers
import Optimizers
import Tensors
import Testing

/// `(v · (g · tanh(W x)) − t)²`, with the names of an attention, a normalisation and a head.
private struct TinyNetwork: Module {
  var weight = Tensor(shape: [2, 2], values: [0.5, -0.3, 0.2, 0.7])
  var gain = Tensor(shape: [1, 2], values: [1.1, 0.9])
  var head = Tensor(shape: [1, 2], values: [0.6, -0.4])

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    for (part, path) in [("attention", \TinyNetwork.weight), ("norm1", \.gain), ("head", \.head)] {
      visitor.enter(part)
      visitor.visit(&self[keyPath: path], named: "weight")
      visitor.leave()
    }
  }

  func loss() -> Tensor {
    let hidden = gain * tanh(linear(Tensor(shape: [1, 2], values: [0.8, -0.5]), weight: weight, bias: nil))
    let miss = sum(head * hidden) - Tensor(0.9)
    return miss * miss
  }

  var numbers: [Float] { parameters.flatMap(\.values) }
}

/// Four steps around Adam against plain NumPy in double precision: `python3 experiments/peers/sharpness.py` prints the figures.
struct SharpnessFormTests {
  private static let forms: [(form: String, expected: [Float])] = [
    ("sam", [0.6987691, -0.4987690, 0.0005668, 0.8994331, 1.3004182, 1.0973097, 0.8000748, -0.5982208]),
    (
      "looksam:2:0.7",
      [0.6961069, -0.4961069, 0.0065137, 0.8934863, 1.2475813, 0.9791161, 0.7975633, -0.5173622]
    ),
    ("momentum", [0.6991502, -0.4991502, 0.0000706, 0.8999293, 1.2988417, 1.1002996, 0.7999933, -0.6004894]),
    ("gsam:0.4", [0.6614615, -0.4614614, 0.0385746, 0.8614254, 1.2625772, 1.0573576, 0.7623429, -0.5590835]),
    (
      "fsam:0.5:0.9",
      [0.6761079, -0.4761079, 0.0240479, 0.8759520, 1.2636181, 1.0508365, 0.7729286, -0.5588685]
    ),
  ]
  private static let parts: [(part: ParameterPart, expected: [Float])] = [
    (
      .attention,
      [0.6971810, -0.4971810, 0.0011701, 0.8988298, 1.2999705, 1.0906051, 0.7996544, -0.5918231]
    ),
    (
      .normalization,
      [0.6962379, -0.4962379, 0.0025727, 0.8974272, 1.2983049, 1.1000901, 0.7980516, -0.5998196]
    ),
    (
      .lastLayer,
      [0.6988608, -0.4988607, 0.0011494, 0.8988505, 1.3001875, 1.1002678, 0.7989803, -0.6003205]
    ),
  ]
  private static let adaptive: [Float] = [
    0.6977520, -0.4977519, 0.0011135, 0.8988864, 1.2997159, 1.0999774, 0.7992620, -0.6002745,
  ]

  private func optimizer(
    _ form: SharpnessForm = .plain, isAdaptive: Bool = false, part: ParameterPart = .all
  ) -> SAM<Adam> {
    SAM(
      Adam(learningRate: 0.05, settings: AdamSettings(epsilon: 1e-7)), rho: 0.3, isAdaptive: isAdaptive,
      form: form, part: part)
  }

  private func expect(_ optimizer: SAM<Adam>, arrivesAt expected: [Float], falling: Bool = false) {
    var (network, optimizer) = (TinyNetwork(), optimizer)
    for step in 0..<4 {
      if falling { optimizer.learningRate = 0.05 * (1 - Float(step) / 8) }
      _ = optimizer.step(&network) { $0.loss() }
    }
    #expect(
      zip(network.numbers, expected).allSatisfy { abs($0 - $1) < 3e-6 }, "\(network.numbers), \(expected)")
  }

  @Test(arguments: forms)
  func everyFormArrivesWhereItsDefinitionDoes(_ form: String, _ expected: [Float]) throws {
    expect(
      optimizer(try #require(SharpnessForm(form))), arrivesAt: expected, falling: form.hasPrefix("gsam"))
  }

  @Test(arguments: parts)
  func onlyThePartClimbs(_ part: ParameterPart, _ expected: [Float]) {
    expect(optimizer(part: part), arrivesAt: expected)
  }

  @Test func theAdaptiveNeighbourhoodIsScaled() {
    expect(optimizer(isAdaptive: true), arrivesAt: Self.adaptive)
  }

  @Test(arguments: forms.map(\.form))
  func theCostInGradientsIsWhatIsComputed(_ text: String) throws {
    let form = try #require(SharpnessForm(text))
    var (network, optimizer, count) = (TinyNetwork(), optimizer(form), 0)
    for _ in 0..<10 {
      _ = optimizer.step(&network) { point in
        count += 1
        return point.loss()
      }
    }
    #expect(Double(count) == 10 * form.gradientsPerStep)
  }

  @Test(arguments: forms.map(\.form))
  func aStateContinuesARunBitForBit(_ text: String) throws {
    let form = try #require(SharpnessForm(text))
    var (whole, first) = (TinyNetwork(), TinyNetwork())
    var (through, before, after) = (optimizer(form), optimizer(form), optimizer(form))
    for _ in 0..<7 { _ = through.step(&whole) { $0.loss() } }
    for _ in 0..<3 { _ = before.step(&first) { $0.loss() } }
    after.state = before.state
    #expect(before.state.memories.count == before.memoryCount)
    for _ in 0..<4 { _ = after.step(&first) { $0.loss() } }
    #expect(whole.numbers == first.numbers)
  }

  @Test func formsAreReadBackFromTheirText() {
    for text in [
      "sam", "looksam", "looksam:3", "looksam:3:0.5", "momentum", "gsam", "gsam:1", "fsam", "fsam:0.5:0.6",
    ] {
      let form = SharpnessForm(text)
      #expect(form != nil && form.flatMap { SharpnessForm($0.description) } == form, "\(text)")
    }
    for text in ["", "sam:1", "looksam:0", "looksam:1.5", "gsam:-1", "fsam:1:1", "fsam:nan", "lookahead"] {
      #expect(SharpnessForm(text) == nil, "\(text)")
    }
  }
}
