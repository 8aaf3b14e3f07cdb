import Layers
import Tensors
import TestSupport
import Testing

struct WindowAttentionTests {
  private func attention(_ change: (inout WindowAttention.Settings) -> Void) throws -> WindowAttention {
    var settings = WindowAttention.Settings()
    settings.hiddenSize = 4
    change(&settings)
    var generator = SeededGenerator(seed: 3)
    return try WindowAttention(lookback: 6, channelCount: 5, settings, using: &generator)
  }

  private func parameters(_ module: WindowAttention) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: module.namedParameters.map { ($0.name, $0.value) })
  }

  /// `A V W_O + b_O` written out, with the weights that are exported.
  private func written(_ module: WindowAttention, _ x: Tensor, isTemporal: Bool) throws -> Tensor {
    let p = parameters(module)
    let tokens = isTemporal ? x.transposed() : x
    func map(_ name: String, _ x: Tensor) throws -> Tensor {
      linear(x, weight: try #require(p["\(name).weight"]), bias: p["\(name).bias"])
    }
    let mixed = matmul(module.attentionWeights(x), try map("compute_values", tokens))
    let output = p["compute_output.weight"] == nil ? mixed : try map("compute_output", mixed)
    return isTemporal ? output.transposed() : output
  }

  @Test(arguments: WindowAttention.Form.allCases, ChannelAttention.ValuePath.allCases)
  func everyFormIsItsWeightsTimesItsValues(
    _ form: WindowAttention.Form, _ path: ChannelAttention.ValuePath
  ) throws {
    let module = try attention { ($0.form, $0.valuePath) = (form, path) }
    let x = sample([2, 5, 6])
    let (ours, expected) = (module(x), try written(module, x, isTemporal: form == .temporal))
    #expect(ours.shape == [2, 5, 6])
    #expect(zip(ours.values, expected.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// With heads, each on its columns of queries, keys and values.
  @Test(arguments: [WindowAttention.Form.channel, .temporal])
  func headsWorkOnTheirColumns(_ form: WindowAttention.Form) throws {
    let module = try attention { ($0.form, $0.headCount) = (form, 2) }
    let (x, p) = (sample([1, 5, 6]), parameters(module))
    let tokens = form == .temporal ? x.transposed() : x
    func map(_ name: String) throws -> Tensor {
      linear(tokens, weight: try #require(p["compute_\(name).weight"]), bias: p["compute_\(name).bias"])
    }
    let count = tokens.shape[1]
    func columns(_ name: String, _ head: Int) throws -> Tensor {
      try map(name).reshaped(to: [count, 4]).columns(2 * head..<2 * head + 2)
    }
    let weights = module.attentionWeights(x)  // [1, head, token, token]
    var mixed: [Tensor] = []
    for head in 0..<2 {
      let scores = matmul(try columns("queries", head), try columns("keys", head).transposed())
      let expected = softmax(scores, scale: 1 / Float(2).squareRoot())
      let ours = weights.reshaped(to: [2, count * count]).slices(head..<head + 1)
      #expect(zip(ours.values, expected.values).allSatisfy { abs($0 - $1) < 1e-5 })
      mixed.append(matmul(expected, try columns("values", head)))
    }
    let output = linear(
      concatenatedColumns(mixed), weight: try #require(p["compute_output.weight"]),
      bias: p["compute_output.bias"])
    let ours = form == .temporal ? module(x).transposed() : module(x)
    #expect(zip(ours.values, output.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func identityAndUniformHaveNoQueriesAndKeys() throws {
    for form in [WindowAttention.Form.identity, .uniform] {
      let names = try attention { $0.form = form }.namedParameters.map(\.name)
      #expect(
        names == [
          "compute_values.weight", "compute_values.bias", "compute_output.weight", "compute_output.bias",
        ]
      )
    }
    let uniform = try attention { $0.form = .uniform }.attentionWeights(sample([1, 5, 6]))
    #expect(uniform.values.allSatisfy { $0 == 0.2 })
  }

  /// γ starts as σ.
  @Test(arguments: WindowAttention.Form.allCases)
  func theFirstPassOfSigmaReparamIsThatOfThePlainWeights(_ form: WindowAttention.Form) throws {
    let (scaled, plain) = (
      try attention { ($0.form, $0.usesSpectralScale) = (form, true) }, try attention { $0.form = form }
    )
    let x = sample([2, 5, 6])
    #expect(zip(scaled(x).values, plain(x).values).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(scaled.parameterCount == plain.parameterCount + (form.isLearnt ? 4 : 2))
  }

  /// A weight times any number is the same weight to σReparam, once its direction has followed.
  @Test func sigmaReparamDoesNotSeeTheSizeOfAWeight() throws {
    let module = try attention { $0.usesSpectralScale = true }
    var larger = module.withParameters(
      module.namedParameters.map { name, value in
        name.hasSuffix("weight") ? 7 * value : value
      })
    larger.finishStep()
    let x = sample([2, 5, 6])
    #expect(zip(larger(x).values, module(x).values).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  /// Differences of the loss in each parameter; σReparam's directions are exact, where σ is stationary in them.
  @Test(arguments: WindowAttention.Form.allCases, [false, true])
  func gradientsAreThoseOfDifferences(_ form: WindowAttention.Form, _ isScaled: Bool) throws {
    let module = try attention {
      ($0.form, $0.usesSpectralScale) = (form, isScaled)
      if form.isLearnt { $0.headCount = 2 }
    }
    let (x, weights) = (sample([2, 5, 6]), sample([2, 5, 6], seed: 9))
    expectGradient(at: module, every: 3, step: 1e-2, within: { slope, _ in 2e-3 * max(1, abs(slope)) }) {
      sum(weights * $0(x))
    }
  }

  @Test func headsThatDoNotFitAreNamed() {
    for change: (inout WindowAttention.Settings) -> Void in [
      { $0.headCount = 3 }, { ($0.headCount, $0.valuePath) = (2, .full) },
      { ($0.headCount, $0.form) = (2, .uniform) },
    ] {
      let error = #expect(throws: ConfigurationError.self) { try attention(change) }
      #expect(error?.description.contains("headCount") == true)
    }
  }
}
