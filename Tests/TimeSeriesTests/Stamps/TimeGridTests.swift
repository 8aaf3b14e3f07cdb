import Calendar
import Stamps
import Testing

@Suite struct TimeGridTests {
  /// Frequencies that data can have, by code.
  static let codes = [
    "1ns", "250us", "1ms", "1234567ms", "1/30s", "1/1024s", "100/2997s", "1s", "30s", "1min", "10min",
    "90min", "1h",
    "3h", "1d", "2d", "10d", "1w", "2w", "1bd", "1d@sun-thu", "1d@mon-sat", "1d@mon+wed+fri", "1mo",
    "1mo-end",
    "1mo-30", "1mo-29", "1mo-last-working-day", "1mo-first-working-day", "1q", "1q-end", "2q", "1y",
    "1y-end",
    "mo@1+15", "mo@15+end", "mo@1+11+21", "1h@mon-fri/09:30-15:30", "30min@mon-fri/09:30-11:00+13:00-14:30",
    "1h@mon-thu/00:00-23:00;fri/00:00-21:00;sun/22:00-23:00", "1step", "5step", "1/4step",
  ]

  @Test(arguments: codes)
  func everyFrequencyCanBeWrittenAndReadBack(code: String) throws {
    let frequency = try Frequency(code: code)
    #expect(frequency.code == code)
    #expect(try Frequency(code: frequency.code) == frequency)
  }

  /// What pandas calls them.
  @Test(arguments: [
    ("H", "1h"), ("15T", "15min"), ("15min", "15min"), ("D", "1d"), ("W", "1w"), ("W-SUN", "1w"),
    ("B", "1bd"), ("MS", "1mo"),
    ("M", "1mo-end"), ("ME", "1mo-end"), ("BM", "1mo-last-working-day"), ("QS", "1q"), ("Q", "1q-end"),
    ("YS", "1y"),
    ("A", "1y-end"), ("SMS", "mo@1+15"), ("L", "1ms"), ("12H", "12h"),
  ])
  func pandasCodesAreUnderstood(alias: String, code: String) throws {
    #expect(try Frequency(code: alias).code == code)
  }

  @Test(arguments: [
    "1/0s", "0/1s", "1h@", "1h@mon", "1h@mon/25:00-26:00", "1h@mon/10:00-09:00", "1h@mon/09:00-09:30", "mo@1",
    "mo@1+32",
    "mo@30+end", "1mo-32", "1mo-0", "1mo-+1", "1d@", "1d@xyz", "99999999999999999999ns", "W-XYZ", "2B",
    "1h@mon/09:00-10:00;mon/09:30-10:30",
    "9223372036854775807w", "/1s", "1//2s", "1/2/3s",
  ])
  func otherCodesAreErrors(code: String) {
    #expect(dataError { () throws(DataError) in try Frequency(code: code) }?.kind == .invalidOption)
  }

  static let start = Timestamp(year: 2016, month: 1, day: 4, hour: 0)

  static func first(of frequency: Frequency) -> Timestamp {
    switch frequency {
    case .sessions(let week): week.stamp(week.ordinal(start).ordinal + 1)
    case .calendarMonths, .monthDays, .weekdays: frequency.advance(start)
    case .counter: Timestamp(seconds: 100)
    case .span: start
    }
  }

