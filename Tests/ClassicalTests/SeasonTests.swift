import LocalModels
import Testing

@Suite struct SeasonTests {
  @Test func periodsComeFromTheFrequency() {
    #expect(SeasonalPeriod.periods(of: .month, count: 25) == [12])
    #expect(SeasonalPeriod.periods(of: .month, count: 24) == [])
    #expect(SeasonalPeriod.periods(of: .hour, count: 1008) == [24, 168])
    #expect(SeasonalPeriod.periods(of: .day, count: 1094) == [7])
    #expect(SeasonalPeriod.periods(of: .day, count: 1095) == [7, 365])
    #expect(SeasonalPeriod.periods(of: .minutes(30), count: 2016) == [48, 336])
    #expect(SeasonalPeriod.periods(of: .minutes(1), count: 5000) == [60, 1440])
    #expect(SeasonalPeriod.periods(of: .year, count: 500) == [])
    #expect(SeasonalPeriod.periods(of: .businessDay, count: 60) == [5])
  }

  @Test func aSineShowsItsPeriod() {
    let angle = 2 * Double.pi / 7
    let values: [Double] = (0..<120).map { row in
      let t = Double(row)
      return 0.3 * t + sine(angle * t)
    }
    #expect(SeasonalPeriod.found(in: values) == 7)
    #expect(SeasonalPeriod.found(in: (0..<50).map(Double.init)) == 1)
    #expect(SeasonalPeriod.found(in: [1, 2]) == 1)
  }

  @Test func theAutocorrelationOfASmallSeriesByHand() {
    // Mean 3; deviations −2, −1, 0, 1, 2; Σ = 10.
    let r = Autocorrelation.coefficients([1, 2, 3, 4, 5], lags: 2)
    #expect(r[0] == 1)
    #expect((r[1] - 0.4).magnitude < 1e-15)
    #expect((r[2] + 0.1).magnitude < 1e-15)
  }

  @Test(
    .enabled(
      if: GoldenFolder.fromEnvironment != nil, "FORECAST_CLASSICAL_DIR names no folder of golden numbers"))
  func testsAgreeWithTheGoldenFolder() throws {
    let folder = try #require(GoldenFolder.fromEnvironment)
    for entry in try folder.entries() {
      guard let tests = entry.json["tests"] else { continue }
      let values = entry.series.values
      if let golden = tests["theta_seasonal_statistic"].flatMap(number),
        let statistic = SeasonalTest.statistic(values, season: entry.season)
      {
        #expect((statistic - golden).magnitude < 1e-8 * golden, "\(entry.id)")
      }
      if let golden = tests["period_rule"].flatMap(number) {
        #expect(Double(SeasonalPeriod.found(in: values)) == golden, "\(entry.id)")
      }
      for (name, kind) in [
        ("additive", ClassicalDecomposition.Kind.additive), ("multiplicative", .multiplicative),
      ] {
        guard let golden = tests["decompose_\(name)_indices"].flatMap(numbers),
          let own = ClassicalDecomposition(values, season: entry.season, kind: kind)
        else { continue }
        for (a, b) in zip(own.indices, golden) {
          // The golden file's filled rows have ten digits.
          let size = max(b.magnitude, 1, entry.series.scale / 100)
          #expect((a - b).magnitude < 1e-8 * size, "\(entry.id), \(name)")
        }
      }
    }
  }
}
