import Forecasters
import LocalModels
import Testing

@Suite struct EstimatedLawTests {
  /// Rows whose changes are ±`earlier` in the first half and ±`later` in the second.
  private static func rows(_ earlier: Double, _ later: Double) -> [Double] {
    let changes = (0..<16).map { ($0 % 2 == 0 ? 1 : -1) * ($0 < 8 ? earlier : later) }
    return changes.reduce(into: [100]) { $0.append($0[$0.count - 1] + $1) }
  }

  @Test func aLawIsAsWideAsLaterChangesAre() {
    let grown = EstimatedLaw.growth(of: Self.rows(1, 3).span)
    // Variances 1 and 9, of both halves 5.
    #expect((grown - 1.8.squareRoot()).magnitude < 1e-12)
    #expect((EstimatedLaw.growth(of: Self.rows(0, 3).span) - 2.0.squareRoot()).magnitude < 1e-12)
  }

  @Test func calmerRowsAndTrendsMakeItNoWider() {
    #expect(EstimatedLaw.growth(of: Self.rows(3, 1).span) == 1)
    #expect(EstimatedLaw.growth(of: Self.rows(2, 2).span) == 1)
    #expect(EstimatedLaw.growth(of: (0..<40).map { 3 * Double($0) }.span) == 1)
  }

  @Test func missingAndFewRowsSayNothing() {
    let rows = Self.rows(1, 3)
    let known = EstimatedLaw.growth(of: rows.span)
    #expect(EstimatedLaw.growth(of: ([.nan] + rows.flatMap { [$0, .nan] }).span) == known)
    #expect(EstimatedLaw.growth(of: [1, 1, 1, 1, 1, 9, 1, 9].span) == 1)
    #expect(EstimatedLaw.growth(of: [Double]().span) == 1)
  }

  /// A law whose deviation the members agree on.
  private static let agreed = EstimatedLaw.Spread(deviation: 1, disagreement: 0)

  /// How far a quantile lies from a forecast of zero, of rows of any sign.
  private static func distance(
    _ law: EstimatedLaw, _ stated: Double, _ spread: EstimatedLaw.Spread = agreed, step: Int, normal: Double
  ) -> Double {
    law.quantile(stated, around: 0, spread, step: step, normal: normal)
  }

  /// Numbers estimated from 40 rows: 8, so that 32 degrees of freedom are left.
  @Test func tailsAreStudentsAndSpreadWithTheSteps() {
    let law = EstimatedLaw(of: Array(repeating: -1.0, count: 40).span)
    let factor = (48.0 / 32).squareRoot()
    for probability in [0.75, 0.9, 0.975, 0.995] {
      let normal = NormalDistribution.quantile(probability)
      let student = StudentDistribution.quantile(probability, degrees: 32)
      let first = Self.distance(law, normal, step: 0, normal: normal)
      #expect((first / (factor * student) - 1).magnitude < 1e-4, "\(probability)")
      // Ten steps on, the mean change of ten rows differs from that of 40 by as much as is left to 50.
      let tenth = Self.distance(law, normal, step: 10, normal: normal)
      #expect((tenth / first - 1.25.squareRoot()).magnitude < 1e-12)
      #expect(Self.distance(law, -normal, step: 0, normal: -normal) == -first)
    }
  }

  @Test(arguments: [0.0, -1]) func levelsStayInOrderWhereALawIsSkewed(lowest: Double) {
    let law = EstimatedLaw(of: (0..<12).map { Double($0) + lowest }.span)
    let spread = EstimatedLaw.Spread(deviation: 1, disagreement: 2)
    // All but the uppermost quantiles are below the forecast.
    let quantiles = (1..<1000).map { place in
      let normal = NormalDistribution.quantile(Double(place) / 1000)
      return law.quantile(normal - 1, around: 3, spread, step: 3, normal: normal)
    }
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func rowsThatAreMissingLastAreSteps() {
    let known = (0..<40).map { Double($0 % 3) }
    let later = Self.distance(EstimatedLaw(of: (known + [.nan, .nan]).span), 1, step: 0, normal: 1)
    #expect(later == Self.distance(EstimatedLaw(of: known.span), 1, step: 2, normal: 1))
    #expect(Self.distance(EstimatedLaw(of: [Double]().span), 1, step: 5, normal: 1) == 1)
  }

  /// The law of total variance: 48/32 of a law of deviation 2, and members that lie 3 from their mean.
  @Test func modelsThatDisagreeAreNoSureness() {
    let law = EstimatedLaw(of: Array(repeating: -1.0, count: 40).span)
    let spread = EstimatedLaw.Spread(deviation: 2, disagreement: 9)
    let (alone, both) = (
      Self.distance(law, 2, .init(deviation: 2, disagreement: 0), step: 0, normal: 1),
      Self.distance(law, 2, spread, step: 0, normal: 1)
    )
    #expect((both / alone - ((6.0 + 9) / 6).squareRoot()).magnitude < 1e-12)
    // Where no law has a width there is nothing to widen.
    #expect(Self.distance(law, 0, .init(deviation: 0, disagreement: 9), step: 0, normal: 1) == 0)
  }

  @Test func rowsAboveZeroHaveALawOnTheirSquareRoots() {
    let above = EstimatedLaw(of: Array(repeating: 4.0, count: 40).span)
    // The same number of rows that do not vary either.
    let any = EstimatedLaw(of: Array(repeating: -4.0, count: 40).span)
    func quantile(_ law: EstimatedLaw, around forecast: Double, _ normal: Double) -> Double {
      law.quantile(normal, around: forecast, Self.agreed, step: 0, normal: normal)
    }
    for normal in [-3.0, -1, 1, 3] {
      let root = 2 + (quantile(any, around: 4, normal) - 4) / 4
      #expect((quantile(above, around: 4, normal) - root * root).magnitude < 1e-12, "\(normal)")
    }
    // Beyond once the forecast the law goes on as it stands, and near zero it has no end.
    for normal in [-4.0, 4] {
      let moved = quantile(any, around: 1, normal) + 0.25
      #expect((quantile(above, around: 1, normal) - moved).magnitude < 1e-12, "\(normal)")
    }
    #expect((quantile(above, around: 1e-8, 1) - quantile(any, around: 1e-8, 1)).magnitude < 1e-8)
    // A forecast below zero knows better.
    #expect(quantile(above, around: -2, -1) == quantile(any, around: -2, -1))
  }
}
