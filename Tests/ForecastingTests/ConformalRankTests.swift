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

  @Test func theHighestLevelIsTheLastThatHasBothRanks() {
    for count in [4, 19, 39, 199] {
      let level = ConformalRank.highestLevel(count: count)
      #expect(ConformalRank.lower(count: count, level: level) == 1)
      #expect(ConformalRank.upper(count: count, level: level) == count)
      #expect(ConformalRank.lower(count: count, level: level + 0.001) == nil)
    }
  }
}
