import Forecasters
import Forecasting
import Layers
import Optimizers
import Persistence
import Tensors
import Testing

@Suite("Optimizer Golden")
struct OptimizerGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "optimizer"))
  func fiveStepsAgree(_ file: GoldenFile) throws {
    var model = try goldenSAMformer(file.config.member("model"), file.tensors("param."))
    var optimizer = try goldenOptimizer(file.config)
    let history = Batch(history: try file.channelMajor("input.history"))
    let target = try file.channelMajor("target")
    var losses: [Float] = []
    for step in 1...5 {
      losses.append(
        Float(
          optimizer.step(&model) { point in
            var pass = ForwardPass.inference
            return LossFunction.squaredError(point.output(of: history, in: &pass), target)
          }))
      if step == 1 || step == 5 { try expectParameters(of: model, file, after: step) }
    }
    expectClose(Tensor(shape: [5], values: losses), try file.tensor("losses"), "losses")
  }

  private func expectParameters(of model: SAMformer, _ file: GoldenFile, after steps: Int) throws {
    for (name, ours) in model.namedParameters {
      let reference = try file.tensor("after\(steps).\(name)")
      if name == "compute_keys.bias", try dividesByGradientSize(file.config) {
        try expectWithin(steps, stepsOf: file, name, ours, reference)
      } else {
        expectClose(ours, reference, "after \(steps): \(name)")
      }
    }
  }

  /// The loss does not depend on the bias of the keys: a constant added to all keys changes no attention weight. Its
  /// gradient is rounding error, and Adam divides by the size of the gradient: a step goes anywhere within the
  /// learning rate, in the reference as here. (L2 decay inside the gradient gives it a size, and then they agree.)
  private func dividesByGradientSize(_ config: JSONReader) throws -> Bool {
    !["adam-l2", "sam-sgd-momentum"].contains(try config.member("optimizer").string())
  }

  private func expectWithin(
    _ steps: Int, stepsOf file: GoldenFile, _ name: String, _ ours: Tensor, _ reference: Tensor
  ) throws {
    let start = try file.tensor("param.\(name)")
    let rate = Float(try file.config.member("learning_rate").number())
    let decay = Float(try file.config.member("weight_decay").number())
    for (from, values) in zip(start.values, zip(ours.values, reference.values)) {
      let reach = Float(steps) * rate * (1.01 + decay * abs(from))
      #expect(abs(values.0 - from) <= reach && abs(values.1 - from) <= reach)
    }
  }

  private func goldenOptimizer(_ config: JSONReader) throws -> any Optimizer {
    let rate = Float(try config.member("learning_rate").number())
    let decay = Float(try config.member("weight_decay").number())
    let rho = Float(try config.optionalMember("rho")?.number() ?? 0)
    let isAdaptive = try config.member("adaptive").boolean()
    var settings = AdamSettings(epsilon: Float(try config.member("epsilon").number()), weightDecay: decay)
    settings.firstMomentDecay = Float(try config.member("beta1").number())
    settings.secondMomentDecay = Float(try config.member("beta2").number())
    let adam = Adam(learningRate: rate, settings: settings)
    switch try config.member("optimizer").string() {
    case "adam", "adam-l2": return adam
    case "adamw": return AdamW(learningRate: rate, settings: settings)
    case "sam-adam", "asam-adam": return SAM(adam, rho: rho, isAdaptive: isAdaptive)
    case "sam-sgd-momentum":
      let momentum = Float(try config.member("momentum").number())
      return SAM(
        SGD(learningRate: rate, momentum: momentum, weightDecay: decay), rho: rho, isAdaptive: isAdaptive)
    case let unknown:
      Issue.record("unknown optimizer \(unknown)")
      return adam
    }
  }
}
