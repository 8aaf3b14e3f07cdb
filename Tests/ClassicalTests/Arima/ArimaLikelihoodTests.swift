import Arima
import LocalModels
import Testing

/// Orders of many shapes with stationary, invertible coefficients.
private let shapes: [ArimaOrder] = [
  ArimaOrder(0, 0, 0), ArimaOrder(1, 0, 0), ArimaOrder(0, 0, 1), ArimaOrder(2, 0, 1),
  ArimaOrder(1, 0, 3), ArimaOrder(4, 0, 2), ArimaOrder(5, 0, 0),
  ArimaOrder(1, 0, 1, seasonal: (1, 0, 1), period: 4),
  ArimaOrder(0, 0, 1, seasonal: (0, 0, 2), period: 4),
  ArimaOrder(2, 0, 0, seasonal: (2, 0, 0), period: 3),
  ArimaOrder(3, 0, 2, seasonal: (1, 0, 2), period: 5),
  ArimaOrder(3, 0, 3, seasonal: (1, 0, 1), period: 2),
]

@Suite struct ArimaLikelihoodTests {
  private func unbounded(_ order: ArimaOrder, seed: UInt64) -> [Double] {
    var random = TestRandom(seed: seed)
    return (0..<order.armaCount).map { _ in 0.7 * random.normal() }
  }

  private func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = TestRandom(seed: seed)
    var level = 0.0
    return (0..<count).map { _ in
      level = 0.6 * level + random.normal()
      return level + 3
    }
  }

  /// The estimate at random coefficients, and the process that has them.
  private func evaluated(
    _ order: ArimaOrder, on y: [Double], seed: UInt64
  ) throws -> (estimate: ArimaEstimate, process: BruteForceProcess) {
    let design = ArimaDesign(values: y, differencing: Differencing(order), scale: 1)
    var polynomials = ArmaPolynomials(order: order)
    polynomials.setUnbounded(unbounded(order, seed: seed))
    let estimate = try #require(
      ArimaEstimator(design: design).evaluate(order, factors: polynomials.factors, constant: nil))
    return (estimate, BruteForceProcess(order, factors: polynomials.factors, lags: 30))
  }

  @Test(arguments: shapes) func theLikelihoodIsTheNormalDensity(order: ArimaOrder) throws {
    let y = values(30, seed: 1)
    let (estimate, process) = try evaluated(order, on: y, seed: 2)
    let (expected, squares) = BruteForceProcess.logLikelihood(y, process.covariance(30))
    #expect(abs(estimate.logLikelihood - expected) < 1e-8)
    #expect(abs(estimate.squares / squares - 1) < 1e-9)
  }

  @Test(arguments: shapes) func missingRowsAreIntegratedOut(order: ArimaOrder) throws {
    var y = values(30, seed: 3)
    let gaps = [0, 4, 5, 17, 28]
    for row in gaps { y[row] = .nan }
    let present = y.indices.filter { !gaps.contains($0) }
    let (estimate, process) = try evaluated(order, on: y, seed: 4)
    let full = process.covariance(30)
    let (expected, squares) = BruteForceProcess.logLikelihood(
      present.map { y[$0] }, present.map { i in present.map { full[i][$0] } })
    #expect(abs(estimate.logLikelihood - expected) < 1e-8)
    #expect(abs(estimate.squares / squares - 1) < 1e-9)
    #expect(estimate.observedCount == present.count)
  }

  @Test func missingRowsOfADifferencedSeriesLeaveTheSumsOfDifferences() throws {
    let order = ArimaOrder(1, 1, 1)
    var y = values(25, seed: 5)
    let gaps = [0, 7, 8, 20]
    for row in gaps { y[row] = .nan }
    let present = y.indices.filter { !gaps.contains($0) }
    let factors = [0.5, 0.3]
    let design = ArimaDesign(values: y, differencing: Differencing(order), scale: 1)
    let estimate = try #require(
      ArimaEstimator(design: design).evaluate(order, factors: factors, constant: nil))
    // Differences between neighbouring present rows are sums of differences between rows.
    let process = BruteForceProcess(order, factors: factors, lags: 25)
    let spans = zip(present, present.dropFirst()).map { ($0 + 1)...$1 }
    let matrix = spans.map { a in
      spans.map { b in
        a.reduce(0.0) { sum, i in b.reduce(sum) { $0 + process.autocovariances[abs(i - $1)] } }
      }
    }
    let steps = zip(present, present.dropFirst()).map { y[$1] - y[$0] }
    let (expected, _) = BruteForceProcess.logLikelihood(steps, matrix)
    #expect(abs(estimate.logLikelihood - expected) < 1e-8)
  }

  @Test(arguments: shapes, [false, true])
  func theGradientIsTheLimitOfDifferences(order: ArimaOrder, hasGaps: Bool) {
    var constant = order
    constant.hasConstant = true
    var y = values(40, seed: 6)
    if hasGaps { for row in [0, 9, 10, 33] { y[row] = .nan } }
    let design = ArimaDesign(values: y, differencing: Differencing(order), scale: 1)
    var likelihood = ArimaLikelihood(order: constant, design: design)
    let x = unbounded(order, seed: 7)
    for isConditional in hasGaps ? [false] : [false, true] {
      likelihood.isConditional = isConditional
      var gradient = [Double](repeating: 0, count: x.count)
      var scratch = gradient
      _ = likelihood.value(at: x, gradient: &gradient)
      for index in x.indices {
        var above = x
        var below = x
        above[index] += 1e-5
        below[index] -= 1e-5
        let slope =
          (likelihood.value(at: above, gradient: &scratch)
            - likelihood.value(at: below, gradient: &scratch)) / 2e-5
        #expect(abs(gradient[index] - slope) < 1e-7 * max(1, abs(slope)))
      }
    }
  }

  @Test func aRegressionWithArmaErrorsRecoversItsCoefficients() throws {
    var random = TestRandom(seed: 8)
    let promotion = (0..<120).map { _ in random.normal() }
    let price = (0..<120).map { _ in random.normal() }
    var error = 0.0
    let y = (0..<120).map { row in
      error = 0.7 * error + 0.1 * random.normal()
      return 20 + 3 * promotion[row] - 2 * price[row] + error
    }
    let model = ArimaModel(ArimaOrder(1, 0, 0, hasConstant: true))
    let fitted = try model.fit(LocalSeries(values: y), regressors: [promotion, price])
    #expect(abs(fitted.regressorCoefficients[0] - 3) < 0.05)
    #expect(abs(fitted.regressorCoefficients[1] + 2) < 0.05)
    #expect(abs(fitted.coefficients[0] - 0.7) < 0.2)
    let plain = fitted.forecast(horizon: 1, levels: [], regressors: [[0], [0]]).mean[0]
    let promoted = fitted.forecast(horizon: 1, levels: [], regressors: [[1], [0]]).mean[0]
    #expect(abs(promoted - plain - fitted.regressorCoefficients[0]) < 1e-9)
  }

  @Test func aRegressorThatDifferencingRemovesIsRefused() {
    let y = values(40, seed: 9)
    let ones = [Double](repeating: 1, count: 40)
    #expect(throws: LocalFitError.dependentRegressors(model: "ARIMA(0,1,1)")) {
      try ArimaModel(ArimaOrder(0, 1, 1)).fit(LocalSeries(values: y), regressors: [ones])
    }
  }
}
