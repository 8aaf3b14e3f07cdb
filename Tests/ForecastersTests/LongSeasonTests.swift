import Forecasters
import TestSupport
import Testing

@Suite struct LongSeasonTests {
  /// Hours with a day: lower on two days of seven by `dip`, with noise, and a level that wanders by `step` an hour.
  private static func hours(_ count: Int, dip: Double, step: Double = 0) -> [Double] {
    var generator = TestGenerator("hours", seed: 4)
    var level = 100.0
    return (0..<count).map { hour in
      level += step * generator.normal()
      let wave = Double((hour % 24 - 12).magnitude)
      return level + wave - (hour / 24 % 7 > 4 ? dip : 0) + 3 * generator.normal()
    }
  }

  @Test func theWeekOfHoursIsSeenWhereDaysDiffer() throws {
    let week = try #require(LongSeason([24, 168]))
    #expect(week.shows(in: Self.hours(600, dip: 12)))
    #expect(week.shows(in: Self.hours(600, dip: 12, step: 0.3)))
    #expect(!week.shows(in: Self.hours(600, dip: 0)))
    #expect(!week.shows(in: Self.hours(600, dip: 0, step: 1)))
  }

  @Test func theYearOfDaysIsSeen() throws {
    let year = try #require(LongSeason([7, 365]))
    var generator = TestGenerator("days", seed: 4)
    let noise = (0..<1_100).map { _ in 3 * generator.normal() }
    let rows = noise.enumerated().map { day, noise in Double((day % 365 - 182).magnitude) / 18 + noise }
    #expect(year.shows(in: rows))
    #expect(!year.shows(in: noise))
  }

  @Test func itIsSeenThroughGapsAndNotInFewRows() throws {
    let week = try #require(LongSeason([24, 168]))
    var rows = Self.hours(600, dip: 12)
    for row in rows.indices where row % 50 == 0 { rows[row] = .nan }
    #expect(week.shows(in: rows))
    // Two seasons and a half, half a season being the nearest number of days.
    #expect(week.shows(in: Self.hours(432, dip: 12)))
    #expect(!week.shows(in: Self.hours(431, dip: 12)))
  }

  @Test func aShorterSeasonAloneIsNone() throws {
    let week = try #require(LongSeason([24, 168]))
    let day = (0..<600).map { Double($0 % 24) / 7 }
    #expect(!week.shows(in: day))
    #expect(!week.shows(in: day.enumerated().map { 1e-3 * Double($0) + $1 }))
    #expect(!week.shows(in: [Double](repeating: 3, count: 600)))
  }

  @Test func theYearOfWeeksIsLongForSmoothingModels() throws {
    let year = try #require(LongSeason(unsmoothed: 52))
    var generator = TestGenerator("weeks", seed: 4)
    let noise = (0..<200).map { _ in 3 * generator.normal() }
    #expect(year.shows(in: noise.enumerated().map { Double(($0 % 52 - 26).magnitude) / 2 + $1 }))
    #expect(!year.shows(in: noise))
    #expect(LongSeason(unsmoothed: 24) == nil)
  }

  @Test func thereIsOneWhereAFrequencyHasALongerSeason() {
    #expect(LongSeason([144, 1008, 6])?.rows == 1008)
    #expect(LongSeason([12]) == nil && LongSeason([]) == nil && LongSeason([24, 6]) == nil)
  }
}
