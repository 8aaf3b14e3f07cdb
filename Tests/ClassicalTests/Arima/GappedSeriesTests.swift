import Arima
import Classical
import LocalModels
import Testing

/// Series with many missing rows, against dense covariance matrices from which those rows are left out.
@Suite struct GappedSeriesTests {
  private static let ahead = 6

  private static let orders: [ArimaOrder] = [
    ArimaOrder(0, 0, 0), ArimaOrder(2, 0, 1), ArimaOrder(0, 0, 3), ArimaOrder(4, 0, 0),
    ArimaOrder(1, 0, 1, seasonal: (1, 0, 1), period: 4), ArimaOrder(1, 1, 1), ArimaOrder(0, 2, 2),
    ArimaOrder(0, 1, 1, seasonal: (0, 1, 1), period: 4),
    ArimaOrder(1, 0, 2, seasonal: (1, 1, 0), period: 3),
  ]

  private static func factors(_ order: ArimaOrder) -> [Double] {
    var random = TestRandom(seed: 21)
    var polynomials = ArmaPolynomials(order: order)
    polynomials.setUnbounded((0..<order.armaCount).map { _ in 0.7 * random.normal() })
    return polynomials.factors
  }

  /// 60 rows, two fifths of those after the eighth missing, and of the first ones those that are asked for.
  private static func series(firstGaps: [Int] = [], lastGap: Bool = false) -> [Double] {
    var random = TestRandom(seed: 22)
    var level = 0.0
    return (0..<60).map { row in
      level = 0.6 * level + random.normal()
      let isHidden = random.normal() > 0.25
      let isMissing = row < 8 ? firstGaps.contains(row) : row == 59 ? lastGap : isHidden
      return isMissing ? .nan : level
    }
  }

