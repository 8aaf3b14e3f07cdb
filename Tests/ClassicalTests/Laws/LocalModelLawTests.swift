import Classical
import LocalModels
import Smoothing
import Testing

/// Laws that every model keeps: units and origins do not matter, states can be stored, short and strange series do no harm.
@Suite struct LocalModelLawTests {
  static let names =
    EdgeCaseTests.names + [
      "hw-additive", "hw-multiplicative", "ces-S", "ces-P", "ces-F", "ETS(M,Ad,M)", "ETS(A,Ad,A)",
      "ETS(M,N,A)",
      "ETS(M,M,N)", "ETS(M,Md,M)", "ETS(A,N,M)", "ETS(A,M,N)",
    ]

  static let sales = SampleSeries.values(count: 36, level: 20, slope: 0.4, season: [6, -2, 1, -5], noise: 2)

  private func close(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
    zip(a, b).allSatisfy { ($0 - $1).magnitude <= tolerance * max($0.magnitude, $1.magnitude, 1e-300) }
  }

  @Test(arguments: names) func unitsDoNotMatter(name: String) throws {
    let model = try LocalModelCatalog.model(named: name)
    let forecast = try model.fit(LocalSeries(values: Self.sales, season: 4)).forecast(
      horizon: 6, levels: [0.9])
    for factor in [1024.0, 0x1p-40] {
      let values = Self.sales.map { $0 * factor }
      let other = try model.fit(LocalSeries(values: values, season: 4)).forecast(horizon: 6, levels: [0.9])
      #expect(close(other.mean.map { $0 / factor }, forecast.mean, 1e-9), "\(name)")
      if forecast.hasBounds {
        #expect(close(other.upper[0].map { $0 / factor }, forecast.upper[0], 1e-9), "\(name)")
      }
    }
  }

  /// A combination whose members could look at them does not either.
  @Test(arguments: LocalModelCatalog.names) func regressorsCountForModelsThatTakeThemAlone(name: String)
    throws
  {
    let model = try LocalModelCatalog.model(named: name)
    let regressor: [Double] = Self.sales.indices.map { Double($0 * 5 % 7) }
    let plain = LocalSeries(values: zip(Self.sales, regressor).map { $0 + 3 * $1 }, season: 4)
    var explained = plain
    explained.regressors = [regressor]
    let forecast = try model.fit(plain).forecast(horizon: 3, levels: [0.8])
    if !model.takesRegressors {
      #expect(try model.fit(explained).forecast(horizon: 3, levels: [0.8]) == forecast)
    }
    explained.regressors = [[1, 2]]
    if model.takesRegressors {
      #expect(throws: LocalFitError.regressorLength(needed: 36, has: 2)) { try model.fit(explained) }
    } else {
      #expect(try model.fit(explained).forecast(horizon: 3, levels: [0.8]) == forecast)
    }
  }

  /// Models without multiplicative parts forecast a raised series by as much higher.
  @Test(arguments: ["naive", "snaive", "drift", "mean", "ses", "holt", "ETS(A,N,A)", "ETS(A,A,A)", "dstm"])
  func aRaisedSeriesIsForecastAsMuchHigher(name: String) throws {
    let model = try LocalModelCatalog.model(named: name)
    // Without a season for the Theta model: its adjustment is multiplicative.
    let season = name == "dstm" ? 1 : 4
    let forecast = try model.fit(LocalSeries(values: Self.sales, season: season)).forecast(
      horizon: 6, levels: [])
    let raised = Self.sales.map { $0 + 16 }
    let other = try model.fit(LocalSeries(values: raised, season: season)).forecast(horizon: 6, levels: [])
    #expect(close(other.mean.map { $0 - 16 }, forecast.mean, 1e-4), "\(name)")
  }

