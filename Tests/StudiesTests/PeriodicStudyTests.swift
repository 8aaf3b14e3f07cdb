import Layers
import Platform
import Studies
import Tensors
import TestSupport
import Testing
import Training

struct PeriodicFunctionTests {
  /// By hand: at 0 all sines are 0, all cosines 1, remainders 0.
  @Test(arguments: [
    (PeriodicFunction.sin, 0.0), (.mod, 0), (.complex1, 1), (.complex2, 0), (.complex3, 0), (.complex4, 0),
    (.complex5, 0), (.complex6, 0.5),
  ])
  func aFunctionHasItsValueAtZero(_ function: PeriodicFunction, _ expected: Double) {
    #expect(abs(function(0) - expected) < 1e-12)
  }

  /// By hand at π/2, and remainders of negative numbers as Python has them.
  @Test func functionsHaveTheValuesComputedByHand() {
    let quarter = Double.pi / 2
    #expect(abs(PeriodicFunction.sin(quarter) - 1) < 1e-12)
    #expect(PeriodicFunction.mod(-1) == 4 && PeriodicFunction.mod(12.5) == 2.5)
    // sin²(π/2) = 1, cos ½ = 0.877582562, ½ mod 3 = ½.
    let exponent: Double = 0.8775825619 + 0.5
    let complex1: Double = PeriodicFunction.complex1(0.5) - Mathematics.exponential(exponent)
    #expect(abs(complex1) < 1e-9)
    #expect(abs(PeriodicFunction.complex2(quarter)) < 1e-12)
    #expect(abs(PeriodicFunction.complex3(quarter) - 1) < 1e-12)
    // sin = 1, cos 2t = −1, cos t = 0.
    #expect(abs(PeriodicFunction.complex4(quarter) - 1) < 1e-12)
    // saw(nπ/2) = n/2 − ⌊n/2 + ½⌋ for n from 1 to 5: −½, 0, −½, 0, −½; over n: −½ − 1/6 − 1/10.
    let complex5: Double = -0.5 - 1.0 / 6 - 0.1
    #expect(abs(PeriodicFunction.complex5(quarter) - complex5) < 1e-9)
    // e / (1 + cos² π) = e / 2.
    #expect(abs(PeriodicFunction.complex6(quarter) - 1.3591409142) < 1e-9)
  }
}

struct ScalarNetworkTests {
  private func network(_ kind: ScalarNetwork.Kind, width: Int = 8) throws -> ScalarNetwork {
    var generator = SeededGenerator(seed: 2)
    return try ScalarNetwork(kind, width: width, reach: 2, using: &generator)
  }

  /// `(1 + 1) w`, two layers and the last map; FAN layers have three quarters of a layer.
  @Test func parametersAreCounted() throws {
    let w = 128
    let ends: Int = 2 * w + w + 1
    let (dense, fan): (Int, Int) = (ends + 2 * w * 129, ends + 2 * 96 * 129)
    #expect(try network(.mlp, width: w).parameterCount == dense)
    #expect(try network(.fan, width: w).parameterCount == fan)
    #expect(try network(.gatedFAN, width: w).parameterCount == network(.fan, width: w).parameterCount + 2)
    #expect(try network(.siren, width: w).parameterCount == network(.mlp, width: w).parameterCount)
  }

  @Test func snakeIsItsFormula() {
    let x = Tensor(shape: [3], values: [0, 0.5, -2])
    let expected = x.values.map { value -> Float in
      let s = Float(Mathematics.sine(Double(value)))
      return value + s * s
    }
    #expect(zip(ScalarNetwork.snake(x).values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(arguments: ScalarNetwork.Kind.allCases)
  func gradientsAreThoseOfDifferences(_ kind: ScalarNetwork.Kind) throws {
    let network = try network(kind)
    let x = Tensor(shape: [5, 1], values: [-1.5, -0.4, 0.1, 0.9, 1.7])
    // SIREN's frequency is 30: steps must be short, and single precision then tells no more than this.
    expectGradient(at: network, every: 7, step: 1e-3, within: { _, largest in 1e-2 * largest + 1e-3 }) {
      var pass = ForwardPass.inference
      let y = $0.output(x, in: &pass)
      return sum(y * y)
    }
  }
}

struct PeriodicStudyTests {
  /// Figures that say FAN is ahead for one of two functions.
  @Test func theVerdictFollowsTheFigures() throws {
    var study = PeriodicStudy()
    (study.functions, study.seedCount) = ("sin,mod", 1)
    let records = study.cases.map { one -> StudyRecord in
      var record = StudyRecord(one)
      let isAhead = one.model == "fan" && one.task == "sin"
      record.figures = [.init("inside_mse", 0.01), .init("outside_mse", isAhead ? 0.1 : 0.5)]
      return record
    }
    let report = study.report(records)
    #expect(report.claims.map(\.verdict) == [.partly, .notReproduced])
    #expect(report.rows.count == 14 && report.claims[0].evidence.contains("ahead for 1 of 2"))
    #expect(study.report([]).claims.map(\.verdict) == [.open, .open])
  }

  @Test func functionsAreChosenByName() throws {
    var study = PeriodicStudy()
    #expect(study.cases.count == 8 * 7 * 3)
    try study.set("functions", to: "mod,complex_6")
    #expect(Set(study.cases.map(\.task)) == ["mod", "complex_6"])
    #expect(throws: ConfigurationError.self) { try study.set("functions", to: "sin,tan") }
  }
}
