import Studies
import Tensors
import Testing
import Training

struct ToyStudyTests {
  private let workers = Workers(threadCount: 2)

  /// Noise of variance 1; predicting nothing misses by the variance of the targets, `lookback + 1`.
  @Test func theNoiseIsTheFloorAndTheTargetsAreAsLargeAsTheirSum() throws {
    let data = ToyData(
      lookback: 32, horizon: 16, channelCount: 4, trainingCount: 500, validationCount: 400, seed: 42)
    let oracle = try #require(data.oracleError())
    let expected: Double = 1 + 32.0 / 1967
    #expect(abs(data.expectedOracleError - expected) < 1e-12)
    // 25,600 squares of standard normal numbers have a mean within 0.03 of 1.
    #expect(abs(oracle - data.expectedOracleError) < 0.03)
    let zero = globalNorm(of: [data.validation.targets])
    let meanSquare: Double = zero * zero / 25_600
    #expect(abs(meanSquare - 33) < 4)
  }

  /// The published sizes: 70,000 rows of 512.
  @Test func theExpectedErrorOfTheArticlesSizesIs1007() {
    let expected: Double = 1 + 512.0 / 69_487
    #expect(abs(expected - 1.007) < 5e-4)
  }

  private var small: ToyStudy {
    var study = ToyStudy()
    (study.lookback, study.horizon, study.channelCount) = (16, 4, 3)
    (study.trainingCount, study.validationCount, study.epochs) = (200, 100, 4)
    (study.seedCount, study.hessianSteps) = (1, 5)
    return study
  }

  @Test func everyModelLeavesItsFigures() throws {
    let report = try StudyRun(small, in: nil, StudyContext(workers: workers)).finished { _ in }
    #expect(report.failures.isEmpty && report.missingCount == 0)
    #expect(
      report.rows.map(\.first?.text) == [
        "oracle", "linear", "transformer", "random transformer", "transformer + SAM", "sigma reparam",
      ])
    // Entropies and eigenvalues are those of attention models.
    let (oracle, transformer) = (report.rows[0].map(\.text), report.rows[2].map(\.text))
    #expect(oracle[5] == "–" && transformer[5] != "–" && transformer[7] != "–")
    #expect(report.claims.count == 4 && report.claims.allSatisfy { $0.verdict != .open })
  }
}
