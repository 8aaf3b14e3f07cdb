import LocalForecasters
import Testing

@Suite struct SeriesStartTests {
  private static let sales = (0..<20).map { Double($0 * $0 % 7 + 1) }
  private static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }

  @Test func zerosBeforeTheFirstSaleAreIdle() {
    #expect(SeriesStart.idleRows(of: Self.zeros(40) + Self.sales, season: 12) == 40)
    #expect(SeriesStart.idleRows(of: [.nan, .nan] + Self.zeros(40) + Self.sales, season: 12) == 42)
    #expect(SeriesStart.idleRows(of: Self.sales, season: 1) == 0)
    #expect(
      SeriesStart.idleRows(of: Self.zeros(40), season: 1) == 0 && SeriesStart.idleRows(of: [], season: 1) == 0
    )
  }

  @Test func fewZerosAndFewLaterRowsLeaveTheSeriesWhole() {
    #expect(SeriesStart.idleRows(of: Self.zeros(24) + Self.sales, season: 12) == 24)
    #expect(SeriesStart.idleRows(of: Self.zeros(23) + Self.sales, season: 12) == 0)
    #expect(SeriesStart.idleRows(of: Self.zeros(8) + Self.sales, season: 1) == 8)
    #expect(SeriesStart.idleRows(of: Self.zeros(7) + Self.sales, season: 1) == 0)
    #expect(SeriesStart.idleRows(of: Self.zeros(40) + Self.sales.prefix(8), season: 12) == 40)
    #expect(SeriesStart.idleRows(of: Self.zeros(40) + Self.sales.prefix(7), season: 12) == 0)
  }

  /// Demand that is often zero begins with some zeros, too.
  @Test func zerosAsManyAsLaterOnesAreDemand() {
    let later = Self.sales + Self.zeros(20) + Self.sales
    #expect(SeriesStart.idleRows(of: Self.zeros(40) + later, season: 1) == 0)
    #expect(SeriesStart.idleRows(of: Self.zeros(41) + later, season: 1) == 41)
  }
}
