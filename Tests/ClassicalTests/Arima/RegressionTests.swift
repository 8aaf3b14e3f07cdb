import Arima
import Classical
import LocalModels
import Testing

/// Regressions with ARIMA errors against generalised least squares with dense matrices.
@Suite struct RegressionTests {
  private static let ahead = 5

  /// Two regressors in the rows and in those to come.
  private static let regressors: [[Double]] = {
    var random = TestRandom(seed: 31)
    return [
      (0..<60 + ahead).map { _ in random.normal() },
      (0..<60 + ahead).map { $0 % 6 == 2 ? 4.0 : 0 },
    ]
  }()

  private static func series(gaps: Set<Int> = []) -> [Double] {
    var random = TestRandom(seed: 998_244_353)
    var error = 0.0
    return (0..<60).map { row in
      error = 0.6 * error + random.normal()
      let value = 20 + 3 * regressors[0][row] - 2 * regressors[1][row] + error
      return gaps.contains(row) ? .nan : value
    }
  }

  private static func rows(_ range: Range<Int>) -> [[Double]] { regressors.map { Array($0[range]) } }

  private static let gaps: [Set<Int>] = [[], [3, 11, 12, 40], Set((8..<56).filter { $0 % 3 == 0 })]

  private static let orders: [ArimaOrder] = [
    ArimaOrder(1, 0, 0, hasConstant: true), ArimaOrder(1, 0, 1, hasConstant: true),
    ArimaOrder(0, 1, 1, hasConstant: true),
    ArimaOrder(0, 1, 1, seasonal: (1, 0, 0), period: 6), ArimaOrder(0, 0, 1, seasonal: (0, 1, 1), period: 4),
  ]

