import LocalModels
import Testing

@Suite struct NaiveTests {
  @Test func theLastValueIsRepeated() throws {
    let fitted = try Naive().fit(LocalSeries(values: [1, 3, 2, 5]))
    let forecast = fitted.forecast(horizon: 2, levels: [0.95])
    #expect(forecast.mean == [5, 5])
    let variance: [Double] = [14.0 / 3, 28.0 / 3]
    #expect(forecast.variance == variance)
  }

  @Test func aSeasonThatIsNotSeenTwiceHasNoIntervals() throws {
    // No two observed rows lie four rows apart.
    let values: [Double] = [3, .nan, 4, 6, .nan, 5]
    let fitted = try SeasonalNaive().fit(LocalSeries(values: values, season: 4))
    let forecast = fitted.forecast(horizon: 4, levels: [0.95])
    #expect(forecast.mean == [4, 6, 3, 5])
    #expect(forecast.variance == nil && !forecast.hasBounds)
    let restored = try NaiveFit(restoring: fitted.state)
    #expect(restored.forecast(horizon: 4, levels: [0.95]) == forecast)
  }
}