  @Test(arguments: names) func aStoredModelIsRestoredExactly(name: String) throws {
    let model = try LocalModelCatalog.model(named: name)
    var fitted = try model.fit(LocalSeries(values: Self.sales, season: 4))
    fitted.update(with: 25)
    var restored = try LocalModelCatalog.restored(from: fitted.state)
    #expect(
      restored.forecast(horizon: 9, levels: [0.8]) == fitted.forecast(horizon: 9, levels: [0.8]), "\(name)")
    #expect(restored.parameters == fitted.parameters)
    fitted.update(with: .nan)
    restored.update(with: .nan)
    #expect(restored.forecast(horizon: 2, levels: []) == fitted.forecast(horizon: 2, levels: []))
    #expect(restored.state == fitted.state)
    #expect(!restored.summary.isEmpty)
  }

  @Test(arguments: names) func aStateWithoutAnArrayIsRefused(name: String) throws {
    let fitted = try LocalModelCatalog.model(named: name).fit(LocalSeries(values: Self.sales, season: 4))
    let state = fitted.state
    for missing in state.entries {
      let rest = LocalModelState(
        kind: state.kind, name: state.name, notes: [], entries: state.entries.filter { $0 != missing })
      #expect(throws: LocalFitError.self) { try LocalModelCatalog.restored(from: rest) }
    }
  }

  @Test(arguments: names) func strangeSeriesDoNoHarm(name: String) throws {
    let seed: UInt64 = 20_260_711
    var random = TestRandom(seed: seed)
    let model = try LocalModelCatalog.model(named: name)
    for kind in LocalModelPropertyTests.Kind.allCases {
      // The lengths at which forms come in: the fewest rows, one and two seasons and a row less or more, and many.
      for (season, counts) in [
        (1, [1, 2, 3, 4, 5, 6, 8, 11]), (4, [3, 4, 5, 7, 8, 9, 13]), (7, [2, 6, 7, 9, 13, 14, 16, 37]),
      ] {
        for count in counts {
          let values = LocalModelPropertyTests.values(kind, count: count, &random)
          let label = "\(name) on \(count) rows of \(kind), season \(season), seed \(seed)"
          guard let fitted = try? model.fit(LocalSeries(values: values, season: season)) else { continue }
          let forecast = fitted.forecast(horizon: 5, levels: [0.8, 0.95])
          #expect(forecast.mean.allSatisfy { $0.isFinite }, "\(label): \(forecast.mean)")
          for bound in forecast.lower + forecast.upper {
            #expect(bound.allSatisfy { !$0.isNaN }, "\(label): \(bound)")
          }
        }
      }
    }
  }

  @Test(arguments: ["ets", "auto-theta", "ces", "theta", "naive2"])
  func automaticModelsTakeEverySeries(name: String) throws {
    let seed: UInt64 = 7
    var random = TestRandom(seed: seed)
    let model = try LocalModelCatalog.model(named: name)
    for kind in LocalModelPropertyTests.Kind.allCases {
      for count in 1...20 where count >= 3 || name != "theta" {
        let values = LocalModelPropertyTests.values(kind, count: count, &random)
        let fitted = try model.fit(LocalSeries(values: values, season: 4))
        #expect(!fitted.name.isEmpty, "\(name) on \(count) rows of \(kind), seed \(seed)")
      }
    }
  }

  @Test(arguments: names) func quantilesAreTheBoundsInOrder(name: String) throws {
    let fitted = try LocalModelCatalog.model(named: name).fit(LocalSeries(values: Self.sales, season: 4))
    let forecast = fitted.forecast(horizon: 5, levels: [0.8])
    guard let quantiles = try fitted.quantiles(horizon: 5, at: [0.1, 0.25, 0.5, 0.75, 0.9]) else {
      #expect(!forecast.hasBounds)
      return
    }
    #expect(close(quantiles[0], forecast.lower[0], 1e-9) && close(quantiles[4], forecast.upper[0], 1e-9))
    for step in 0..<5 {
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0[step] < $1[step] }, "\(name)")
    }
  }

  @Test func namesThatAreNoModelAreRefused() {
    for name in ["", "ETS(A,N)", "ets:", "arimax", "ses-"] {
      #expect(throws: LocalFitError.unknownModel(name)) { try LocalModelCatalog.model(named: name) }
    }
  }
}
