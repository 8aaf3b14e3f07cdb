import Arima
import LocalModels
import Persistence
import Testing

/// STL, MSTL and the tests for differences against the golden folder that FORECAST_CLASSICAL_DIR names.
@Suite(
  .enabled(
    if: GoldenFolder.fromEnvironment != nil,
    "FORECAST_CLASSICAL_DIR names no folder of golden numbers"))
struct DecompositionGoldenTests {
  private func entries() throws -> [GoldenFolder.Entry] {
    try #require(GoldenFolder.fromEnvironment).entries()
  }

  /// The largest difference in units of the largest value.
  private func error(_ a: [Double], _ b: JSONValue?, _ entry: GoldenFolder.Entry) throws -> Double {
    let golden = try #require(b.flatMap(numbers))
    #expect(a.count == golden.count)
    let unit = entry.series.values.reduce(0) { max($0, $1.magnitude) }
    return zip(a, golden).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / unit
  }

  @Test(arguments: [
    ("periodic", STLOptions(seasonalWindow: .periodic)), ("s7", STLOptions(seasonalWindow: .rows(7))),
    ("s11-robust", STLOptions(isRobust: true)),
  ])
  func decompositionsAgree(name: String, options: STLOptions) throws {
    for entry in try entries() {
      guard let golden = entry.json["stl"]?[name], golden != .null else { continue }
      let parts = try #require(
        STLDecomposition(entry.series.values, season: entry.season, options: options))
      // Weights relative to a median remainder of zero but for rounding are a matter of rounding.
      if options.isRobust, entry.id.hasPrefix("flights_") { continue }
      #expect(try error(parts.seasonal, golden["seasonal"], entry) < 5e-8, "\(entry.id)")
      #expect(try error(parts.trend, golden["trend"], entry) < 5e-8, "\(entry.id)")
    }
  }

  @Test func decompositionsWithSeveralSeasonsAgree() throws {
    for entry in try entries() {
      guard let golden = entry.json["stl"]?["mstl"], golden != .null else { continue }
      let periods = entry.json["periods"].flatMap(numbers)?.map { Int($0) } ?? [entry.season]
      let parts = try #require(MSTLDecomposition(entry.series.values, periods: periods))
      #expect(try error(parts.trend, golden["trend"], entry) < 5e-8, "\(entry.id)")
      for (period, seasonal) in zip(parts.periods, parts.seasonals) {
        #expect(try error(seasonal, golden["seasonal\(period)"], entry) < 5e-8, "\(entry.id)")
      }
    }
  }

  @Test func testsForDifferencesAgree() throws {
    for entry in try entries() where !entry.series.isConstant {
      let tests = entry.json["tests"]
      let values = entry.series.values
      if let golden = tests?["kpss_level"].flatMap(number) {
        let statistic = try #require(StationarityTest.statistic(values))
        #expect(abs(statistic - golden) < 1e-8 * max(1, golden), "\(entry.id)")
      }
      if let golden = tests?["ndiffs_kpss"].flatMap(number) {
        #expect(StationarityTest.differences(values) == Int(golden), "\(entry.id)")
      }
      if let golden = tests?["seasonal_strength"].flatMap(number) {
        let strength = try #require(SeasonalStrength.value(values, season: entry.season))
        #expect(abs(strength - golden) < 1e-8, "\(entry.id)")
      }
      if let golden = tests?["nsdiffs_seas"].flatMap(number), entry.season > 1 {
        let differencing = StepwiseArima.differencing(values, season: entry.season)
        #expect(differencing.seasonal == Int(golden), "\(entry.id)")
        if let after = tests?["ndiffs_after_seasonal"].flatMap(number) {
          #expect(differencing.first == Int(after), "\(entry.id)")
        }
      }
    }
  }

  @Test func powersAreAsGood() throws {
    for entry in try entries() {
      let values = entry.series.values
      guard let golden = entry.json["tests"]?["guerrero_lambda"].flatMap(number),
        values.allSatisfy({ $0 > 0 }),
        let expected = Guerrero.criterion(values, season: entry.season, power: golden)
      else { continue }
      let power = Guerrero.power(values, season: entry.season)
      let criterion = try #require(
        Guerrero.criterion(values, season: entry.season, power: power))
      #expect(criterion <= expected * (1 + 1e-5), "\(entry.id)")
    }
  }
}
