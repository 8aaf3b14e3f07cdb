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
}
