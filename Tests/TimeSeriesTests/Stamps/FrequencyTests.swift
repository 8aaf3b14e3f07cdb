import Testing
import TimeSeries

@Suite struct FrequencyTests {
  func frequency(_ stamps: [String]) throws -> Frequency { try parse(series(stamps)).frequency }

  @Test func inferenceKnowsTheCalendar() throws {
    #expect(
      try frequency(["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"]) == .months(1, isMonthEnd: true))
    #expect(try frequency(["2020-01-01", "2020-02-01", "2020-03-01"]) == .months(1, isMonthEnd: false))
    #expect(try frequency(["2020-01-30", "2020-02-29", "2020-03-30"]) == .calendarMonths(1, .day(30)))
    #expect(try frequency(["2020-03-31", "2020-06-30", "2020-09-30"]) == .months(3, isMonthEnd: true))
    #expect(try frequency(["2018", "2019", "2020", "2021"]) == .months(12, isMonthEnd: false))
    #expect(try frequency(["2020-01-01", "2020-01-08", "2020-01-15"]) == .days(7))
    #expect(try frequency(["2020-01-01", "2020-01-31", "2020-03-01"]) == .days(30))
    #expect(
      try frequency(["2020-01-09", "2020-01-10", "2020-01-13", "2020-01-14", "2020-01-15"]) == .businessDays)
    #expect(try frequency(["2020-01-06", "2020-01-07", "2020-01-08"]) == .days(1))
    #expect(try frequency(["2020-01-01 00:00", "2020-01-01 00:15", "2020-01-01 00:30"]) == .minutes(15))
  }

  @Test func irregularitiesNameTheirLines() throws {
    var options = ReadingOptions()
    (options.gapRule, options.duplicateRule) = (.keep, .keep)
    let frame = try parse(
      series(
        [
          "2020-01-01 00:00", "2020-01-01 01:00", "2020-01-01 01:00", "2020-01-01 02:00", "2020-01-01 05:00",
          "2020-01-01 06:00", "2020-01-01 07:00", "2020-01-01 08:10", "2020-01-01 09:00", "2020-01-01 10:00",
          "2020-01-01 11:00", "2020-01-01 12:00",
        ] + (13...23).map { "2020-01-01 \($0):00" }
          + (10...23).map { "2020-01-02 \($0 - 10 < 10 ? "0" : "")\($0 - 10):00" }), options)
    #expect(frame.frequency == .hours(1))
    #expect(frame.only.irregularities.map(\.line) == [4, 6, 9, 10])
    #expect(
      frame.only.irregularities.map(\.description) == [
        "line 4: stamp 2020-01-01 01:00:00 appears twice",
        "line 6: 2 rows missing between 2020-01-01 02:00:00 and 2020-01-01 05:00:00",
        "line 9: stamp 2020-01-01 08:10:00 is not on the grid of the others (1 h)",
        "line 10: 1 row missing between 2020-01-01 07:00:00 and 2020-01-01 09:00:00",
      ])
  }

  @Test func gapsAreCountedInCalendarSteps() throws {
    let months = try parse(series(["2020-01-31", "2020-02-29", "2020-05-31", "2020-06-30", "2020-07-31"]))
    #expect(
      months.only.irregularities == [
        .gap(
          line: 4, from: Timestamp(year: 2020, month: 2, day: 29),
          to: Timestamp(year: 2020, month: 5, day: 31), missingSteps: 2)
      ])
    let business = try parse(
      series([
        "2020-01-09", "2020-01-10", "2020-01-13", "2020-01-14", "2020-01-15", "2020-01-20", "2020-01-21",
      ]))
    #expect(
      business.only.irregularities == [
        .gap(
          line: 7, from: Timestamp(year: 2020, month: 1, day: 15),
          to: Timestamp(year: 2020, month: 1, day: 20), missingSteps: 2)
      ])
  }

  @Test func advancingKeepsToTheCalendar() {
    let friday = Timestamp(year: 2020, month: 1, day: 10, hour: 9)
    #expect(Frequency.businessDays.advance(friday) == Timestamp(year: 2020, month: 1, day: 13, hour: 9))
    #expect(
      Frequency.businessDays.advance(friday, by: 11) == Timestamp(year: 2020, month: 1, day: 27, hour: 9))
    #expect(
      Frequency.businessDays.advance(friday, by: -5) == Timestamp(year: 2020, month: 1, day: 3, hour: 9))
    let sunday = Timestamp(year: 2020, month: 1, day: 12)
    #expect(Frequency.businessDays.advance(sunday) == Timestamp(year: 2020, month: 1, day: 13))
    #expect(Frequency.businessDays.advance(sunday, by: -1) == Timestamp(year: 2020, month: 1, day: 10))
    let end = Timestamp(year: 2020, month: 1, day: 31)
    #expect(Frequency.months(1, isMonthEnd: false).stamps(after: end, count: 3).map(\.day) == [29, 31, 30])
    let short = Timestamp(year: 2019, month: 2, day: 28)
    #expect(Frequency.months(1, isMonthEnd: true).stamps(after: short, count: 2).map(\.day) == [31, 30])
    #expect(Frequency.months(12, isMonthEnd: false).advance(end, by: -2).year == 2018)
  }

  @Test(arguments: [
    ("1h", "1 h", 24), ("15min", "15 min", 96), ("10min", "10 min", 144), ("30min", "30 min", 48),
    ("1d", "1 day", 7),
    ("1w", "1 week", 52), ("1bd", "business day", 5), ("1mo", "1 month", 12),
    ("1mo-end", "1 month (month end)", 12),
    ("1q", "3 months", 4), ("1q-end", "3 months (month end)", 4), ("1y", "1 year", 1), ("4h", "4 h", 6),
    ("30s", "30 s", 2), ("250ms", "250 ms", 240), ("90min", "90 min", 16), ("2d", "2 days", 1),
    ("5mo", "5 months", 1),
  ])
  func codesRoundTrip(code: String, description: String, season: Int) throws {
    let frequency = try Frequency(code: code)
    #expect(frequency.code == code)
    #expect(frequency.description == description)
    #expect(frequency.defaultSeasonLength == season)
  }

  @Test(arguments: ["", "0h", "-1h", "1x", "2bd", "1.5h", "1h ", "99999999999999999999h", "1x1"])
  func otherCodesAreErrors(code: String) {
    let found = dataError { () throws(DataError) in try Frequency(code: code) }
    #expect(found?.kind == .invalidOption)
  }

  @Test func featuresFollowTheFrequency() throws {
    let stamp = Timestamp(year: 2016, month: 7, day: 1, hour: 23, minute: 59, second: 30)
    func names(_ code: String) throws -> [String] { CalendarFeatures(for: try Frequency(code: code)).names }
    #expect(try names("1y") == [])
    #expect(try names("1q") == ["month"])
    #expect(try names("1mo-end") == ["month"])
    #expect(try names("1w") == ["day", "week"])
    #expect(try names("1d") == ["weekday", "day", "dayOfYear"])
    #expect(try names("1bd") == ["weekday", "day", "dayOfYear"])
    #expect(try names("1h") == ["hour", "weekday", "day", "dayOfYear"])
    #expect(try names("10min") == ["minute", "hour", "weekday", "day", "dayOfYear"])
    #expect(try names("5s") == ["second", "minute", "hour", "weekday", "day", "dayOfYear"])
    // Friday 1 July 2016 is day 183 of the year, in week 26.
    let seconds = CalendarFeatures(for: try Frequency(code: "1s")).values(at: stamp)
    let second: Double = 30.0 / 59 - 0.5, weekday: Double = 4.0 / 6 - 0.5,
      dayOfYear: Double = 182.0 / 365 - 0.5
    #expect(seconds == [Float(second), 0.5, 0.5, Float(weekday), -0.5, Float(dayOfYear)])
    let week = Float(25.0 / 52 - 0.5 as Double), month = Float(6.0 / 11 - 0.5 as Double)
    #expect(CalendarFeatures(for: .days(7)).values(at: stamp) == [-0.5, week])
    #expect(CalendarFeatures(for: .months(1, isMonthEnd: false)).values(at: stamp) == [month])
  }
}
