import Tensors
import TestSupport
import Testing
import Training

/// Losses of quantiles and distributions.
struct LawLossTests {
  private static let names = ["quantile:0.1,0.4,0.9", "gaussian", "student-t"]

  /// Parameters of two windows of one channel and three steps, none at a kink: shape `[2, 1, parameter × 3]`.
  private static func output(_ count: Int, _ generator: inout TestGenerator) -> [Float] {
    (0..<2 * count * 3).map { place in
      let parameter = place / 3 % count
      return parameter == 0
        ? Float(generator.normal()) : 1 + Float(parameter) + Float(generator.normal()).magnitude
    }
  }

  @Test(arguments: names) func derivativesAreThoseOfFiniteDifferences(_ name: String) throws {
    let objective = try #require(ObjectiveChoice(name)).objective
    let count = try #require(objective.law).parameterCount
    var generator = TestGenerator(seed: 5)
    let values = Self.output(count, &generator)
    let target = Tensor(shape: [2, 1, 3], values: (0..<6).map { _ in 2 * Float(generator.normal()) })
    let observed = Tensor(shape: [2, 1, 3], values: [1, 1, 0, 1, 1, 1])
    func loss(_ values: [Float]) -> Tensor {
      let point = Tensor(shape: [2, 1, 3 * count], values: values).watched()
      return objective(point, target, observed: observed, dividingBy: 5)
    }
    let point = Tensor(shape: [2, 1, 3 * count], values: values).watched()
    let slopes = gradient(of: objective(point, target, observed: observed, dividingBy: 5), at: [point])[0]
      .values
    for place in values.indices {
      var (above, below) = (values, values)
      above[place] += 1e-2
      below[place] -= 1e-2
      let slope =
        (Double(loss(above).scalar) - Double(loss(below).scalar)) / Double(above[place] - below[place])
      #expect(
        (Double(slopes[place]) - slope).magnitude < 2e-3, "\(name), \(place): \(slopes[place]) \(slope)")
    }
  }

  @Test(arguments: names) func targetsThatAreNotKnownAddNothing(_ name: String) throws {
    let objective = try #require(ObjectiveChoice(name)).objective
    let count = try #require(objective.law).parameterCount
    var generator = TestGenerator(seed: 6)
    let output = Tensor(shape: [2, 1, 3 * count], values: Self.output(count, &generator))
    let observed = Tensor(shape: [2, 1, 3], values: [1, 0, 1, 1, 1, 0])
    let losses = [Float(1e6), .nan].map { unknown in
      let target = Tensor(shape: [2, 1, 3], values: [0.5, unknown, -1, 2, 0.1, unknown])
      return objective(output, target, observed: observed, dividingBy: 4).scalar
    }
    #expect(losses[0] == losses[1] && losses[0].isFinite)
  }

  /// Made with SciPy 1.17.1: `-norm.logpdf(1.3, 0.2, 0.7) - log(2π)/2` and `-t.logpdf(1.3, 4, 0.2, 0.7) - log(π)/2`.
  @Test func likelihoodsAreThoseOfOthers() throws {
    let target = Tensor(shape: [1, 1, 1], values: [1.3])
    let normal = Tensor(shape: [1, 1, 2], values: [0.2, 0.7])
    let student = Tensor(shape: [1, 1, 3], values: [0.2, 0.7, 4])
    #expect((GaussianLikelihood()(normal, target, dividingBy: 1).scalar - 0.878019).magnitude < 1e-5)
    #expect((StudentLikelihood()(student, target, dividingBy: 1).scalar - 1.253757).magnitude < 1e-5)
  }

  @Test func aQuantileLossIsReadBackFromItsText() {
    let choice = ObjectiveChoice("quantile:0.9,0.1,0.5")
    #expect(choice?.description == "quantile:0.1,0.5,0.9")
    #expect(choice.flatMap { ObjectiveChoice($0.description) } == choice)
    #expect(ObjectiveChoice("quantile") == choice)
    for text in ["quantile:", "quantile:0", "quantile:1.5", "quantile:0.1,0.1", "quantile:a", "gaussian:1"] {
      #expect(ObjectiveChoice(text) == nil, "\(text)")
    }
  }
}
