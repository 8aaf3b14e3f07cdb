import Classical
import LocalModels
import Testing

@Suite struct BoxCoxTests {
  /// From `units.json` of the golden folder, computed by an independent program.
  @Test(arguments: [
    (0.5, -0.5, -0.8284271247461903), (0.5, 0, -0.6931471805599453), (0.5, 0.5, -0.5857864376269049),
    (10, -0.5, 1.367544467966324), (10, 0, 2.302585092994046), (10, 0.5, 4.324555320336759),
    (-3, 0.5, -5.464101615137754), (-3, 1, -4),
  ])
  func valuesAreTransformed(y: Double, power: Double, w: Double) {
    let transform = BoxCoxTransform(power: power)
    #expect(abs(transform.transformed(y) - w) < 1e-14)
    #expect(abs(transform.inverse(w) - y) < 1e-13)
  }

  @Test func whatHasNoTransformIsNotANumber() {
    #expect(BoxCoxTransform(power: 0).transformed(0).isNaN)
    #expect(BoxCoxTransform(power: -1).transformed(-2).isNaN)
    #expect(BoxCoxTransform(power: -0.5).inverse(2) == .infinity)
  }

  @Test func theMeanOfALogNormalIsAboutRight() {
    let mean = BoxCoxTransform(power: 0).inverseMean(1, variance: 0.02)
    #expect(abs(mean / exponential(1.01) - 1) < 1e-3)
  }

  @Test func logarithmsSuitExponentialGrowth() {
    var random = TestRandom(seed: 41)
    let y = (0..<120).map { row in
      exponential(0.03 * Double(row) + 0.2 * sine(2 * .pi * Double(row) / 12) + 0.05 * random.normal())
    }
    #expect(abs(Guerrero.power(y, season: 12)) < 0.2)
  }

  @Test func aTransformedModelForecastsOnTheOldScale() throws {
    var random = TestRandom(seed: 42)
    let y = (0..<60).map { exponential(0.05 * Double($0) + 0.1 * random.normal()) }
    let fitted = try BoxCoxModel(Drift(), power: .fixed(0)).fit(LocalSeries(values: y))
    let forecast = fitted.forecast(horizon: 5, levels: [0.9])
    let logs = try Drift().fit(LocalSeries(values: y.map(logarithm))).forecast(horizon: 5, levels: [0.9])
    for k in 0..<5 {
      #expect(abs(forecast.mean[k] / exponential(logs.mean[k]) - 1) < 1e-12)
      #expect(abs(forecast.lower[0][k] / exponential(logs.lower[0][k]) - 1) < 1e-12)
    }
    let restored = try LocalModelCatalog.restored(from: fitted.state)
    #expect(restored.forecast(horizon: 5, levels: [0.9]) == forecast)
  }

  @Test func theMeanIsForecastWhereTheMedianIsNotWanted() throws {
    var random = TestRandom(seed: 43)
    let y = (0..<60).map { exponential(0.05 * Double($0) + 0.1 * random.normal()) }
    let fitted = try BoxCoxModel(Drift(), power: .fixed(0), adjustsBias: true).fit(LocalSeries(values: y))
    let transform = BoxCoxTransform(power: 0)
    let inner = try Drift().fit(LocalSeries(values: y.map(transform.transformed)))
    let logs = inner.forecast(horizon: 3, levels: [])
    let variance = try #require(logs.variance)
    let means = zip(logs.mean, variance).map { transform.inverseMean($0, variance: $1) }
    let own = fitted.means(horizon: 3)
    for (a, b) in zip(own, means) { #expect(abs(a / b - 1) < 1e-12) }
    #expect(zip(means, logs.mean).allSatisfy { $0 > transform.inverse($1) })
    let restored = try LocalModelCatalog.restored(from: fitted.state)
    #expect(restored.means(horizon: 3) == own)
  }

  @Test func valuesBelowZeroAreRefusedByALogarithm() {
    #expect(throws: LocalFitError.self) {
      try BoxCoxModel(Drift(), power: .fixed(0)).fit(LocalSeries(values: [1, 2, -1, 4, 5]))
    }
  }
}
