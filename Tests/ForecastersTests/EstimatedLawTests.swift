import Forecasters
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
}
