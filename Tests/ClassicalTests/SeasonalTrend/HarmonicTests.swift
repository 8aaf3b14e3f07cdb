import Classical
import LocalModels
import Testing

@Suite struct HarmonicTests {
  /// A week, a long season of 90 rows and noise.
  private static func visits(_ count: Int) -> [Double] {
    var random = TestRandom(seed: 71)
    return (0..<count).map { row -> Double in
      let angle: Double = 2 * Double.pi * Double(row + 20) / 90
      let week: Double = 200 + 10 * Double(row % 7)
      return week + 40 * sine(angle) + 3 * random.normal()
    }
  }

  private static func fit(_ count: Int) throws -> any FittedLocalModel {
    try HarmonicModel(period: 90).fit(LocalSeries(values: visits(count), season: 7))
  }

  /// One season and a half: STL has no value for each of its rows.
  @Test func aLongSeasonIsForecastFromLittleMoreThanOneOfIt() throws {
    let (count, horizon) = (135, 30)
    let truth = Self.visits(count + horizon)[count...]
    let fitted = try Self.fit(count)
    #expect(fitted.name.hasPrefix("waves of 90 rows + "))
    func error(_ model: any FittedLocalModel) -> Double {
      let mean = model.forecast(horizon: horizon, levels: []).mean
      let errors: [Double] = zip(mean, truth).map { ($0 - $1).magnitude }
      return errors.reduce(0, +) / Double(horizon)
    }
    let plain = try AutoArimaModel().fit(LocalSeries(values: Self.visits(count), season: 7))
    #expect(error(fitted) < 6)
    #expect(error(fitted) < 0.5 * error(plain))
    #expect(fitted.summary(regressors: ["price"]).contains { $0.contains("cosine 2 of 90") })
  }

  @Test func whatIsStoredGoesOnAlike() throws {
    var fitted = try Self.fit(140)
    var restored = try LocalModelCatalog.restored(from: fitted.state)
    #expect(restored.name == fitted.name)
    // Beyond the end of a season.
    for value in Self.visits(240)[140...] {
      fitted.update(with: value)
      restored.update(with: value)
    }
    let forecast = fitted.forecast(horizon: 14, levels: [0.8])
    #expect(restored.forecast(horizon: 14, levels: [0.8]) == forecast)
    #expect(fitted.means(horizon: 14) == forecast.mean)
    let truth = Self.visits(254)[240...]
    let errors: [Double] = zip(forecast.mean, truth).map { ($0 - $1).magnitude }
    #expect(errors.allSatisfy { $0 < 20 }, "\(errors)")
  }

  @Test func fewerRowsThanASeasonHaveNoWaves() throws {
    let fitted = try Self.fit(80)
    let plain = try AutoArimaModel().fit(LocalSeries(values: Self.visits(80), season: 7))
    #expect(fitted.notes == ["no season of 90: 80 rows are fewer"])
    #expect(fitted.forecast(horizon: 7, levels: [0.8]) == plain.forecast(horizon: 7, levels: [0.8]))
  }

  /// As many waves as the inner model has effects of.
  @Test func otherWavesThanThoseOfTheInnerModelAreRefused() throws {
    let state = try Self.fit(100).state
    let entries = state.entries.map {
      $0.name == "pairs" ? LocalModelState.Entry(name: "pairs", values: [3]) : $0
    }
    let other = LocalModelState(kind: state.kind, name: state.name, notes: [], entries: entries)
    #expect(throws: LocalFitError.self) { try LocalModelCatalog.restored(from: other) }
  }

  @Test(arguments: [
    ("period", 0.0), ("pairs", 0), ("pairs", 91), ("period", 1e18), ("next", 90), ("next", -1),
  ])
  func numbersThatAreNoneOfAModelAreRefused(array: String, value: Double) throws {
    let state = try Self.fit(100).state
    let entries = state.entries.map {
      $0.name == array ? LocalModelState.Entry(name: array, values: [value]) : $0
    }
    let other = LocalModelState(kind: state.kind, name: state.name, notes: [], entries: entries)
    #expect(throws: LocalFitError.malformedState(model: state.name, array: array)) {
      try LocalModelCatalog.restored(from: other)
    }
  }
}
