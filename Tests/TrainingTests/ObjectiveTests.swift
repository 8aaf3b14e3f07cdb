import Tensors
import Testing
import Training

struct ObjectiveTests {
  private static let output: [Float] = [0.5, -1.25, 2, 0.3, -0.7, 4]
  private static let target: [Float] = [0.25, -1, -1, 0.3, 1.3, 0.5]
  private static let observed: [Float] = [1, 0, 1, 1, 0, 1]

  private func tensor(_ values: [Float]) -> Tensor { Tensor(shape: [2, 3], values: values) }

  /// The formulas, in double precision.
  private func loss(_ name: String, _ error: Double) -> Double {
    switch name {
    case "mse": error * error
    case "mae": abs(error)
    default: abs(error) <= 0.5 ? error * error / 2 : 0.5 * (abs(error) - 0.25)
    }
  }

  @Test(arguments: ["mse", "mae", "huber:0.5"])
  func valuesFollowTheirFormulas(_ name: String) throws {
    let objective = try #require(ObjectiveChoice(name)).objective
    let losses = zip(Self.output, Self.target).map { loss(name, Double($0) - Double($1)) }
    let plain = objective(tensor(Self.output), tensor(Self.target), dividingBy: 12).scalar
    #expect(abs(Double(plain) - losses.reduce(0, +) / 12) < 1e-6)
  }

  @Test(arguments: ["mse", "mae", "huber:0.5"])
  func targetsThatAreNotKnownAddNothing(_ name: String) throws {
    let objective = try #require(ObjectiveChoice(name)).objective
    let losses = zip(zip(Self.output, Self.target), Self.observed).map { pair, observed -> Double in
      let difference = Double(pair.0) - Double(pair.1)
      return observed == 0 ? 0 : loss(name, difference)
    }
    let results = [Float(99), .nan].map { unknown in
      let targets = zip(Self.target, Self.observed).map { $1 == 0 ? unknown : $0 }
      let batch = ExampleBatch(input: 0, target: tensor(targets), observed: tensor(Self.observed))
      let point = tensor(Self.output).watched()
      let loss = objective(point, batch.target(completedBy: point), dividingBy: 4)
      return (loss: loss.scalar, gradient: gradient(of: loss, at: [point])[0].values)
    }
    #expect(abs(Double(results[0].loss) - losses.reduce(0, +) / 4) < 1e-6)
    #expect(results[0].loss == results[1].loss && results[0].gradient == results[1].gradient)
    #expect(zip(results[0].gradient, Self.observed).allSatisfy { $1 == 1 || $0 == 0 })
  }

  @Test func aChoiceIsReadBackFromItsText() {
    for choice in [
      ObjectiveChoice.squaredError, .absoluteError, .huber(delta: 0.25),
      ObjectiveChoice(SpectrumError(alpha: 0.3)),
    ] {
      #expect(ObjectiveChoice(choice.description) == choice)
    }
    #expect(
      ObjectiveChoice.accepted
        == "mse | mae | huber[:DELTA] | spectrum[:ALPHA] | quantile[:P,P,…] | gaussian | student-t")
    #expect(
      ["", "rmse", "mse:1", "huber:", "huber:0", "huber:-1", "huber:inf", "spectrum:1.5", "spectrum:-1"]
        .allSatisfy {
          ObjectiveChoice($0) == nil
        })
  }

  /// Between classes: not for forecasts, so no recipe names it.
  @Test func crossEntropyIsNoLossOfForecasts() {
    #expect(ObjectiveChoice("cross-entropy") == nil && CrossEntropy(parameter: 1) == nil)
    let scores = Tensor(shape: [1, 2, 2], values: [0, 0, 0, 1.0986123])
    let target = Tensor(shape: [1, 2], values: [0, 0])
    // By hand: (ln 2 + ln 4) / 2; a class that is not known adds nothing.
    #expect(abs(CrossEntropy()(scores, target, dividingBy: 2).scalar - 1.0397208) < 1e-6)
    let unknown = Tensor(shape: [1, 2], values: [0, -1])
    #expect(abs(CrossEntropy()(scores, unknown, dividingBy: 1).scalar - 0.6931472) < 1e-6)
  }
}
