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

  /// Steps of 2 over two rows and of 4 over one: (2²/2 + 4²)/2; of the line with slope 2: ((2 − 4)²/2 + (4 − 2)²)/(2 − 1).
  @Test func aStepOverAMissingRowCountsAsItsShare() throws {
    let series = LocalSeries(values: [1, .nan, 3, 7])
    let naive = try Naive().fit(series).forecast(horizon: 1, levels: [])
    #expect(naive.mean == [7] && naive.variance == [9])
    let drift = try Drift().fit(series).forecast(horizon: 1, levels: [])
    #expect(drift.mean == [9])
    let variance = try #require(drift.variance?.first)
    #expect((variance - 6 * (1 + 1.0 / 3)).magnitude < 1e-12)
  }
}
