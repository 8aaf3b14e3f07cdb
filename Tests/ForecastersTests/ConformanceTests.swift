import ForecasterConformance
import Forecasters
import Forecasting
import Testing

/// What every forecaster of the catalogue must do.
@Suite struct ConformanceTests {
  /// Published sizes, and searches for long seasons, take seconds; so do those among the usual members of `auto`.
  private static let smallSizes = [
    (key: "hiddenSize", value: "16"), (key: "feedForwardSize", value: "32"), (key: "season", value: "4"),
    (key: "members", value: "last-value+linear-stack+theta"),
  ]

  @Test(arguments: ForecasterCatalog.names, Law.allCases)
  func everyForecasterKeepsEveryLaw(_ name: String, _ law: Law) throws {
    func violations<F: Forecaster>(_ type: F.Type) -> [Violation] {
      Conformance(type, settings: Self.smallSizes).violations(of: law)
    }
    let type = try #require(ForecasterCatalog.forecaster(named: name))
    let found = violations(type)
    #expect(found.isEmpty, "\(found)")
  }

  @Test func noTwoForecastersHaveOneName() {
    #expect(Set(ForecasterCatalog.names).count == ForecasterCatalog.forecasters.count)
  }
}
