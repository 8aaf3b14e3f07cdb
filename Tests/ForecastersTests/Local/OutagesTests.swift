import LocalForecasters
import Testing

@Suite struct OutagesTests {
  /// Eight weeks of days between 100 and 148.
  private static let days: [Double] = (0..<56).map { row -> Double in
    let (day, noise) = (row % 7, row * 5 % 13)
    return Double(100 + 6 * day + noise)
  }

  private static func days(_ value: Double, in rows: [Int]) -> [Double] {
    days.indices.map { rows.contains($0) ? value : days[$0] }
  }

  @Test(arguments: [[20, 21, 22], [4, 19, 35], [30, 31], [0, 1, 2, 40]])
  func zerosFarFromAllOthersAreNoValues(rows: [Int]) {
    #expect(Outages.rows(of: Self.days, season: 7).isEmpty)
    #expect(Outages.rows(of: Self.days(0, in: rows), season: 7) == rows)
    #expect(Outages.rows(of: Self.days(-9999, in: rows), season: 7) == rows)
    #expect(Outages.rows(of: Self.days(1e20, in: rows), season: 7) == rows)
  }

  @Test func aValueNearOthersIsOne() {
    #expect(Outages.rows(of: Self.days(90, in: [20, 21, 22]), season: 7).isEmpty)
    #expect(Outages.rows(of: Self.days(200, in: [20, 21, 22]), season: 7).isEmpty)
    let nearZero = Self.days(0, in: [20, 21, 22]).map { $0 == 0 ? 0 : $0 - 95 }
    #expect(Outages.rows(of: nearZero, season: 7).isEmpty)
  }

  @Test func manyZerosAreDemand() {
    #expect(Outages.rows(of: Self.days(0, in: [8, 20, 22, 33, 47]), season: 7) == [8, 20, 22, 33, 47])
    #expect(Outages.rows(of: Self.days(0, in: [8, 20, 22, 33, 41, 47]), season: 7).isEmpty)
  }

  @Test func whatLastsOrComesAgainIsNoOutage() {
    #expect(Outages.rows(of: Self.days(0, in: [53, 54, 55]), season: 7).isEmpty)
    #expect(Outages.rows(of: Self.days(0, in: [6, 13, 20]), season: 7).isEmpty)
    #expect(Outages.rows(of: Self.days(0, in: [6, 13, 20]), season: 1) == [6, 13, 20])
    #expect(Outages.rows(of: Self.days(0, in: [12, 13, 40, 41]), season: 28).isEmpty)
  }

  /// The season of counted rows is not told, and hours have a week besides their day.
  @Test func whatComesAtEqualDistancesThroughTheRowsIsNoOutage() {
    for season in [0, 1, 7] {
      #expect(Outages.rows(of: Self.days(0, in: [6, 18, 30, 42]), season: season).isEmpty)
      #expect(Outages.rows(of: Self.days(0, in: [4, 14, 15, 24]), season: season) == [4, 14, 15, 24])
    }
  }

  @Test func demandAndPricesHaveOutagesAtZeroOrBelowOnly() {
    let demand: [Double] = (0..<60).map { $0 % 4 == 1 ? 1 : 0 }
    let prices: [Double] = (0..<60).map { $0 < 40 ? 5 : 5.1 }
    func rows(_ values: [Double], _ odd: Double) -> [Int] {
      Outages.rows(of: values.indices.map { [20, 33].contains($0) ? odd : values[$0] }, season: 7)
    }
    #expect(rows(demand, 6).isEmpty && rows(prices, 4).isEmpty)
    #expect(rows(demand, -9999) == [20, 33] && rows(prices, 0) == [20, 33])
  }

  @Test func oddRowsOfEveryKindAreLeftOut() {
    let idle = [Double](repeating: 3, count: 60)
    var values = idle + Self.days(0, in: [20, 21, 23])
    values[60 + 44] = 5000
    let odd = OddRows(values, season: 7)
    #expect(odd.idleCount == 60)
    #expect(odd.outages == [80, 81, 83] && odd.lone == [104])
    let left = odd.leftOut(of: values)
    #expect(left.indices.filter { left[$0].isNaN } == Array(0..<60) + [80, 81, 83, 104])
    #expect(OddRows(Self.days, season: 7).leftOut(of: Self.days) == Self.days)
  }
}
