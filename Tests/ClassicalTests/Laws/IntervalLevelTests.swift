import Arima
import Classical
import LocalModels
import Testing

/// Levels, probabilities, orders and powers that are none are refused, where they were worth infinite bounds, or ended the program.
@Suite struct IntervalLevelTests {
  @Test(arguments: [95, 1, -0.1, .nan, .infinity])
  func aLevelIsAProbability(_ number: Double) throws {
    #expect {
      try IntervalLevel(number)
    } throws: { error in
      guard case LocalFitError.invalidLevel(let level)? = error as? LocalFitError else { return false }
      return level == number || number.isNaN && level.isNaN
    }
    let fitted = try Naive().fit(LocalSeries(values: [1, 3, 2, 5]))
    #expect(throws: LocalFitError.self) { try fitted.quantiles(horizon: 2, at: [0.5, number]) }
  }

  @Test(arguments: [(-1, 0, 0, "p"), (0, -1, 0, "d"), (0, 0, -1, "q")])
  func anOrderIsNotNegative(_ p: Int, _ d: Int, _ q: Int, _ name: String) {
    let series = LocalSeries(values: (0..<30).map { Double($0 * 7 % 11) }, season: 4)
    #expect(throws: LocalFitError.invalidCoefficient(model: "arima", name: name, value: -1)) {
      try ArimaModel(ArimaOrder(p, d, q)).fit(series)
    }
    let seasonal = ArimaOrder(0, 0, 0, seasonal: (p, d, q), period: 4)
    #expect(throws: LocalFitError.invalidCoefficient(model: "arima", name: name.uppercased(), value: -1)) {
      try ArimaModel(seasonal).fit(series)
    }
  }

  @Test func aPowerIsOneThatIsUsed() {
    let model = BoxCoxModel(Naive(), power: .fixed(1000))
    #expect(throws: LocalFitError.invalidCoefficient(model: model.name, name: "power", value: 1000)) {
      try model.fit(LocalSeries(values: [1, 3, 2, 5]))
    }
  }

  @Test func levelsOfNumbersAreThoseThatAreWrittenOut() throws {
    let fitted = try Naive().fit(LocalSeries(values: [1, 3, 2, 5]))
    let told = try [80.0, 95].map { try IntervalLevel($0 / 100) }
    let forecast = fitted.forecast(horizon: 2, levels: told)
    #expect(forecast == fitted.forecast(horizon: 2, levels: [0.8, 0.95]))
    #expect(forecast.bounds(level: 0.95)?.upper == forecast.upper[1])
    // An interval of level 0 is the median on both sides.
    #expect(fitted.forecast(horizon: 1, levels: [0.0]).lower == [[5]])
  }
}
