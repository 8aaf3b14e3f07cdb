import Arima
import Classical
import LocalModels
import Testing

@Suite struct ArimaForecastTests {
  private let horizon = 6

  private func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = TestRandom(seed: seed)
    var level = 0.0
    return (0..<count).map { _ in
      level = 0.6 * level + random.normal()
      return level
    }
  }

  /// Mean and variance (in units of the innovation variance) of the rows after the last, given the present rows, by dense algebra.
  private func conditional(
    _ y: [Double], _ covariance: [[Double]]
  ) -> (mean: [Double], variance: [Double]) {
    let present = y.indices.filter { !y[$0].isNaN }
    let factor = BruteForceProcess.cholesky(present.map { i in present.map { covariance[i][$0] } })
    let whitened = BruteForceProcess.solve(factor, present.map { y[$0] })
    var mean: [Double] = []
    var variance: [Double] = []
    for row in y.count..<y.count + horizon {
      let cross = BruteForceProcess.solve(factor, present.map { covariance[row][$0] })
      mean.append(zip(cross, whitened).reduce(0) { $0 + $1.0 * $1.1 })
      variance.append(covariance[row][row] - cross.reduce(0) { $0 + $1 * $1 })
    }
    return (mean, variance)
  }

  @Test(
    arguments: [
      ArimaOrder(2, 0, 1), ArimaOrder(0, 0, 3), ArimaOrder(3, 0, 0),
      ArimaOrder(1, 0, 1, seasonal: (1, 0, 1), period: 4),
      ArimaOrder(0, 0, 1, seasonal: (0, 0, 2), period: 4),
    ], [[], [0, 11, 12, 25, 27], [25, 28]])
  func forecastsOfAStationarySeriesAreConditionalMoments(order: ArimaOrder, gaps: [Int]) throws {
    var random = TestRandom(seed: 11)
    var y = values(30, seed: 12)
    for row in gaps { y[row] = .nan }
    var polynomials = ArmaPolynomials(order: order)
    polynomials.setUnbounded((0..<order.armaCount).map { _ in 0.7 * random.normal() })
    let fitted = try ArimaModel(order).evaluate(
      LocalSeries(values: y), coefficients: polynomials.factors)
    let process = BruteForceProcess(order, factors: polynomials.factors, lags: 40)
    let expected = conditional(y, process.covariance(30 + horizon))
    let forecast = fitted.forecast(horizon: horizon, levels: [])
    let variance = try #require(forecast.variance)
    for k in 0..<horizon {
      #expect(abs(forecast.mean[k] - expected.mean[k]) < 1e-9)
      #expect(abs(variance[k] / fitted.innovationVariance - expected.variance[k]) < 1e-8)
    }
  }

  @Test(arguments: [[], [0, 9, 10, 22], [28, 26]])
  func forecastsOfADifferencedSeriesAreConditionalMoments(gaps: [Int]) throws {
    let order = ArimaOrder(1, 1, 1)
    var y = values(30, seed: 13)
    for row in gaps { y[row] = .nan }
    let fitted = try ArimaModel(order).evaluate(LocalSeries(values: y), coefficients: [0.4, -0.7])
    // Measured from the last present row, every value is a sum of differences; the one row is then known to be 0.
    let process = BruteForceProcess(order, factors: [0.4, -0.7], lags: 40)
    let origin = y.lastIndex { !$0.isNaN } ?? 0
    func sum(_ row: Int) -> (Range<Int>, Double) {
      row >= origin ? (origin + 1..<row + 1, 1) : (row + 1..<origin + 1, -1)
    }
    let count = 30 + horizon
    let covariance = (0..<count).map { a in
      (0..<count).map { b in
        let (left, leftSign) = sum(a)
        let (right, rightSign) = sum(b)
        let total = left.reduce(0.0) { part, i in
          right.reduce(part) { $0 + process.autocovariances[abs(i - $1)] }
        }
        return total * leftSign * rightSign
      }
    }
    var relative = y.map { $0 - y[origin] }
    relative[origin] = .nan
    let expected = conditional(relative, covariance)
    let forecast = fitted.forecast(horizon: horizon, levels: [])
    let variance = try #require(forecast.variance)
    for k in 0..<horizon {
      #expect(abs(forecast.mean[k] - y[origin] - expected.mean[k]) < 1e-8)
      #expect(abs(variance[k] / fitted.innovationVariance - expected.variance[k]) < 1e-7)
    }
  }

  @Test(arguments: [
    ArimaOrder(1, 1, 1), ArimaOrder(2, 0, 0, hasConstant: true),
    ArimaOrder(0, 1, 1, seasonal: (0, 1, 1), period: 4),
    ArimaOrder(1, 0, 0, seasonal: (0, 1, 1), period: 4, hasConstant: true),
  ])
  func updatingIsFilteringTheLongerSeries(order: ArimaOrder) throws {
    let y = values(60, seed: 14)
    let start = LocalSeries(values: Array(y[..<50]), season: order.period)
    var fitted = try ArimaModel(order).fit(start, regressors: [])
    let whole = try ArimaModel(order).evaluate(
      LocalSeries(values: y, season: order.period), coefficients: fitted.coefficients,
      constant: fitted.constant)
    for row in 50..<60 { fitted.update(with: y[row]) }
    let updated = fitted.forecast(horizon: 9, levels: [0.9])
    let filtered = whole.forecast(horizon: 9, levels: [0.9])
    for k in 0..<9 {
      #expect(abs(updated.mean[k] - filtered.mean[k]) < 1e-9)
      let ratio = (updated.variance?[k] ?? 0) / (filtered.variance?[k] ?? 1)
      #expect(abs(ratio * whole.innovationVariance / fitted.innovationVariance - 1) < 1e-9)
    }
  }

  @Test func aStoredModelForecastsTheSame() throws {
    var y = values(60, seed: 15)
    y[3] = .nan
    y[57] = .nan
    let order = ArimaOrder(1, 1, 1, seasonal: (1, 0, 0), period: 4, hasConstant: true)
    let fitted = try ArimaModel(order).fit(LocalSeries(values: y, season: 4))
    var restored = try LocalModelCatalog.restored(from: fitted.state)
    var original = fitted
    original.update(with: 1.5)
    restored.update(with: 1.5)
    #expect(
      restored.forecast(horizon: 5, levels: [0.8]) == original.forecast(horizon: 5, levels: [0.8]))
    #expect(restored.parameters == fitted.parameters)
  }

  @Test func aMissingRowCountsAsTheForecastOfIt() throws {
    let y = values(40, seed: 16)
    var fitted = try ArimaModel(ArimaOrder(1, 1, 0)).fit(LocalSeries(values: y))
    let before = fitted.forecast(horizon: 3, levels: []).mean
    fitted.update(with: .nan)
    let after = fitted.forecast(horizon: 2, levels: []).mean
    for k in 0..<2 { #expect(abs(after[k] - before[k + 1]) < 1e-9) }
  }

  @Test func namesAreReadAsTheyAreWritten() throws {
    for name in [
      "ARIMA(0,1,1)", "ARIMA(2,0,1) with mean", "ARIMA(1,0,0)(0,1,1)[12] with drift",
      "ARIMA(3,1,0)(2,0,0)[4]",
    ] {
      #expect(ArimaOrder(name: name)?.name == name)
    }
    for name in ["ARIMA", "ARIMA(1,2)", "ARIMA(1,1,1)(1,0,0)", "ARIMA(-1,0,0)", "ARIMA(0,2,1) with drift"] {
      #expect(ArimaOrder(name: name) == nil)
    }
  }

  @Test func aModelAroundZeroSaysSoOfValuesThatAreNot() throws {
    let values = (0..<40).map { 20 + Double($0 * 7 % 5) }
    func notes(_ order: ArimaOrder, _ values: [Double]) throws -> [String] {
      try ArimaModel(order).fit(LocalSeries(values: values)).notes.map(\.description)
    }
    let said = try notes(ArimaOrder(0, 0, 1), values)
    #expect(said.count == 1 && said[0].contains("ARIMA(0,0,1) lies around zero"), "\(said)")
    #expect(try notes(ArimaOrder(0, 0, 1, hasConstant: true), values).isEmpty)
    #expect(try notes(ArimaOrder(0, 1, 1), values).isEmpty)
    #expect(try notes(ArimaOrder(0, 0, 1), values.map { $0 - 22 }).isEmpty)
  }
}
