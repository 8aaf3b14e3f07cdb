import ForecasterConformance
import Forecasters
import Forecasting
import Layers
import Tensors
import Testing

/// Forecasters whose hidden layers can be chosen.
@Suite struct FeedForwardHostTests {
  private static let parts = ["plain", "fan", "gated-fan", "siren", "snake"]
  private static let hosts: [any Forecaster.Type] = [MLP.self, PatchTST.self, SAMformer.self]
  /// Plain parts are the defaults of the others, which the catalogue's test sees.
  private static let variants =
    hosts.flatMap { host in parts.dropFirst().map { part in (host: host.card.name, part: part) } }
    + [(host: "samformer", part: "plain")]

  private static func host(_ name: String) throws -> any Forecaster.Type {
    try #require(hosts.first { $0.card.name == name })
  }

  private static let sizes = [(key: "hiddenSize", value: "16"), (key: "feedForwardSize", value: "24")]

  @Test(arguments: variants, Law.allCases)
  func everyVariantKeepsEveryLaw(_ variant: (host: String, part: String), _ law: Law) throws {
    func violations<F: Forecaster>(_ type: F.Type) -> [Violation] {
      // Fifty steps are too few for the frequency that SIREN has by default.
      let part = variant.part == "siren" ? "siren:1" : variant.part
      let settings = Self.sizes + [(key: "feedForward", value: part)]
      return Conformance(type, settings: settings).violations(of: law)
    }
    let found = violations(try Self.host(variant.host))
    #expect(found.isEmpty, "\(variant): \(found)")
  }

  private func model<F: Forecaster>(_ type: F.Type, _ settings: [(key: String, value: String)] = []) throws
    -> F
  {
    var configuration = F.Configuration()
    for (key, value) in settings { try configuration.set(key, to: value) }
    var generator = SeededGenerator(seed: 1)
    let task = ForecastTask(lookback: 96, horizon: 96, channelCount: 7, frequency: .hours(1))
    return try F.make(configuration, for: task, using: &generator)
  }

  /// At the sizes that are published, or the defaults.
  @Test(arguments: ["mlp", "patchtst", "samformer"]) func everyPartHasAboutAsManyParameters(
    _ name: String
  ) throws {
    func counts<F: Forecaster>(_ type: F.Type) throws -> [Int] {
      try Self.parts.map { try model(type, [("feedForward", $0)]).parameterCount }
    }
    let all = try counts(try Self.host(name))
    for count in all { #expect(abs(Double(count) / Double(all[0]) - 1) < 0.01, "\(name): \(all)") }
  }

  @Test func aFileThatDoesNotNameThePartIsTheOrdinaryModel() throws {
    func check<F: Forecaster>(_ type: F.Type) throws {
      let usual = F.Configuration()
      #expect(!usual.json.text().contains("feedForward\""))
      #expect(try F.Configuration(json: .init(usual.json)) == usual)
    }
    for host in Self.hosts { try check(host) }
  }

  @Test func plainIsWhatItWas() throws {
    let (usual, plain) = (try model(MLP.self), try model(MLP.self, [("feedForward", "plain")]))
    #expect(usual.namedTensors.map(\.name) == plain.namedTensors.map(\.name))
    #expect(
      usual.namedTensors.map(\.name).suffix(6) == [
        "hidden.0.weight", "hidden.0.bias", "hidden.1.weight", "hidden.1.bias", "head.weight", "head.bias",
      ])
    let names = try model(PatchTST.self).namedTensors.map(\.name)
    #expect(names.contains("layers.0.ffn.first.weight") && names.contains("layers.2.ffn.second.bias"))
  }

  /// Attention and head are drawn before the parts, so that seeds can be compared.
  @Test func theRestOfSAMformerStartsTheSame() throws {
    let usual = try model(SAMformer.self).namedTensors
    let other = try model(SAMformer.self, [("feedForward", "fan")]).namedTensors
    #expect(other.count == usual.count + 6)
    for (name, value) in usual {
      #expect(other.first { $0.name == name }?.value.values == value.values, "\(name)")
    }
  }

  /// `head(y + W₂ snake(W₁ y + b₁) + b₂)` with `y = x + A(x)`, from the stored tensors.
  @Test func samformerAddsWhatThePartMakesOfAHistory() throws {
    let settings = [("feedForward", "snake"), ("usesRevIN", "false"), ("attention", "uniform")]
    let model = try model(SAMformer.self, settings.map { (key: $0.0, value: $0.1) })
    let p = Dictionary(uniqueKeysWithValues: model.namedTensors.map { ($0.name, $0.value) })
    func map(_ name: String, _ x: Tensor) throws -> Tensor {
      linear(x, weight: try #require(p["\(name).weight"]), bias: p["\(name).bias"])
    }
    var generator = SeededGenerator(seed: 2)
    let x = Tensor(shape: [2, 7, 96], values: (0..<2 * 7 * 96).map { _ in generator.normal() })
    let means = Tensor(shape: [2, 7, 7], filledWith: Float(1) / 7)
    let y = x + (try map("compute_output", matmul(means, try map("compute_values", x))))
    let z = try map("ffn.first", y)
    let expected = try map("linear_forecaster", y + (try map("ffn.second", z + sin(z) * sin(z))))
    var pass = ForwardPass.inference
    let ours = model.output(of: Batch(history: x), in: &pass)
    #expect(zip(ours.values, expected.values).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func patchesTooNarrowForPeriodsAreRefusedByName() {
    for part in ["fan", "gated-fan"] {
      let error = #expect(throws: ConfigurationError.self) {
        try model(
          PatchTST.self, [("hiddenSize", "3"), ("headCount", "1"), ("feedForward", part)])
      }
      #expect(error?.description.hasPrefix("feedForward: \(part) is not accepted") == true)
    }
    #expect(throws: Never.self) {
      try model(PatchTST.self, [("hiddenSize", "3"), ("headCount", "1"), ("feedForward", "snake")])
    }
  }
}
