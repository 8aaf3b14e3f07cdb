import LocalModels
import Residuals
import Tensors
import Testing

/// Values of the formula in NumPy 2.4.6 and of `chi2.sf` of SciPy 1.17.1.
@Suite struct LjungBoxTests {
  private static let errors = [
    0.3, -1.2, 0.8, 0.5, -0.4, 1.1, 0.2, -0.9, 0.7, 0.1, -0.3, 0.6, 1.4, -1.1, 0.0, 0.9, -0.6, 0.4, -0.2,
    0.35,
  ]

  @Test func theStatisticIsThatOfOthers() {
    let test = LjungBox(Self.errors, lags: 5)
    let expected = [
      -0.424441681079648, -0.326784158765828, 0.515668909621138, -0.245417934377801, -0.276353663001351,
    ]
    for (own, other) in zip(test.autocorrelations, expected) { #expect((own - other).magnitude < 1e-12) }
    #expect((test.statistic - 17.561323577966).magnitude < 1e-9)
    #expect((test.probability - 0.00354954468472).magnitude < 1e-12)
  }

  @Test(arguments: [
    (0.5, 3.0, 0.9188914116546758), (30, 3, 1.3800570312932553e-06), (400, 350, 0.033507630709277932),
    (1e-3, 1, 0.97477287936996038),
  ]) func tailsAreThoseOfSciPy(_ x: Double, _ degrees: Double, _ expected: Double) {
    let own = ChiSquareDistribution.probability(above: x, degrees: degrees)
    #expect((own / expected - 1).magnitude < 1e-10, "\(own) \(expected)")
  }

  /// Nine errors less their own mean are opposite to each other by a ninth: noise of many series is noise all the same.
  @Test func manyShortSeriesOfNoiseDoNotFollowEachOther() {
    var generator = SeededGenerator(seed: 7)
    let noise = (0..<400).map { _ in (0..<9).map { _ in Double(generator.normal()) } }
    let test = LjungBox(series: noise, lags: 2)
    #expect(test.autocorrelations.allSatisfy { $0.magnitude < 0.04 } && test.probability > 0.01, "\(test)")
    let alike = noise.map { errors in zip(errors, errors.dropFirst()).map { $0 + $1 } }
    let other = LjungBox(series: alike, lags: 2)
    #expect((other.autocorrelations[0] - 0.5).magnitude < 0.1 && other.probability < 1e-9, "\(other)")
  }

  @Test func missingErrorsAreInNoPair() {
    let whole = LjungBox(Self.errors, lags: 1)
    let gapped = LjungBox(Self.errors + [.nan, .nan], lags: 1)
    #expect((whole.statistic - gapped.statistic).magnitude < 1e-12)
  }
}
