import Tensors
import Testing
import Training

struct ObjectiveTests {
  private static let output: [Float] = [0.5, -1.25, 2, 0.3, -0.7, 4]
  private static let target: [Float] = [0.25, -1, -1, 0.3, 1.3, 0.5]
  private static let weights: [Float] = [1, 0, 2, 0.5, 1.5, 0.25]

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
  func valuesFollowTheirFormulasWithAndWithoutWeights(_ name: String) throws {
    let objective = try #require(ObjectiveChoice(name)).objective
    let losses = zip(Self.output, Self.target).map { loss(name, Double($0) - Double($1)) }
    let plain = objective(
      tensor(Self.output), tensor(Self.target), weights: nil, dividingBy: 12
    ).scalar
    #expect(abs(Double(plain) - losses.reduce(0, +) / 12) < 1e-6)
    let weighted = objective(
      tensor(Self.output), tensor(Self.target), weights: tensor(Self.weights), dividingBy: 12
    ).scalar
    let expected = zip(losses, Self.weights).reduce(0) { $0 + $1.0 * Double($1.1) } / 12
    #expect(abs(Double(weighted) - expected) < 1e-6)
  }

  @Test(arguments: ["mse", "mae", "huber:0.5"])
  func weightsOfOneChangeNoDerivative(_ name: String) throws {
    let objective = try #require(ObjectiveChoice(name)).objective
    let gradients = [nil, Tensor(shape: [2, 3], filledWith: 1)].map { weights in
      let point = tensor(Self.output).watched()
      let loss = objective(point, tensor(Self.target), weights: weights, dividingBy: 6)
      return gradient(of: loss, at: [point])[0].values
    }
    #expect(zip(gradients[0], gradients[1]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func aChoiceIsReadBackFromItsText() {
    for choice in [ObjectiveChoice.squaredError, .absoluteError, .huber(delta: 0.25)] {
      #expect(ObjectiveChoice(choice.description) == choice)
    }
    #expect(ObjectiveChoice.accepted == "mse | mae | huber[:DELTA]")
    #expect(
      ["", "rmse", "mse:1", "huber:", "huber:0", "huber:-1", "huber:inf"].allSatisfy {
        ObjectiveChoice($0) == nil
      })
  }
}