  @Test(arguments: orders, [[], [1, 2, 6]])
  func theLikelihoodIsThatOfThePresentRows(order: ArimaOrder, firstGaps: [Int]) throws {
    let y = Self.series(firstGaps: firstGaps)
    let factors = Self.factors(order)
    let design = ArimaDesign(values: y, differencing: Differencing(order), scale: 1)
    #expect(design.isGapped)
    let estimate = try #require(
      ArimaEstimator(design: design).evaluate(order, factors: factors, constant: nil))
    let dense = BruteForceGaps(y, order, factors: factors, ahead: 0)
    #expect(abs(estimate.logLikelihood - dense.logLikelihood) < 1e-7)
    #expect(abs(estimate.squares / dense.squares - 1) < 1e-8)
    #expect(estimate.observedCount == y.count { !$0.isNaN } - order.differencedRows)
  }

  @Test(arguments: orders, [false, true])
  func forecastsAreConditionalMoments(order: ArimaOrder, lastGap: Bool) throws {
    let y = Self.series(firstGaps: [1, 2, 6], lastGap: lastGap)
    let factors = Self.factors(order)
    let fitted = try ArimaModel(order).evaluate(
      LocalSeries(values: y, season: order.period), coefficients: factors)
    let dense = BruteForceGaps(y, order, factors: factors, ahead: Self.ahead)
    try expect(fitted, dense, from: y.count)
  }

  private func expect(_ fitted: FittedArima, _ dense: BruteForceGaps, from first: Int) throws {
    let forecast = fitted.forecast(horizon: Self.ahead, levels: [])
    let variance = try #require(forecast.variance)
    for k in 0..<Self.ahead {
      let expected = dense.conditional(first + k)
      let size = max(1, expected.variance)
      #expect(abs(forecast.mean[k] - expected.mean) < 1e-7 * size)
      #expect(abs(variance[k] / fitted.innovationVariance - expected.variance) < 1e-7 * size)
    }
  }

  /// Rows that come later are filtered as the likelihood would, gaps among them.
  @Test(arguments: orders) func laterGapsAreFilteredExactly(order: ArimaOrder) throws {
    let y = Self.series()
    let factors = Self.factors(order)
    var fitted = try ArimaModel(order).evaluate(
      LocalSeries(values: Array(y[..<20]), season: order.period), coefficients: factors)
    for row in 20..<60 { fitted.update(with: y[row]) }
    try expect(fitted, BruteForceGaps(y, order, factors: factors, ahead: Self.ahead), from: 60)
    // A state that is stored among gaps goes on in the same way.
    var halfway = try ArimaModel(order).evaluate(
      LocalSeries(values: Array(y[..<20]), season: order.period), coefficients: factors)
    for row in 20..<41 { halfway.update(with: y[row]) }
    var restored = try FittedArima(restoring: halfway.state)
    for row in 41..<60 { restored.update(with: y[row]) }
    #expect(restored.forecast(horizon: 4, levels: [0.9]) == fitted.forecast(horizon: 4, levels: [0.9]))
  }

  /// The filter that skips missing rows and the columns that stand for them give the same function.
  @Test(arguments: orders) func bothWaysOfLeavingRowsOutAgree(order: ArimaOrder) throws {
    var constant = order
    constant.hasConstant = order.admitsConstant
    var y = Self.series(firstGaps: [])
    var kept = 0
    for row in y.indices where y[row].isNaN {
      kept += 1
      if kept > 12 { y[row] = Double(row % 5) }
    }
    y[2] = .nan
    y[y.lastIndex { $0.isNaN } ?? 0] = 1
    let trend = y.indices.map { Double(($0 * 7) % 11) }
    let design = ArimaDesign(
      values: y, regressors: [trend], differencing: Differencing(order), scale: 3)
    #expect(!design.isGapped)
    var columns = ArimaLikelihood(order: constant, design: design)
    var skipping = GappedLikelihood(order: constant, design: design)
    let factors = Self.factors(order)
    let (one, other) = (columns.value(factors: factors), skipping.value(factors: factors))
    #expect(abs(one - other) < 1e-9 * max(1, abs(one)))
    let (left, right) = (columns.estimate(hasConverged: true), skipping.estimate(hasConverged: true))
    #expect(abs(left.logLikelihood - right.logLikelihood) < 1e-8)
    #expect(abs(left.regressorCoefficients[0] - right.regressorCoefficients[0]) < 1e-8)
    #expect(abs((left.constant ?? 0) - (right.constant ?? 0)) < 1e-8)
  }

  @Test func theMaximumIsThatOfTheDenseDensity() throws {
    let order = ArimaOrder(1, 1, 1)
    let y = Self.series()
    let fitted = try ArimaModel(order).fit(LocalSeries(values: y), regressors: [])
    func density(_ factors: [Double]) -> Double {
      BruteForceGaps(y, order, factors: factors, ahead: 0).logLikelihood
    }
    let best = density(fitted.coefficients)
    #expect(abs(try #require(fitted.logLikelihood) - best) < 1e-6)
    for index in 0..<2 {
      for step in [-0.02, 0.02] {
        var shifted = fitted.coefficients
        shifted[index] += step
        guard abs(shifted[index]) < 1 else { continue }
        #expect(density(shifted) < best)
      }
    }
  }

  /// A year of days of which every third is missing is no more work than the filter itself.
  @Test func manyGapsTakeNoLongerThanFew() throws {
    var random = TestRandom(seed: 23)
    var level = 100.0
    let y = (0..<3000).map { row in
      level += random.normal()
      return row % 3 == 1 ? .nan : level + random.normal()
    }
    let fitted = try ArimaModel(ArimaOrder(0, 1, 1)).fit(LocalSeries(values: y), regressors: [])
    // A random walk seen with noise of the same variance: θ = (−3 + √5)/2, σ² = −1/θ.
    let theta = (-3 + 5.0.squareRoot()) / 2
    #expect(abs(fitted.coefficients[0] - theta) < 0.06)
    #expect(abs(fitted.innovationVariance + 1 / theta) < 0.3)
  }
}
