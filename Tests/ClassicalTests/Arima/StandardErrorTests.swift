import Arima
import LocalModels
import Testing

/// Standard errors against second differences of dense normal densities.
@Suite struct StandardErrorTests {
  private static func series(_ count: Int, gaps: Set<Int>) -> (values: [Double], regressor: [Double]) {
    var random = TestRandom(seed: 41)
    let regressor = (0..<count).map { _ in random.normal() }
    var (error, level) = (0.0, 10.0)
    let values = (0..<count).map { row in
      error = 0.5 * error + random.normal()
      level += 0.05
      let value = level + 2 * regressor[row] + error
      return gaps.contains(row) ? Double.nan : value
    }
    return (values, regressor)
  }

  private static let orders = [
    ArimaOrder(1, 0, 0, hasConstant: true), ArimaOrder(0, 0, 2, hasConstant: true),
    ArimaOrder(0, 1, 2, hasConstant: true),
    ArimaOrder(1, 0, 0, seasonal: (0, 0, 1), period: 4, hasConstant: true),
    ArimaOrder(0, 0, 0, hasConstant: true),
  ]

  private static let gaps: [Set<Int>] = [[], [3, 11, 12, 30], Set((8..<46).filter { $0 % 3 == 0 })]

  @Test(arguments: orders, gaps) func errorsAreThoseOfTheObservedInformation(
    order: ArimaOrder, gaps: Set<Int>
  ) throws {
    let (y, regressor) = Self.series(48, gaps: gaps)
    let fitted = try ArimaModel(order).fit(
      LocalSeries(values: y, season: order.period), regressors: [regressor])
    let errors = try #require(fitted.standardErrors)
    let centre = fitted.coefficients + [fitted.constant].compactMap { $0 } + fitted.regressorCoefficients
    #expect(errors.count == centre.count)
    let count = order.armaCount
    // The density of all coefficients at once; σ² is at its best value.
    func density(_ point: [Double]) -> Double {
      let constant = order.hasConstant ? point[count] : 0
      let residuals = y.indices.map { row in
        y[row] - constant * (order.differencedRows == 0 ? 1 : Double(row + 1))
          - (point.last ?? 0) * regressor[row]
      }
      return BruteForceGaps(residuals, order, factors: Array(point[..<count]), ahead: 0).logLikelihood
    }
    let step = 2e-3
    var information = centre.map { _ in centre.map { _ in 0.0 } }
    for i in centre.indices {
      for j in centre.indices {
        func value(_ a: Double, _ b: Double) -> Double {
          var point = centre
          point[i] += a * step
          point[j] += b * step
          return density(point)
        }
        let mixed = value(1, 1) - value(1, -1) - value(-1, 1) + value(-1, -1)
        information[i][j] = -mixed / (4 * step * step)
      }
    }
    // The inverse, column by column.
    let factor = BruteForceProcess.cholesky(information)
    for index in centre.indices {
      let unit = centre.indices.map { $0 == index ? 1.0 : 0 }
      let half = BruteForceProcess.solve(factor, unit)
      let expected = half.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(errors[index] / expected - 1) < 2e-3, "\(order.name) \(index)")
    }
  }

  /// For a first-order autoregression seen for long, √((1 − φ²)/n).
  @Test func errorsOfALongSeriesAreTheAsymptoticOnes() throws {
    var random = TestRandom(seed: 42)
    var level = 0.0
    let y = (0..<4000).map { _ in
      level = 0.6 * level + random.normal()
      return level
    }
    let fitted = try ArimaModel(ArimaOrder(1, 0, 0)).fit(LocalSeries(values: y), regressors: [])
    let phi = fitted.coefficients[0]
    let error = try #require(fitted.standardErrors)[0]
    #expect(abs(error / ((1 - phi * phi) / 4000).squareRoot() - 1) < 0.02)
  }

  @Test func theSummaryHasThemBelowTheCoefficients() throws {
    let (y, regressor) = Self.series(48, gaps: [])
    let fitted = try ArimaModel(ArimaOrder(1, 0, 0, hasConstant: true)).fit(
      LocalSeries(values: y), regressors: [regressor])
    let place = try #require(fitted.summary.firstIndex { $0.hasPrefix("s.e.") })
    #expect(fitted.summary[place - 2].split(separator: " ") == ["ar1", "mean", "regressor1"])
    #expect(fitted.summary[place - 1].split(separator: " ").count == 3)
    #expect(fitted.summary[place].split(separator: " ").count == 4)
    let restored = try FittedArima(restoring: fitted.state)
    #expect(restored.standardErrors == fitted.standardErrors && restored.summary == fitted.summary)
    // Coefficients that were given and not estimated have none.
    let given = try ArimaModel(ArimaOrder(1, 0, 0)).evaluate(LocalSeries(values: y), coefficients: [0.5])
    #expect(given.standardErrors == nil && !given.summary.contains { $0.hasPrefix("s.e.") })
  }
}
