import Forecasting
import LocalModels
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Series whose law is known: quantile heads find it, and intervals hold what they promise.
@Suite struct KnownLawTests {
  /// A process with the quantiles of what follows.
  enum Process: String, CaseIterable {
    case autoregression, heavyTails, seasonalVariance

    var horizon: Int { self == .heavyTails ? 1 : 4 }

    private static let memory = 0.8
    private static let deviations = [0.4, 1, 2, 1]

    private static func standard(_ generator: inout TestGenerator, _ heavy: Bool) -> Double {
      let probability = Double.random(in: 1e-9..<1 - 1e-9, using: &generator)
      return heavy
        ? StudentDistribution.quantile(probability, degrees: 3) : NormalDistribution.quantile(probability)
    }

    func values(_ count: Int, _ generator: inout TestGenerator) -> [Double] {
      var (values, last) = ([Double](), 0.0)
      for row in 0..<count {
        let shock = Self.standard(&generator, self == .heavyTails)
        last = self == .seasonalVariance ? shock * Self.deviations[row % 4] : Self.memory * last + shock
        values.append(10 + last)
      }
      return values
    }

    /// The quantile of a step, counted from 0, after some rows that end with `last`.
    func quantile(_ probability: Double, step: Int, after last: Double, row: Int) -> Double {
      switch self {
      case .seasonalVariance:
        return 10 + Self.deviations[row % 4] * NormalDistribution.quantile(probability)
      case .heavyTails:
        return 10 + Self.memory * (last - 10) + StudentDistribution.quantile(probability, degrees: 3)
      case .autoregression:
        let square = Self.memory * Self.memory
        let powers = (0...step).reduce((power: 1.0, sum: 0.0)) { known, _ in
          (known.power * square, known.sum + known.power)
        }
        let mean = (0...step).reduce(last - 10) { level, _ in Self.memory * level }
        return 10 + mean + powers.sum.squareRoot() * NormalDistribution.quantile(probability)
      }
    }
  }

  private static let count = 8000
  private static let tenths = (1...9).map { Double($0) / 10 }

  private static func fit(_ process: Process, _ model: String, loss: String?) throws -> (
    result: FitResult, values: [Double]
  ) {
    var generator = TestGenerator(seed: 11)
    let values = process.values(count, &generator)
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2026), count: count)
    let panel = try Panel(source: "law", timestamps: stamps, columns: [(name: "y", values: values)])
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 2))
    request.model = model
    (request.lookback, request.horizon) = (24, process.horizon)
    request.split = try SplitRule("0.6/0.2/0.2")
    if let loss {
      try request.recipe.set("loss", to: loss)
      try request.recipe.set("epochs", to: "12")
      try request.recipe.set("batchSize", to: "64")
      try request.recipe.set("learningRate", to: "0.003")
      try request.recipe.set("schedule", to: "warmup-cosine")
    }
    var fit = Fit(request)
    fit.scoresBaselines = false
    return (try fit.run(), values)
  }

  /// The score of the true law over the test windows, in deviations of the training rows.
  private static func trueScore(_ process: Process, _ values: [Double], _ result: FitResult) -> Double {
    let score = RankedProbabilityScore(tenths)
    var sums = QuantileSums()
    let test = result.model.description.split.rows.test
    // Every second of 1,600 windows is scored.
    for first in stride(from: test.lowerBound, through: test.upperBound - process.horizon, by: 2) {
      for step in 0..<process.horizon {
        let quantiles = tenths.map {
          process.quantile($0, step: step, after: values[first - 1], row: first + step)
        }
        sums.add(truth: values[first + step], quantiles: quantiles, score)
      }
    }
    return sums.value(of: .crps) / result.model.description.columns.scaler.deviations[0]
  }

  private static let tenthLoss = "quantile:0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9"

  private static let learnt: [(Process, String)] = [
    (.autoregression, tenthLoss), (.autoregression, "gaussian"), (.heavyTails, tenthLoss),
    (.heavyTails, "student-t"), (.seasonalVariance, tenthLoss),
  ]

  @Test(arguments: learnt)
  func aLearntLawScoresAsTheTrueOneDoes(_ process: Process, _ loss: String) throws {
    let (result, values) = try Self.fit(process, "dlinear", loss: loss)
    let (own, best) = (try #require(result.testQuantiles).crps, Self.trueScore(process, values, result))
    print("\(process) \(loss): CRPS \(own), of the true law \(best)")
    #expect(own < 1.05 * best, "\(process), \(loss): \(own), \(best)")
  }

  @Test(arguments: Process.allCases) func conformalIntervalsHoldWhatTheyPromise(_ process: Process) throws {
    let result = try Self.fit(process, "linear-closed-form", loss: nil).result
    for score in result.testIntervals where [0.8, 0.95].contains(score.level) {
      // 1,600 test rows, of which the steps of a window have some in common, and as many residuals.
      let error = (score.level * (1 - score.level) / 1600 * Double(process.horizon + 1)).squareRoot()
      print("\(process): \(score.level) held \(score.coverage), ± \(error)")
      #expect((score.coverage - score.level).magnitude < 3 * error, "\(process): \(score)")
    }
    #expect(result.testIntervals.count { [0.8, 0.95].contains($0.level) } == 2)
  }

  /// Residuals of an exact map are scored at the tenths, as learnt quantiles are, so that both come near to the true law.
  @Test func everyKindOfLawIsScoredAtTheSameProbabilities() throws {
    let (residuals, values) = try Self.fit(.autoregression, "linear-closed-form", loss: nil)
    let own = try #require(residuals.testQuantiles)
    let best = Self.trueScore(.autoregression, values, residuals)
    print("residuals: CRPS \(own.crps), of the true law \(best)")
    // At the same probabilities no law is better; at those of its levels this one came out 5 % better than the true one.
    #expect(own.isUsual && (1.0..<1.08).contains(own.crps / best), "\(own), \(best)")
  }

  @Test func quantilesThatDoNotReachSoFarSayTheirProbabilities() throws {
    let loss = "quantile:0.25,0.5,0.75"
    let score = try #require(try Self.fit(.heavyTails, "dlinear", loss: loss).result.testQuantiles)
    #expect(!score.isUsual && score.probabilities == [0.25, 0.5, 0.75])
  }
}
