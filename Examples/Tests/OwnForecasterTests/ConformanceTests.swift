import ForecasterConformance
import OwnForecaster
import Testing

@Suite struct ConformanceTests {
  @Test(arguments: Law.allCases) func theForecasterKeepsEveryLaw(_ law: Law) {
    let violations = Conformance(FadingMean.self).violations(of: law)
    #expect(violations.isEmpty, "\(violations)")
  }
}
