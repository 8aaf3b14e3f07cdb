import Conformal
import Forecasting
import Testing

struct ConformalRankTests {
  /// The check values of split conformal prediction.
  @Test func ranksAreThoseOfFiniteSamples() {
    #expect(ConformalRank.symmetric(count: 19, level: 0.95) == 19)
    #expect(ConformalRank.symmetric(count: 19, level: 0.8) == 16)
    #expect(ConformalRank.symmetric(count: 18, level: 0.95) == nil)
    #expect(
      ConformalRank.lower(count: 19, level: 0.9) == 1 && ConformalRank.upper(count: 19, level: 0.9) == 19)
    #expect(
      ConformalRank.lower(count: 18, level: 0.9) == nil && ConformalRank.upper(count: 18, level: 0.9) == nil)
    #expect(
      ConformalRank.lower(count: 39, level: 0.95) == 1 && ConformalRank.upper(count: 39, level: 0.95) == 39)
    #expect(ConformalRank.lower(count: 0, level: 0.5) == nil)
  }

  /// Nineteen independent residuals among 190 have bounds at the same places of the sample, and of the same levels.
  @Test func residualsThatOverlapAreWorthFewer() throws {
    for (count, independent, level) in [(190, 19.0, 0.9), (1900, 39, 0.95), (50, 20.5, 0.8)] {
      let upper = try #require(
        ConformalRank.upper(count: count, independent: independent, level: level))
      let lower = try #require(
        ConformalRank.lower(count: count, independent: independent, level: level))
      #expect(lower + upper == count + 1)
      let alone = (independent + 1) * (1 + level) / 2
      let place = (alone - 0.5) / independent
      #expect((Double(upper) - 0.5) / Double(count) >= place - 1e-9)
      #expect((Double(upper) - 1.5) / Double(count) < place)
      // Wider than as many independent ones would make them.
      let free = try #require(ConformalRank.upper(count: count, level: level))
      #expect(upper >= free)
    }
    #expect(ConformalRank.upper(count: 1900, independent: 10, level: 0.95) == 1900)
    #expect(ConformalRank.upper(count: 38, independent: 30, level: 0.95) == nil)
    for count in 1...60 {
      for level in [0.5, 0.8, 0.95] {
        let all = ConformalRank.upper(count: count, independent: Double(count), level: level)
        #expect(all == ConformalRank.upper(count: count, level: level))
      }
    }
  }

  @Test func theHighestLevelIsTheLastThatHasBothRanks() {
    for count in [4, 19, 39, 199] {
      let level = ConformalRank.highestLevel(count: count)
      #expect(ConformalRank.lower(count: count, level: level) == 1)
      #expect(ConformalRank.upper(count: count, level: level) == count)
      #expect(ConformalRank.lower(count: count, level: level + 0.001) == nil)
    }
  }
}
