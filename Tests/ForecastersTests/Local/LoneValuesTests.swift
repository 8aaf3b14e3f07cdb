import LocalForecasters
import Testing

@Suite struct LoneValuesTests {
  /// Two years of months with a season and some noise.
  private static let sales: [Double] = (0..<24).map { row -> Double in
    let (month, noise) = (row % 12, row * 7 % 5)
    return Double(100 + 20 * month + noise)
  }

  private static func sales(_ changes: [Int: Double]) -> [Double] {
    sales.indices.map { changes[$0] ?? sales[$0] }
  }

  @Test func aSlipOfThePenIsLone() {
    #expect(LoneValues.rows(of: Self.sales).isEmpty)
    for row in [0, 7, 18, 22] {
      #expect(LoneValues.rows(of: Self.sales([row: 10 * Self.sales[row]])) == [row])
      #expect(LoneValues.rows(of: Self.sales([row: -9999])) == [row])
    }
    #expect(LoneValues.rows(of: Self.sales([18: 2000, 19: 1500])) == [18, 19])
  }

  @Test func missingRowsArePassedOver() {
    #expect(LoneValues.rows(of: Self.sales([3: .nan, 17: .nan, 18: 2000, 20: .nan])) == [18])
    #expect(LoneValues.rows(of: [Double](repeating: .nan, count: 24)).isEmpty)
  }

  /// Nobody knows whether it is the first of many.
  @Test func theLastValueIsNot() {
    #expect(LoneValues.rows(of: Self.sales([23: 2000])).isEmpty)
    #expect(LoneValues.rows(of: Self.sales([22: 2000, 23: 2000])).isEmpty)
  }

  @Test(arguments: 1...8) func aNewLevelIsNot(rows: Int) {
    let changes = (24 - rows..<24).map { ($0, 5 * Self.sales[$0]) }
    #expect(LoneValues.rows(of: Self.sales(Dictionary(uniqueKeysWithValues: changes))).isEmpty)
  }

  @Test func whatComesAgainIsNot() {
    #expect(LoneValues.rows(of: Self.sales([8: 2000, 20: 2000])).isEmpty)
    #expect(LoneValues.rows(of: Self.sales([17: 2000, 18: 1500, 19: 1500])).isEmpty)
  }

  @Test func demandThatIsOftenZeroHasNone() {
    let seldom = (0..<40).map { $0 % 5 == 0 ? Double($0 % 3) : 0 }
    #expect(LoneValues.rows(of: seldom.indices.map { $0 == 33 ? 50 : seldom[$0] }).isEmpty)
  }

  @Test func fewRowsSayNothingOfWhatIsUsual() {
    let few: [Double] = [1, 2, 1, 3, 2, 1, 90, 2, 1, 3, 2]
    #expect(LoneValues.rows(of: few).isEmpty)
    #expect(LoneValues.rows(of: few + [1]) == [6])
  }
}
