import Classical
import LocalModels
import Smoothing
import Testing

/// The rules for series that no model can be fitted to in the ordinary way, one test each.
@Suite struct EdgeCaseTests {
  /// Every model of the catalogue that needs no particular season.
  static let names = [
    "naive", "snaive", "drift", "mean", "naive2", "ses", "holt", "holt-damped", "ets", "theta", "stm", "otm",
    "dstm",
    "dotm", "auto-theta", "ces", "ces-N", "croston", "croston-optimized", "sba", "tsb", "adida", "imapa",
    "intermittent",
  ]

  private func fit(_ name: String, _ values: [Double], season: Int = 1) throws -> any FittedLocalModel {
    try LocalModelCatalog.model(named: name).fit(LocalSeries(values: values, season: season))
  }

  @Test(arguments: names) func noRowsAreAnError(name: String) {
    #expect(throws: LocalFitError.noValues) { try fit(name, []) }
    #expect(throws: LocalFitError.noValues) { try fit(name, [.nan, .nan]) }
  }

  @Test(arguments: names) func oneRowIsRepeatedWithoutIntervals(name: String) throws {
    let fitted = try fit(name, [7])
    let forecast = fitted.forecast(horizon: 3, levels: [0.8])
    #expect(forecast.mean == [7, 7, 7])
    #expect(!forecast.hasBounds)
    #expect(fitted.notes == ["one observation"])
  }

  @Test(arguments: names) func equalRowsHaveNoVariance(name: String) throws {
    for value in [0.0, 4.5] {
      let fitted = try fit(name, [Double](repeating: value, count: 30), season: 4)
      let forecast = fitted.forecast(horizon: 2, levels: [0.95])
      #expect(forecast.mean == [value, value])
      #expect(forecast.bounds(level: 0.95)?.lower == [value, value])
      #expect(forecast.bounds(level: 0.95)?.upper == [value, value])
      #expect(fitted.name == "constant")
      #expect(fitted.parameters[named: "aicc"] == nil)
    }
  }

  /// A counter that began long ago: its differences are lost beside its size, and the first value is no forecast.
  @Test(arguments: ["ets", "holt", "theta", "dotm", "auto-theta", "ces", "arima", "stlf-ets"])
  func whatHardlyDiffersBesideItsSizeIsContinuedByItsLastValue(name: String) throws {
    let values = (0..<60).map { row -> Double in 9_007_199_200_000 + 17 * Double(row) }
    let fitted = try fit(name, values, season: 4)
    let last = values[59]
    let forecast = fitted.forecast(horizon: 2, levels: [0.95])
    #expect(forecast.mean == [last, last])
    let upper = try #require(forecast.bounds(level: 0.95)?.upper)
    #expect(upper[0] >= last + 17)
    #expect(fitted.notes.first?.description.contains("subtract") == true)
  }

  @Test func rulesWithoutEstimatesKeepSmallDifferences() throws {
    let values = (0..<60).map { row -> Double in 9_007_199_200_000 + 17 * Double(row) }
    let next = values[59] + 17
    #expect(try fit("drift", values).forecast(horizon: 1, levels: []).mean == [next])
    #expect(try fit("snaive", values, season: 4).forecast(horizon: 1, levels: []).mean == [values[56]])
  }

  @Test(arguments: ["ets", "auto-theta", "ces"]) func shortSeriesGetASimpleModel(name: String) throws {
    #expect(try fit(name, [1, 2]).name == "naive")
    #expect(try fit(name, [1, 2, 4]).name == "naive")
    let drift = try fit(name, [1, 2, 4, 3])
    #expect(drift.name == "drift")
    #expect(drift.notes.first?.description.contains("fewer than 5") == true)
  }

