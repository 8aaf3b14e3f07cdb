import LocalForecasters
import TestSupport
import Testing

@Suite struct LevelShiftTests {
  /// Days with a week in noise of deviation 3.
  private static func days(_ count: Int, seed: UInt64 = 4, lower: Double = 0) -> [Double] {
    var generator = TestGenerator("days", seed: seed)
    return (0..<count).map { row -> Double in
      100 - lower + 6 * Double(row % 7) + 3 * generator.normal()
    }
  }

  private static func raised(_ values: [Double], by size: Double, from row: Int) -> [Double] {
    values.enumerated().map { $0 < row ? $1 : $1 + size }
  }

  @Test(arguments: [(count: 120, row: 112, size: 40.0), (300, 297, -50), (90, 66, 25), (400, 300, 20)])
  func aLastingStepIsFound(count: Int, row: Int, size: Double) throws {
    let values = Self.raised(Self.days(count), by: size, from: row)
    let shift = try #require(LevelShift(values, season: 7))
    #expect(shift.row == row && abs(shift.size - size) < 8, "\(shift)")
    let moved = shift.moved(values)
    #expect(moved[row...] == values[row...])
    #expect(moved[..<row].elementsEqual(values[..<row].map { $0 + shift.size }))
    let gaps: [Double] = values.indices.map { $0 < 4 || $0 % 17 == 5 ? .nan : values[$0] }
    let found = try #require(LevelShift(gaps, season: 7))
    #expect(abs(found.row - row) <= 1 && abs(found.size - size) < 10, "\(found)")
  }

  @Test func whatTurnsBackOrLiesFarBackIsNone() {
    let days = Self.days(200)
    let campaign: [Double] = days.indices.map { 150..<160 ~= $0 ? days[$0] + 40 : days[$0] }
    #expect(LevelShift(days, season: 7) == nil)
    #expect(LevelShift(campaign, season: 7) == nil)
    #expect(LevelShift(Self.raised(days, by: 40, from: 60), season: 7) == nil)
    #expect(LevelShift(Self.raised(days, by: 40, from: 198), season: 7) == nil)
    #expect(LevelShift(Self.raised(days, by: 1_000, from: 199), season: 7) == nil)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func whatWandersGrowsOrBendsIsNone(seed: UInt64) {
    var generator = TestGenerator("levels", seed: seed)
    var (level, walk, growth, bend) = (100.0, [Double](), [Double](), [Double]())
    for row in 0..<150 {
      level += 2 * generator.normal()
      walk.append(level + generator.normal())
      growth.append(100 * (1 + 0.02 * generator.normal()) * (0..<row).reduce(1.0) { sum, _ in sum * 1.02 })
      bend.append(100 + 2 * Double(max(0, row - 120)) + 2 * generator.normal())
    }
    for values in [walk, growth, bend] { #expect(LevelShift(values, season: 1) == nil) }
  }

  @Test func demandHasNoneAndNothingFallsBelowZero() {
    let demand = (0..<120).map { row -> Double in
      let sold = Double(row % 3)
      return row < 100 ? sold : 20 + sold
    }
    #expect(LevelShift(demand, season: 7) == nil)
    // The smallest of the rows before, 66, would be below zero at a level lower by 70; temperatures may be.
    let low = Self.raised(Self.days(150, lower: 90), by: 60, from: 0)
    let fallen = Self.raised(low, by: -70, from: 140)
    #expect(LevelShift(fallen.map { max($0, 0.1) }, season: 7) == nil)
    #expect(LevelShift(fallen.map { $0 - 200 }, season: 7) != nil)
  }

  /// Growing sales whose season grows with them look like a step where the last high season begins.
  @Test func aSeasonThatGrowsIsNone() {
    var generator = TestGenerator("season", seed: 2)
    let rows = (0..<80).map { row -> Double in
      let season = [0.6, 0.9, 1.6, 0.9][row % 4]
      return 100 * season * (1 + 0.03 * Double(row)) * (1 + 0.03 * generator.normal())
    }
    #expect(LevelShift(rows, season: 4) == nil)
  }

  /// A price that stands still until it is raised will be raised again.
  @Test(arguments: [1, 7, 12], [(10.0, 20.0), (19.99, 24.99), (0.1, 0.3)])
  func rowsThatStandStillButForAStepShowNone(season: Int, prices: (Double, Double)) {
    let rows = (0..<60).map { $0 < 50 ? prices.0 : prices.1 }
    #expect(LevelShift(rows, season: season) == nil)
  }
}
