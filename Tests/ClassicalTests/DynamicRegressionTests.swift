import Classical
import LocalModels
import Testing

/// Regressions that find out how columns known ahead act.
@Suite struct DynamicRegressionTests {
  private static let (count, ahead) = (150, 10)

  /// Values that a law gives to rows, with a week and noise that follows itself, and a column in those rows and in the ones to come.
  private static func series(
    seed: UInt64, column: [Double], _ law: (Int, Double) -> Double
  ) -> (series: LocalSeries, truth: [Double], ahead: [[Double]]) {
    var random = TestRandom(seed: seed)
    var error = 0.0
    let all = (0..<count + ahead).map { row -> (value: Double, mean: Double) in
      error = 0.4 * error + random.normal()
      return (law(row, error), law(row, 0))
    }
    return (
      LocalSeries(values: all.prefix(count).map(\.value), season: 7, regressors: [Array(column[..<count])]),
      all.dropFirst(count).map(\.mean), [Array(column[count...])]
    )
  }

  private static let week: [Double] = [0, 2, 4, 6, 8, 20, -10]

  /// Every eleventh row, and the third to come.
  private static let holidays = (0..<count + ahead).map { $0 % 11 == 9 ? 1.0 : 0 }

  private static func error(_ means: [Double], _ truth: [Double]) -> Double {
    zip(means, truth).map { abs($0 - $1) }.reduce(0, +) / Double(truth.count)
  }

  @Test func effectsBeforeAndAfterADayAreFound() throws {
    let (series, truth, ahead) = Self.series(seed: 3, column: Self.holidays) { row, error in
      let before = row + 1 < Self.holidays.count ? Self.holidays[row + 1] : 0
      return 100 + Self.week[row % 7] - 30 * Self.holidays[row] + 25 * before + error
    }
    let fitted = try DynamicRegression().fit(series)
    #expect(Self.error(fitted.means(horizon: Self.ahead, regressors: ahead), truth) < 2)
    let plain = try AutoArimaModel().fit(series)
    #expect(Self.error(plain.means(horizon: Self.ahead, regressors: ahead), truth) > 2.5)
    let text = fitted.summary(regressors: ["holiday"]).joined(separator: "\n")
    #expect(text.contains("holiday 1 row later"), "\(text)")
  }

  /// Heating and cooling: both ends of a temperature need load.
  @Test func aBendIsFound() throws {
    let temperatures = (0..<Self.count + Self.ahead).map { Double($0 * 37 % 41) - 5 }
    let (series, truth, ahead) = Self.series(seed: 4, column: temperatures) { row, error in
      500 + Self.week[row % 7] + 3 * abs(temperatures[row] - 15) + error
    }
    let fitted = try DynamicRegression().fit(series)
    #expect(Self.error(fitted.means(horizon: Self.ahead, regressors: ahead), truth) < 4)
    let plain = try AutoArimaModel().fit(series)
    #expect(Self.error(plain.means(horizon: Self.ahead, regressors: ahead), truth) > 8)
  }

  /// A campaign that doubles sales adds more on days that sell more.
  @Test func logarithmsAreTakenWhereEffectsMultiply() throws {
    let (series, truth, ahead) = Self.series(seed: 5, column: Self.holidays) { row, error in
      (40 + 3 * Self.week[row % 7]) * (1 + Self.holidays[row]) * (1 + 0.05 * error)
    }
    let fitted = try DynamicRegression().fit(series)
    #expect(fitted.parameters.contains { $0.name == "lambda" })
    #expect(Self.error(fitted.means(horizon: Self.ahead, regressors: ahead), truth) < 5)
  }