  /// Means are those of the best linear unbiased predictor: the contrasts of the dense design do not depend on the coefficients.
  @Test(arguments: orders, gaps)
  func forecastsAreTheBestLinearUnbiasedPredictor(order: ArimaOrder, gaps: Set<Int>) throws {
    let y = Self.series(gaps: gaps)
    let fitted = try #require(
      try ArimaModel(order).fit(
        LocalSeries(values: y, season: order.period, regressors: Self.rows(0..<60))) as? FittedArima)
    let ramp = (0..<60 + Self.ahead).map { order.differencedRows == 0 ? 1 : Double($0 + 1) }
    let dense = BruteForceGaps(
      y, order, factors: fitted.coefficients, ahead: Self.ahead,
      explaining: Self.regressors + (order.hasConstant ? [ramp] : []))
    let known = Self.rows(60..<60 + Self.ahead)
    let means = fitted.means(horizon: Self.ahead, regressors: known)
    for k in 0..<Self.ahead {
      #expect(abs(means[k] - dense.conditional(60 + k).mean) < 1e-6)
    }
    #expect(fitted.forecast(horizon: Self.ahead, levels: [], regressors: known).mean == means)
  }

  /// The likelihood is the dense density of the residuals, and no other coefficients make it larger.
  @Test(arguments: orders, gaps)
  func theCoefficientsMaximiseTheDenseDensity(order: ArimaOrder, gaps: Set<Int>) throws {
    let y = Self.series(gaps: gaps)
    let fitted = try ArimaModel(order).fit(
      LocalSeries(values: y, season: order.period), regressors: Self.rows(0..<60))
    func density(_ coefficients: [Double], _ constant: Double) -> Double {
      let residuals = y.indices.map { row in
        let slope = order.differencedRows == 0 ? 1 : Double(row + 1)
        return zip(coefficients, Self.regressors).reduce(y[row] - constant * slope) { $0 - $1.0 * $1.1[row] }
      }
      return BruteForceGaps(residuals, order, factors: fitted.coefficients, ahead: 0).logLikelihood
    }
    let constant = fitted.constant ?? 0
    let best = density(fitted.regressorCoefficients, constant)
    #expect(abs(try #require(fitted.logLikelihood) - best) < 1e-6)
    for index in 0..<2 {
      for step in [-0.05, 0.05] {
        var shifted = fitted.regressorCoefficients
        shifted[index] += step
        #expect(density(shifted, constant) < best)
      }
    }
    if fitted.constant != nil { #expect(density(fitted.regressorCoefficients, constant + 0.1) < best) }
  }

  @Test func theSearchFindsTheRegression() throws {
    let fitted = try AutoArimaModel().fit(
      LocalSeries(values: Self.series(), regressors: Self.rows(0..<60)))
    let arima = try #require(fitted as? FittedArima)
    #expect(abs(arima.regressorCoefficients[0] - 3) < 0.3)
    #expect(abs(arima.regressorCoefficients[1] + 2) < 0.2)
    let known = Self.rows(60..<60 + Self.ahead)
    let still = fitted.means(horizon: Self.ahead, regressors: known.map { $0.map { _ in 0 } })
    let means = fitted.means(horizon: Self.ahead, regressors: known)
    for k in 0..<Self.ahead {
      let effect = zip(arima.regressorCoefficients, known).reduce(0) { $0 + $1.0 * $1.1[k] }
      #expect(abs(means[k] - still[k] - effect) < 1e-9)
    }
  }

  /// Rows that a constant and the regressors explain but for rounding are continued by both.
  @Test(arguments: [(5.0, 2.0), (1e6, -2e3)]) func exactRowsKeepTheirConstant(level: Double, slope: Double)
    throws
  {
    let column = Self.regressors[0]
    let y = column[..<60].map { level + slope * $0 }
    for model: any LocalModel in [AutoArimaModel(), DynamicRegression()] {
      let fitted = try model.fit(LocalSeries(values: y, regressors: [Array(column[..<60])]))
      let forecast = fitted.forecast(horizon: Self.ahead, levels: [0.95], regressors: [Array(column[60...])])
      let upper = try #require(forecast.bounds(level: 0.95)).upper
      for k in 0..<Self.ahead {
        #expect(abs(forecast.mean[k] - level - slope * column[60 + k]) < 1e-9 * level)
        #expect(abs(upper[k] - forecast.mean[k]) < 1e-9 * level)
      }
    }
  }

  /// Any 58 columns explain sixty rows; what they say of the next ones is chance.
  @Test func asManyRegressorsAsRowsAreRefused() {
    var random = TestRandom(seed: 5)
    let columns = (0..<70).map { _ in (0..<60).map { _ in random.normal() } }
    #expect(
      throws: LocalFitError.tooFewRows(model: "auto-arima with 70 regressors", needed: 74, has: 60)
    ) {
      try AutoArimaModel().fit(LocalSeries(values: Self.series(), regressors: columns))
    }
  }

  @Test func updatingKnowsTheRegressors() throws {
    let (y, all) = (Self.series(), Self.rows(0..<60))
    let order = ArimaOrder(1, 1, 0, hasConstant: true)
    var fitted = try ArimaModel(order).fit(
      LocalSeries(values: Array(y[..<50])), regressors: Self.rows(0..<50))
    for row in 50..<60 {
      fitted.update(with: row == 54 ? .nan : y[row], regressors: all.map { $0[row] })
    }
    // The same by dense algebra at the same coefficients, of what the regression leaves.
    var rest = y.indices.map { row in
      y[row] - (fitted.constant ?? 0) * Double(row + 1)
        - zip(fitted.regressorCoefficients, all).reduce(0) { $0 + $1.0 * $1.1[row] }
    }
    rest[54] = .nan
    let dense = BruteForceGaps(rest, order, factors: fitted.coefficients, ahead: Self.ahead)
    let known = Self.rows(60..<60 + Self.ahead)
    let means = fitted.means(horizon: Self.ahead, regressors: known)
    for k in 0..<Self.ahead {
      let explained =
        (fitted.constant ?? 0) * Double(61 + k)
        + zip(fitted.regressorCoefficients, known).reduce(0) { $0 + $1.0 * $1.1[k] }
      #expect(abs(means[k] - explained - dense.conditional(60 + k).mean) < 1e-8)
    }
  }

  /// Columns that the rows tell nothing about have no effect, and the others the one they have alone.
  @Test(arguments: [0, 1, 2]) func columnsThatCannotBeToldApartHaveNoEffect(kind: Int) throws {
    let gaps = Set((8..<56).filter { $0 % 7 == 0 })
    let y = Self.series(gaps: gaps)
    let idle: [Double] =
      switch kind {
      case 0: y.map { _ in 7 }
      case 1: y.indices.map { 2 * Self.regressors[0][$0] + 1 }
      default: y.indices.map { gaps.contains($0) ? 1.0 : 0 }
      }
    let columns = Self.rows(0..<60)
    for model: any LocalModel in [ArimaModel(ArimaOrder(0, 1, 1)), AutoArimaModel()] {
      let alone = try model.fit(LocalSeries(values: y, regressors: columns))
      let beside = try model.fit(LocalSeries(values: y, regressors: columns + [idle]))
      #expect(beside.notes.contains(.idleRegressor(2)))
      let summary = beside.summary(regressors: ["x", "y", "z"])
      #expect(summary.contains { $0.hasPrefix("note: 'z' has no effect") })
      #expect(beside.state.notes.map { FitNote($0.description) } == beside.notes)
      #expect(beside.parameters[named: "regressor3"] == 0)
      #expect(beside.parameters[named: "regressor1"] == alone.parameters[named: "regressor1"])
    }
  }

  /// sin(2πt/6) beside differences over a season of 6: what they leave is the rounding of the sine's argument, here as after a thousand rows.
  @Test func aWaveOfTheSeasonHasNoEffectBesideSeasonalDifferences() throws {
    var random = TestRandom(seed: 6)
    let wave = (0..<60).map { [0.5, 1, 0.5, -0.5, -1, -0.5][$0 % 6] + 1e-13 * random.normal() }
    let airline = ArimaModel(ArimaOrder(0, 1, 1, seasonal: (0, 1, 1), period: 6))
    let columns = [Self.rows(0..<60)[0]]
    let alone = try airline.fit(LocalSeries(values: Self.series(), season: 6, regressors: columns))
    let beside = try airline.fit(
      LocalSeries(values: Self.series(), season: 6, regressors: columns + [wave]))
    #expect(beside.notes == [.idleRegressor(1)])
    #expect(beside.parameters[named: "regressor2"] == 0)
    #expect(beside.parameters[named: "aicc"] == alone.parameters[named: "aicc"])
  }

  @Test func transformsAndDecompositionsHandRegressorsOn() throws {
    let y = Self.series().map { $0 + 30 }
    let (rows, known) = (Self.rows(0..<60), Self.rows(60..<62))
    for model: any LocalModel in [
      BoxCoxModel(AutoArimaModel(), power: .fixed(0.5)), SeasonalTrendModel(.arima, periods: [6]),
    ] {
      #expect(model.takesRegressors)
      var fitted = try model.fit(LocalSeries(values: y, season: 6, regressors: rows))
      let higher = known.map { $0.map { $0 + 1 } }
      #expect(fitted.means(horizon: 2, regressors: higher) != fitted.means(horizon: 2, regressors: known))
      #expect(
        fitted.forecast(horizon: 2, levels: [], regressors: known).mean
          == fitted.means(horizon: 2, regressors: known))
      var restored = try LocalModelCatalog.restored(from: fitted.state)
      fitted.update(with: 50, regressors: [1, 0])
      restored.update(with: 50, regressors: [1, 0])
      #expect(restored.means(horizon: 2, regressors: known) == fitted.means(horizon: 2, regressors: known))
    }
  }
}
