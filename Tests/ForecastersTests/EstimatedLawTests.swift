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

  /// Numbers estimated from 40 rows: 10, so that 30 degrees of freedom are left.
  @Test func tailsAreStudentsAndSpreadWithTheSteps() {
    let law = EstimatedLaw(of: Array(repeating: 1.0, count: 40).span)
    let factor = (50.0 / 30).squareRoot()
    for probability in [0.75, 0.9, 0.975, 0.995] {
      let normal = NormalDistribution.quantile(probability)
      let student = StudentDistribution.quantile(probability, degrees: 30)
      let first = law.distance(normal, step: 0, normal: normal)
      #expect((first / (factor * student) - 1).magnitude < 1e-4, "\(probability)")
      // Ten steps on, the mean change of ten rows differs from that of 40 by as much as is left to 50.
      let tenth = law.distance(normal, step: 10, normal: normal)
      #expect((tenth / first - 1.25.squareRoot()).magnitude < 1e-12)
      #expect(law.distance(-normal, step: 0, normal: -normal) == -first)
    }
  }

  @Test func levelsStayInOrderWhereALawIsSkewed() {
    let law = EstimatedLaw(of: (0..<12).map { Double($0) }.span)
    // All but the uppermost quantiles are below the forecast.
    let quantiles = (1..<1000).map { place in
      let normal = NormalDistribution.quantile(Double(place) / 1000)
      return law.distance(normal - 1, step: 3, normal: normal)
    }
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func rowsThatAreMissingLastAreSteps() {
    let known = (0..<40).map { Double($0 % 3) }
    let later = EstimatedLaw(of: (known + [.nan, .nan]).span).distance(1, step: 0, normal: 1)
    #expect(later == EstimatedLaw(of: known.span).distance(1, step: 2, normal: 1))
    #expect(EstimatedLaw(of: [Double]().span).distance(1, step: 5, normal: 1) == 1)
  }
}
