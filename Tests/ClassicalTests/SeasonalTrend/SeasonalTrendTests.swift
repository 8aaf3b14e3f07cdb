import Classical
import LocalModels
import Smoothing
import Testing

@Suite struct SeasonalTrendTests {
  private func load(_ count: Int, seed: UInt64) -> [Double] {
    var random = TestRandom(seed: seed)
    return (0..<count).map { row in
      let day = 30 * sine(2 * .pi * Double(row % 12) / 12)
      let week = 15 * cosine(2 * .pi * Double(row % 60) / 60)
      return 500 + 0.1 * Double(row) + day + week + 2 * random.normal()
    }
  }

  @Test(arguments: [SeasonalTrendModel.Method.ets, .arima])
  func twoSeasonsAreForecast(method: SeasonalTrendModel.Method) throws {
    let y = load(420, seed: 51)
    let model = SeasonalTrendModel(method, periods: [12, 60])
    let fitted = try model.fit(LocalSeries(values: Array(y[..<360]), season: 12))
    #expect(fitted.name.hasPrefix("STL + "))
    let forecast = fitted.forecast(horizon: 60, levels: [0.95])
    let errors = (0..<60).map { abs(forecast.mean[$0] - y[360 + $0]) }
    #expect(errors.reduce(0, +) / 60 < 6)
    let restored = try LocalModelCatalog.restored(from: fitted.state)
    #expect(restored.forecast(horizon: 60, levels: [0.95]) == forecast)
  }

  @Test func updatingMovesTheSeasonOn() throws {
    let y = load(180, seed: 52)
    var fitted = try SeasonalTrendModel(.ets).fit(LocalSeries(values: y, season: 12))
    let before = fitted.forecast(horizon: 13, levels: []).mean
    fitted.update(with: before[0])
    let after = fitted.forecast(horizon: 12, levels: []).mean
    for k in 0..<12 { #expect(abs(after[k] - before[k + 1]) < 3) }
  }

  @Test func aShortSeriesLosesItsSeasonWithANote() throws {
    let fitted = try SeasonalTrendModel(.ets).fit(
      LocalSeries(values: [3, 7, 1, 6, 2, 8, 3], season: 4))
    #expect(fitted.notes == ["no season of 4: 7 rows are fewer than 9"])
    #expect(fitted.forecast(horizon: 4, levels: [0.8]).mean.allSatisfy { $0.isFinite })
  }

  @Test func aCombinationLiesBetweenItsMembers() throws {
    let y = load(60, seed: 53)
    let series = LocalSeries(values: y, season: 12)
    for model in [CombinationModel.scum, .mean4] {
      let fitted = try model.fit(series)
      let combination = try #require(fitted as? CombinationFit)
      #expect(combination.members.count == 4)
      let forecast = fitted.forecast(horizon: 6, levels: [0.8, 0.95])
      for k in 0..<6 {
        let values = combination.members.map { $0.forecast(horizon: 6, levels: []).mean[k] }
        #expect(forecast.mean[k] >= (values.min() ?? .infinity))
        #expect(forecast.mean[k] <= (values.max() ?? -.infinity))
        #expect(forecast.lower[1][k] <= forecast.lower[0][k])
        #expect(forecast.lower[0][k] <= forecast.mean[k])
        #expect(forecast.upper[0][k] <= forecast.upper[1][k])
      }
      let restored = try LocalModelCatalog.restored(from: fitted.state)
      #expect(restored.forecast(horizon: 6, levels: [0.8]).mean == forecast.mean)
    }
  }

  /// ARIMA integrates missing rows out, the others fill them: as each does by itself.
  @Test func membersTreatMissingRowsAsTheyDoAlone() throws {
    var y = load(60, seed: 54)
    for row in [20, 21, 40] { y[row] = .nan }
    let series = LocalSeries(values: y, season: 12)
    let filled = series.replacingValues(MissingValues.filled(series))
    let combination = try #require(try CombinationModel.mean4.fit(series) as? CombinationFit)
    var sums = [Double](repeating: 0, count: 6)
    for (member, fitted) in zip(CombinationModel.mean4.members, combination.members) {
      let alone = try member.fit(member.takesMissingValues ? series : filled).means(horizon: 6)
      #expect(fitted.means(horizon: 6) == alone, "\(member.name)")
      #expect(fitted.notes.contains("missing rows were filled") == !member.takesMissingValues)
      for step in 0..<6 { sums[step] += alone[step] }
    }
    #expect(combination.means(horizon: 6) == sums.map { $0 / 4 })
    #expect(combination.notes.count == 1)
  }

  @Test func aMemberThatFailsIsLeftOut() throws {
    let form = try #require(ETSForm("ETS(M,A,N)"))
    let model = CombinationModel(name: "pair", .mean, of: [Naive(), ETS(.named(form))])
    let fitted = try model.fit(LocalSeries(values: [3, -1, 4, 1, 5, -2]))
    #expect(fitted.forecast(horizon: 1, levels: []).mean == [-2])
    #expect(fitted.notes.count == 1)
  }
}