  @Test(arguments: codes)
  func positionsAndStampsAreInverse(code: String) throws {
    let frequency = try Frequency(code: code)
    let grid = TimeGrid(start: Self.first(of: frequency), frequency: frequency, count: 1000)
    for position in [-400, -1, 0, 1, 2, 3, 57, 58, 59, 365, 999] {
      let stamp = grid.stamp(at: position)
      #expect(grid.index(of: stamp) == position)
      // Fractional steps are rounded: one nanosecond is none.
      let before: Int128 = code.contains("/") && code.hasSuffix("s") ? -2 : -1
      #expect(grid.position(atOrBefore: stamp.advanced(byNanoseconds: before)) == position - 1)
      if position < 999 { #expect(stamp < grid.stamp(at: position + 1)) }
    }
    #expect(grid.stamps(after: grid.stamp(at: 10), count: 3) == (11...13).map(grid.stamp(at:)))
  }

  @Test func theDayOfTheMonthOutlivesFebruary() throws {
    for (code, days) in [("1mo-30", [30, 30, 30]), ("1mo-29", [29, 29, 29]), ("1mo-end", [31, 30, 31])] {
      let frequency = try Frequency(code: code)
      #expect(frequency.stamps(after: Timestamp(year: 2015, month: 2, day: 28), count: 3).map(\.day) == days)
    }
  }

  /// From calendars: last working days of 2016, ends of sessions over a weekend.
  @Test func anchorsKeepToTheWorkingWeek() throws {
    let last = try Frequency(code: "1mo-last-working-day").stamps(
      after: Timestamp(year: 2015, month: 12, day: 31), count: 5)
    #expect(last.map(\.day) == [29, 29, 31, 29, 31])
    let first = try Frequency(code: "1mo-first-working-day").stamps(
      after: Timestamp(year: 2016, month: 1), count: 4)
    #expect(first.map(\.day) == [1, 1, 1, 2])
    let session = try Frequency(code: "1h@mon-fri/09:30-15:30")
    let friday = Timestamp(year: 2016, month: 7, day: 1, hour: 15, minute: 30)
    #expect(session.advance(friday).description == "2016-07-04 09:30:00")
    #expect(session.advance(friday, by: -7).description == "2016-06-30 15:30:00")
    let sunday = try Frequency(code: "1d@sun-thu")
    #expect(sunday.advance(Timestamp(year: 2016, month: 6, day: 30)).description == "2016-07-03 00:00:00")
  }

  /// Thirty rows a second: after a day the stamps are still exact.
  @Test func fractionsOfASecondDoNotDrift() throws {
    let step = try Frequency(code: "1/30s")
    #expect(step.advance(Self.start, by: 30 * 86_400) == Timestamp(year: 2016, month: 1, day: 5))
    #expect(step.advance(Self.start, by: 1).nanosecond == 33_333_333)
    #expect(step.advance(Self.start, by: 2).nanosecond == 66_666_667)
  }

  @Test func phasesComeFromTheCalendar() throws {
    func phase(_ code: String, _ stamp: Timestamp, _ season: Int) throws -> Int {
      TimeGrid(start: stamp, frequency: try Frequency(code: code), count: 1).phase(at: 0, season: season)
    }
    let friday = Timestamp(year: 2016, month: 7, day: 1, hour: 13, minute: 30)
    #expect(try phase("1h", friday, 24) == 13)
    #expect(try phase("1h", friday, 168) == 4 * 24 + 13)
    #expect(try phase("30min", friday, 48) == 27)
    #expect(try phase("1d", friday, 7) == 4)
    #expect(try phase("1bd", friday, 5) == 4)
    #expect(try phase("1mo", friday, 12) == 6)
    #expect(try phase("1q", friday, 4) == 2)
    #expect(try phase("mo@1+15", friday, 24) == 12)
    #expect(try phase("1h@mon-fri/09:30-15:30", friday, 7) == 4)
    #expect(try phase("1step", Timestamp(seconds: 107), 10) == 7)
  }

  @Test(arguments: codes)
  func droppingLeadingRowsChangesNoPhase(code: String) throws {
    let frequency = try Frequency(code: code)
    let grid = TimeGrid(start: Self.first(of: frequency), frequency: frequency, count: 100)
    for dropped in [1, 2, 13, 57] {
      let later = TimeGrid(start: grid.stamp(at: dropped), frequency: frequency, count: 100 - dropped)
      for season in [2, 7, 12, 24] {
        for position in [0, 1, 5, 40] {
          let stamp = grid.stamp(at: dropped + position)
          #expect(
            later.phase(at: position, season: season) == grid.phase(at: dropped + position, season: season))
          #expect(later.phase(of: stamp, season: season) == grid.phase(of: stamp, season: season))
        }
      }
    }
  }

  @Test(arguments: [
    ("1d@sun-thu", [5]), ("mo@1+11+21", [36]), ("1h@mon-fri/09:30-15:30", [7, 35]), ("1step", []),
    ("1/30s", [1800, 108_000, 2_592_000]),
    ("6mo", [2]), ("1d", [7, 365]), ("1h", [24, 168]), ("1min", [1440, 10_080, 60]), ("1w", [52]),
    ("1bd", [5, 261]),
  ])
  func seasonsOfAFrequency(code: String, seasons: [Int]) throws {
    #expect(try Frequency(code: code).seasonCandidates == seasons)
  }

  /// Every day of 400 years against a count of days by hand.
  @Test func everyDayOfFourCenturiesHasItsFields() {
    var (day, weekday) = (-25_567 - 0, 0)
    // 1900-01-01 was a Monday, 25,567 days before 1970-01-01.
    for year in 1900..<2300 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      var dayOfYear = 0
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for date in 1...length {
          dayOfYear += 1
          let stamp = Timestamp(seconds: Int64(day) * 86_400 + 86_399, nanoseconds: 999_999_999)
          let isRight =
            stamp.date == Timestamp.Day(year: year, month: month + 1, day: date) && stamp.weekday == weekday
            && stamp.dayOfYear == dayOfYear && stamp.hour == 23 && stamp.second == 59
          if !isRight { Issue.record("\(year)-\(month + 1)-\(date): \(stamp)") }
          (day, weekday) = (day + 1, (weekday + 1) % 7)
        }
      }
    }
  }
}
