import Arima
import LocalModels
import Testing

/// Intervals that count that coefficients are estimated, against generalised least squares with dense matrices.
@Suite struct EstimatedCoefficientTests {
  private static let (count, ahead) = (60, 5)

  /// A campaign in three rows and in one to come, and a number.
  private static let regressors: [[Double]] = {
    var random = TestRandom(seed: 12)
    return [
      (0..<count + ahead + 10).map { [9, 24, 41, 62].contains($0) ? 1.0 : 0 },
      (0..<count + ahead + 10).map { _ in 1000 * random.normal() },
    ]
  }()

  private static func rows(_ range: Range<Int>, of count: Int = 2) -> [[Double]] {
    regressors.prefix(count).map { Array($0[range]) }
  }

  /// Values whose differences are those that a search finds: none, first ones, seasonal ones.
  private static func values(_ kind: Int, gaps: Set<Int> = []) -> [Double] {
    var random = TestRandom(seed: 11)
    var (error, level) = (0.0, 0.0)
    return (0..<count).map { row in
      let shock = random.normal()
      error = 0.6 * error + shock
      level += 0.5 + 0.3 * shock
      let noise = [error, level + 0.5 * shock, 20 * Double(row % 4) + 0.1 * level + error][kind]
      return gaps.contains(row) ? .nan : 50 + 4 * regressors[0][row] + 0.002 * regressors[1][row] + noise
    }
  }

  private static func fit(_ values: [Double], season: Int, columns: Int = 2) throws -> FittedArima {
    var search = StepwiseArima()
    search.countsCoefficients = true
    let series = LocalSeries(values: values, season: season, regressors: rows(0..<count, of: columns))
    return try #require(try search.fit(series) as? FittedArima)
  }

  private static let gaps: [Set<Int>] = [[], [1, 11, 12, 40], Set((8..<56).filter { $0 % 3 == 1 })]

  @Test(arguments: [0, 1, 2], gaps)
  func variancesAreThoseOfTheBestLinearUnbiasedPredictor(kind: Int, gaps: Set<Int>) throws {
    let values = Self.values(kind, gaps: gaps)
    let fitted = try Self.fit(values, season: kind == 2 ? 4 : 1)
    let order = fitted.order
    #expect(order.differencedRows == [0, 1, 4][kind], "\(order.name)")
    let ramp = (0..<Self.count + Self.ahead).map { order.differencedRows == 0 ? 1 : Double($0 + 1) }
    func dense(_ explaining: [[Double]]) -> BruteForceGaps {
      BruteForceGaps(
        values, order, factors: fitted.coefficients, ahead: Self.ahead, explaining: explaining)
    }
    let full = dense(Self.rows(0..<Self.count + Self.ahead) + (order.hasConstant ? [ramp] : []))
    let known = dense([])
    let n = Double(Self.count - gaps.count - order.differencedRows)
    let found = fitted.forecast(
      horizon: Self.ahead, levels: [0.9], regressors: Self.rows(Self.count..<Self.count + Self.ahead))
    let effects = Double(2 + (order.hasConstant ? 1 : 0))
    let t = StudentDistribution.quantile(0.95, degrees: n - effects - Double(order.armaCount))
    for step in 0..<Self.ahead {
      let law = known.conditional(Self.count + step).variance
      let effect = full.conditional(Self.count + step).variance - law
      let expected = (law * (1 + Double(order.armaCount) / n) + effect) * fitted.innovationVariance
      let variance = try #require(found.variance?[step])
      #expect(abs(variance / expected - 1) < 1e-5, "\(order.name), step \(step): \(variance) \(expected)")
      #expect(abs((found.upper[0][step] - found.mean[step]) / variance.squareRoot() / t - 1) < 1e-9)
      // A third of an innovation's variance and more for what three rows have told.
      if step == 2, kind == 0, gaps.isEmpty { #expect(effect > 0.2) }
    }
  }

  /// Coefficients stay as the rows of the fit told them; what the filter expects of a regressor goes on.
  @Test func laterOriginsKeepTheirCovariance() throws {
    var fitted = try Self.fit(Self.values(0), season: 1, columns: 1)
    /// What a campaign in the third row ahead adds.
    func added() throws -> Double {
      let variances = try [1.0, 0].map { campaign in
        let forecast = fitted.forecast(horizon: 3, levels: [], regressors: [[0, 0, campaign]])
        return try #require(forecast.variance)[2]
      }
      return (variances[0] - variances[1]) / fitted.innovationVariance
    }
    let before = try added()
    #expect(before > 0.2)
    var restored = try FittedArima(restoring: fitted.state)
    #expect(restored.state == fitted.state)
    for row in 0..<10 {
      let value = row == 4 ? .nan : fitted.means(horizon: 1)[0] + 1
      fitted.update(with: value, regressors: [Self.regressors[0][Self.count + row]])
      restored.update(with: value, regressors: [Self.regressors[0][Self.count + row]])
    }
    #expect(restored.state == fitted.state)
    let after = try added()
    #expect(abs(after / before - 1) < 0.15, "\(before) \(after)")
  }

  /// A column that is idle has no effect that could be uncertain.
  @Test func idleColumnsAddNothing() throws {
    let values = Self.values(0)
    var search = StepwiseArima()
    search.countsCoefficients = true
    let zeros = [Double](repeating: 0, count: Self.count)
    func variance(_ columns: [[Double]], _ ahead: [[Double]]) throws -> [Double] {
      var fitted = try search.fit(LocalSeries(values: values, regressors: columns))
      fitted.update(with: 50, regressors: ahead.map { $0[0] })
      return try #require(fitted.forecast(horizon: 2, levels: [], regressors: ahead).variance)
    }
    let campaign = Array(Self.regressors[0][..<Self.count])
    let alone = try variance([campaign], [[0, 1]])
    #expect(try variance([zeros, campaign, campaign], [[7, 7], [0, 1], [9, 9]]) == alone)
  }
}