  @Test func aNamedModelSaysHowManyRowsItNeeds() {
    #expect(throws: LocalFitError.tooFewRows(model: "holt", needed: 5, has: 4)) {
      try fit("holt", [1, 2, 4, 3])
    }
    #expect(throws: LocalFitError.tooFewRows(model: "dotm", needed: 4, has: 3)) {
      try fit("dotm", [1, 2, 4])
    }
    #expect(throws: LocalFitError.tooFewRows(model: "ces-S", needed: 8, has: 6)) {
      try fit("ces-S", [1, 2, 4, 3, 5, 6], season: 4)
    }
  }

  @Test func theNumberOfRowsThatAnErrorAsksForIsEnough() throws {
    for name in ["ses", "holt", "holt-damped", "stm", "dotm", "theta", "ces-N", "ETS(M,Ad,N)"] {
      var needed = 2
      do { _ = try fit(name, [1, 2]) } catch LocalFitError.tooFewRows(_, let rows, _) { needed = rows }
      let values = (0..<needed).map { Double(3 + $0 * $0 % 5) }
      let forecast = try fit(name, values).forecast(horizon: 2, levels: [0.8])
      #expect(forecast.mean.allSatisfy { $0.isFinite })
    }
  }

  @Test func aSeasonLongerThanTheSeriesIsDropped() throws {
    let fitted = try fit("snaive", [1, 2, 3, 5], season: 4)
    #expect(fitted.forecast(horizon: 2, levels: []).mean == [5, 5])
    #expect(fitted.notes.first?.description.hasPrefix("no season: 4 rows") == true)
    #expect(throws: LocalFitError.noSeason(model: "hw-additive")) {
      try fit("hw-additive", [1, 2, 3, 5], season: 4)
    }
  }

  @Test func fewerThanTwoSeasonsAndARowAreNotDecomposed() {
    let values = [1.0, 5, 1, 5, 1, 5, 1, 5]
    #expect(SeasonalTest.statistic(values, season: 4) == nil)
    #expect(!SeasonalAdjustment(testing: LocalSeries(values: values, season: 4)).isSeasonal)
    #expect(SeasonalTest.statistic(values + [1], season: 4) != nil)
  }

  @Test func valuesNotAboveZeroAdmitNoMultiplicativePart() throws {
    let values: [Double] = [3, 0, 5, 2, 6, 1, 7, 3, 8, 2, 9, 4]
    let series = LocalSeries(values: values, season: 2)
    for form in ETS.candidates(for: series, multiplicativeTrend: true) {
      #expect(!form.needsPositiveValues)
    }
    #expect(throws: LocalFitError.notPositive(model: "ETS(M,N,N)", row: 1, value: 0)) {
      try fit("ETS(M,N,N)", values)
    }
    #expect(ClassicalDecomposition(values, season: 2)?.kind == .additive)
  }

  @Test(arguments: names) func infiniteAndMissingValuesAreErrorsWithTheirRow(name: String) throws {
    #expect(throws: LocalFitError.infiniteValue(row: 2)) { try fit(name, [1, 2, .infinity, 3]) }
    switch name {
    case "mean":
      // Missing rows are passed over.
      #expect(try fit(name, [1, .nan, 2, 3]).means(horizon: 1) == [2])
    case "naive", "drift":
      // The last value, and the line through the first and the last.
      #expect(try fit(name, [1, .nan, 2, 4]).means(horizon: 1) == [name == "drift" ? 5 : 4])
    case "snaive":
      // The last row of the season that has a value, or the last of all.
      #expect(try fit(name, [1, 5, .nan, 3], season: 2).means(horizon: 3) == [1, 3, 1])
      #expect(try fit(name, [.nan, 5, .nan, 3], season: 2).means(horizon: 2) == [3, 3])
    default:
      #expect(throws: LocalFitError.missingValue(row: 1)) { try fit(name, [1, .nan, 2, 3]) }
    }
  }

  @Test func negativeDemandIsAnError() {
    #expect(throws: LocalFitError.negativeDemand(row: 1, value: -2)) { try fit("croston", [1, -2, 3]) }
  }

  @Test func aLastPlaceTieKeepsTheFirstCandidate() {
    let order = ETS.candidates(
      for: LocalSeries(values: (1...60).map(Double.init), season: 4), multiplicativeTrend: false)
    #expect(
      order.map(\.name) == [
        "ETS(A,N,N)", "ETS(A,N,A)", "ETS(A,Ad,N)", "ETS(A,A,N)", "ETS(A,Ad,A)", "ETS(A,A,A)", "ETS(M,N,N)",
        "ETS(M,N,A)", "ETS(M,N,M)", "ETS(M,Ad,N)", "ETS(M,A,N)", "ETS(M,Ad,A)", "ETS(M,A,A)", "ETS(M,Ad,M)",
        "ETS(M,A,M)",
      ])
  }
}