  /// Seasonal differences of little more than two seasons show one rise in each month: it is not repeated as a factor.
  @Test(arguments: [100.0, 1000]) func aSingleRiseIsNotMultipliedAgain(level: Double) throws {
    let values = (0..<25).map { $0 < 13 ? 10 : level }
    let column = (0..<25).map { $0 % 7 == 3 ? 1.0 : 0 }
    let fitted = try DynamicRegression().fit(LocalSeries(values: values, season: 12, regressors: [column]))
    let means = fitted.means(horizon: 6, regressors: [[0, 0, 0, 1, 0, 0]])
    #expect(means.allSatisfy { $0 > 10 && $0 < 2 * level }, "\(fitted.name): \(means)")
  }

  @Test func closedRowsAreZeroAndSpoilNothing() throws {
    let open = (0..<Self.count + Self.ahead).map { $0 % 9 == 8 ? 0.0 : 1 }
    let (series, truth, ahead) = Self.series(seed: 6, column: open) { row, error in
      open[row] * (100 + Self.week[row % 7] + error)
    }
    let fitted = try DynamicRegression().fit(series)
    let forecast = fitted.forecast(horizon: Self.ahead, levels: [0.8], regressors: ahead)
    #expect(Self.error(forecast.mean, truth) < 2)
    for step in 0..<Self.ahead where ahead[0][step] == 0 {
      #expect((forecast.mean[step], forecast.lower[0][step], forecast.upper[0][step]) == (0, 0, 0))
    }
  }

  /// Two of five rows are zero: three holidays among them are chance.
  @Test func zerosByChanceCloseNothing() throws {
    let values = (0..<Self.count).map { $0 % 5 < 2 ? 0 : 10 + Double($0 * 37 % 11) }
    let holidays = (0..<Self.count).map { [10, 55, 101].contains($0) ? 1.0 : 0 }
    let fitted = try DynamicRegression().fit(LocalSeries(values: values, season: 7, regressors: [holidays]))
    let forecast = fitted.forecast(horizon: 2, levels: [0.8], regressors: [[0, 1]])
    #expect(forecast.lower[0][1] < forecast.upper[0][1])
  }

  /// Rows that wait for what terms look ahead at are in the state, and in the file.
  @Test func aStateGoesOnAsIfRowsHadBeenThere() throws {
    let (series, _, ahead) = Self.series(seed: 3, column: Self.holidays) { row, error in
      let before = row + 1 < Self.holidays.count ? Self.holidays[row + 1] : 0
      return 100 + Self.week[row % 7] - 30 * Self.holidays[row] + 25 * before + error
    }
    var state = try DynamicRegression().fit(series)
    var restored = try LocalModelCatalog.restored(from: state.state)
    #expect(
      restored.means(horizon: Self.ahead, regressors: ahead)
        == state.means(horizon: Self.ahead, regressors: ahead))
    let before = state.means(horizon: Self.ahead, regressors: ahead)
    // A row that comes as it was forecast changes nothing in the ones behind it.
    state.update(with: .nan, regressors: [ahead[0][0]])
    restored.update(with: .nan, regressors: [ahead[0][0]])
    let after = state.means(horizon: Self.ahead - 1, regressors: [Array(ahead[0].dropFirst())])
    #expect(zip(after, before.dropFirst()).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(restored.means(horizon: Self.ahead - 1, regressors: [Array(ahead[0].dropFirst())]) == after)
  }

  @Test func columnsWithoutEffectAreLeftOutAndNamed() throws {
    var random = TestRandom(seed: 9)
    let columns = (0..<8).map { _ in (0..<Self.count).map { _ in random.normal() } }
    let (series, _, _) = Self.series(seed: 7, column: Self.holidays) { row, error in
      100 + Self.week[row % 7] + 30 * Self.holidays[row] + error
    }
    let noisy = LocalSeries(values: series.values, season: 7, regressors: series.regressors + columns)
    let fitted = try DynamicRegression().fit(noisy)
    let unseen = fitted.notes.filter { if case .unseenRegressor = $0 { true } else { false } }
    #expect(unseen.count >= 7, "\(fitted.notes)")
    #expect(!fitted.notes.contains(.unseenRegressor(0)))
    #expect(unseen.allSatisfy { FitNote($0.description) == $0 })
  }
}
