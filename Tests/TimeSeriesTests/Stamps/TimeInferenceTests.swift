import Calendar
import Grids
import Stamps
import TestSupport
import Testing

@Suite struct TimeInferenceTests {
  static func stamps(_ code: String, _ count: Int, from start: Timestamp? = nil) throws -> [Timestamp] {
    let frequency = try Frequency(code: code)
    let grid = TimeGrid(
      start: start ?? TimeGridTests.first(of: frequency), frequency: frequency, count: count)
    return grid.stamps
  }

  /// The form in which tests write stamps of a frequency.
  static func form(_ code: String) throws -> StampForm {
    try StampForm(code: code.hasSuffix("step") ? "%{counter.2}" : "%Y-%m-%d %H:%M:%S.%9f")
  }

  @Test(arguments: TimeGridTests.codes)
  func whatCanBeStoredCanBeInferred(code: String) throws {
    let stamps = try Self.stamps(code, 400)
    let reading = try GridReading(stamps, form: Self.form(code))
    #expect(reading.grid.frequency.code == code)
    #expect(reading.irregularities.isEmpty)
    #expect(reading.grid.stamps(after: stamps[399], count: 20) == (try Self.stamps(code, 420)).suffix(20))
  }

  /// A clock that drifts by some milliseconds has a step that is a decimal, not the fraction that fits best.
  @Test func aStepThatDriftsIsADecimal() throws {
    let stamps = Self.logger { $0.next(in: 95...105) }
    let reading = try GridReading(stamps, form: Self.form("10s"))
    #expect(reading.places.isEmpty && reading.grid.count == stamps.count)
    #expect(!reading.grid.frequency.code.contains("/"), "\(reading.grid.frequency.code)")
  }

  /// One that waits ten seconds behind each row, which takes its time too: rows count as the nearest of full ten seconds, found and told.
  @Test(arguments: [nil, "10s"])
  func aLoggerThatWaitsBehindEachRowHasFullSteps(code: String?) throws {
    let stamps = Self.logger { $0.next(in: 0...500) }
    let reading = try GridReading(
      stamps, form: Self.form("10s"), frequency: code.map { try Frequency(code: $0) })
    #expect(reading.grid.frequency.code == "10s" && reading.presentCount == stamps.count)
    let span = stamps[2999].seconds - stamps[0].seconds
    #expect((reading.grid.count - 1 - Int(span / 10)).magnitude <= 1)
    #expect(reading.grid.stamps(after: stamps[2999], count: 1)[0].seconds % 10 == 0)
  }

  /// Heart beats and passing buses are as often early as late: no steps of theirs can be counted.
  @Test func eventsAboutAsFarApartAreNoSteps() throws {
    let stamps = Self.logger { $0.next(in: -250...250) + $0.next(in: -250...250) }
    for frequency in [nil, try Frequency(code: "10s")] {
      let error = dataError { () throws(DataError) in try GridReading(stamps, frequency: frequency) }
      #expect(error?.kind == .noFrequency)
    }
  }

  /// Stamps about ten seconds apart, each later by some milliseconds.
  private static func logger(late: (inout TestGenerator) -> Int64) -> [Timestamp] {
    var generator = TestGenerator(seed: 11)
    var stamp = Timestamp(year: 2024)
    return (0..<3000).map { _ in
      stamp = stamp.advanced(byNanoseconds: Int128(10_000 + late(&generator)) * 1_000_000)
      return stamp
    }
  }

  /// Random grids with rows dropped, repeated and mistyped: found again or refused, never another.
  @Test(arguments: TimeGridTests.codes)
  func theGridIsRecoveredOrRefused(code: String) throws {
    var generator = TestGenerator(seed: code.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
    let frequency = try Frequency(code: code)
    let form = try Self.form(code)
    var refusals = 0
    for _ in 0..<40 {
      // Weeks whose days differ need more than two of them.
      let count = Int(generator.next(in: (code.contains(";") ? 300 : 60)...600))
      let base = TimeGridTests.first(of: frequency)
      let start = frequency.advance(base, by: Int(generator.next(in: 0...500)))
      var stamps = try Self.stamps(code, count, from: start)
      for _ in 0..<generator.next(in: 0...3) {
        stamps.remove(at: Int(generator.next(in: 1...Int64(stamps.count - 2))))
      }
      if generator.next() % 3 == 0 {
        let row = Int(generator.next(in: 0...Int64(stamps.count - 1)))
        stamps.insert(stamps[row], at: row)
      }
      if generator.next() % 3 == 0 {
        let row = Int(generator.next(in: 1...Int64(stamps.count - 2)))
        let span = stamps[row + 1].nanoseconds(since: stamps[row])
        stamps[row] = stamps[row].advanced(byNanoseconds: span / 3)
      }
      do {
        let reading = try GridReading(stamps, form: form)
        #expect(reading.grid.frequency == frequency, "\(reading.grid.frequency.code)")
        let future = reading.grid.stamps(after: stamps[stamps.count - 1], count: 5)
        #expect(
          future.allSatisfy { TimeGrid(start: start, frequency: frequency, count: 1).index(of: $0) != nil })
      } catch {
        refusals += 1
      }
    }
    #expect(refusals <= 8, "\(refusals) of 40 refused")
  }

  /// Rates whose step is no whole number of the digits shown.
  @Test(arguments: [
    ("1/30s", 6), ("1/60s", 6), ("1/1024s", 6), ("1/256s", 6), ("1/44100s", 9), ("1/3s", 3), ("3/7s", 6),
  ])
  func roundedStampsHaveTheRateBehindThem(code: String, digits: Int) throws {
    let form = try StampForm(code: "%Y-%m-%d %H:%M:%S.%\(digits)f")
    let exact = try Self.stamps(code, 2000)
    let column = try StampColumn(exact.map(form.string(for:)))
    let reading = try GridReading(column.stamps, form: column.form)
    #expect(try reading.grid.frequency == Frequency(code: code))
    let next = try Self.stamps(code, 2001)[2000]
    let found = reading.grid.stamps(after: column.stamps[1999], count: 1)[0]
    #expect(found.nanoseconds(since: next).magnitude <= UInt128(column.form.resolution))
    for season in [30, 60, 7] {
      let late = try GridReading(Array(column.stamps.dropFirst(777)), form: column.form).grid
      #expect(late.phase(at: 0, season: season) == reading.grid.phase(at: 777, season: season))
    }
  }

  @Test func clocksThatAreNotExactHaveTheStepTheyMean() throws {
    var generator = TestGenerator(seed: 5)
    let exact = try Self.stamps("10min", 500)
    let noisy = exact.map { $0.advanced(byNanoseconds: Int128(generator.next(in: -2...2)) * 1_000_000_000) }
    let grid = try GridReading(noisy, form: try StampForm(code: "%Y-%m-%d %H:%M:%S")).grid
    #expect(grid.frequency == .minutes(10))
    #expect(grid.start == exact[0])
    #expect(grid.stamps(after: noisy[499], count: 1) == [exact[499].advanced(byNanoseconds: 600_000_000_000)])
  }

  /// A frequency that is told tolerates what one that is found does.
  @Test func aToldStepIsThatOfClocksThatAreNotExact() throws {
    var generator = TestGenerator(seed: 6)
    let form = try StampForm(code: "%Y-%m-%d %H:%M:%S")
    for (code, seconds) in [("1h", Int64(150)), ("10min", 25), ("1min", 2)] {
      let exact = try Self.stamps(code, 400)
      let noisy = exact.map {
        $0.advanced(byNanoseconds: Int128(generator.next(in: -seconds...seconds)) * 1_000_000_000)
      }
      let found = try GridReading(noisy, form: form)
      let told = try GridReading(noisy, form: form, frequency: try Frequency(code: code))
      #expect(told.grid == found.grid)
      #expect(told.irregularities == found.irregularities)
      #expect(found.deviation.map { $0.rowCount > 100 && $0.largest.seconds <= Double(seconds) } == true)
      let few = try GridReading(
        Array(noisy[7..<11]), form: form, frequency: try Frequency(code: code))
      #expect(few.grid.count == 4 && few.irregularities.isEmpty)
      #expect(try GridReading(exact, form: form).deviation == nil)
      // A third of a step is no matter of clocks.
      let third = exact.enumerated().map { row, stamp in
        stamp.advanced(byNanoseconds: row % 2 == 0 ? 0 : exact[1].nanoseconds(since: exact[0]) / 3)
      }
      #expect(throws: DataError.self) {
        try GridReading(third, form: form, frequency: try Frequency(code: code))
      }
    }
  }

  /// A frequency is advised where it can be told, and nowhere else.
  @Test func aFrequencyThatIsAdvisedFits() throws {
    var generator = TestGenerator(seed: 8)
    var irregular = [Timestamp(year: 2024)]
    for _ in 1..<400 {
      let seconds: Int64 = generator.next(in: 53...67)
      irregular.append(
        irregular[irregular.count - 1].advanced(byNanoseconds: Int128(seconds) * 1_000_000_000))
    }
    let refused = dataError { () throws(DataError) in try GridReading(irregular) }
    #expect(refused?.kind == .noFrequency && refused?.remedies.isEmpty == true)
    let hours = try Self.stamps("1h", 500).enumerated().filter { $0.offset % 5 != 4 }.map(\.element)
    let thin = dataError { () throws(DataError) in try GridReading(hours) }
    #expect(thin?.remedies == [.frequency(.hours(1))])
    #expect(try GridReading(hours, frequency: .hours(1)).presentCount == hours.count)
  }

  /// A told step below what the stamps show would give several rows of a forecast the same text.
  @Test(arguments: [
    ("%Y-%m-%d", "1h", false), ("%Y-%m-%d", "1d", true), ("%Y-%m", "1d", false), ("%Y-%m", "1mo", true),
    ("%Y", "1mo", false), ("%Y-%m-%d %H:%M", "30s", false), ("%Y-%m-%d %H:%M", "1h", true),
  ])
  func aToldStepMustShowInTheStamps(format: String, code: String, isShown: Bool) throws {
    let form = try StampForm(code: format)
    let longer = ["%Y": "1y", "%Y-%m": "1mo", "%Y-%m-%d": "1d"][format] ?? "1h"
    let stamps = try Self.stamps(longer, 12, from: Timestamp(year: 2016))
    let frequency = try Frequency(code: code)
    let found = dataError { () throws(DataError) in
      try GridReading(stamps, form: form, frequency: frequency)
    }
    #expect(found?.kind == (isShown ? nil : .noFrequency))
    #expect(isShown || found?.value == form.string(for: stamps[0]))
  }

  @Test func oneSpecialSaturdayIsNamed() throws {
    var days = try Self.stamps("1bd", 250)
    let friday = try #require(days.firstIndex { $0.weekday == 4 && $0 > days[100] })
    days.insert(days[friday].advanced(byNanoseconds: 86_400_000_000_000), at: friday + 1)
    let reading = try GridReading(days)
    #expect(reading.grid.frequency == .businessDays)
    #expect(reading.irregularities.map(\.line) == [friday + 3])
  }

  @Test func oneStrayDayAmongMonthsIsNamed() throws {
    var months = try Self.stamps("1mo", 84, from: Timestamp(year: 2010))
    months[40] = months[40].advanced(byNanoseconds: 86_400_000_000_000)
    let reading = try GridReading(months)
    #expect(reading.grid.frequency == .months(1, isMonthEnd: false))
    #expect(reading.irregularities.map(\.line) == [42, 43])
    #expect(reading.grid.stamps(after: months[83], count: 1)[0].description == "2017-01-01 00:00:00")
  }

  /// Stamps, the row that must be named, words that must be said, words that must not.
  @Test func eachDisorderHasItsName() throws {
    let hours = try Self.stamps("1h", 400)
    func refusal(_ stamps: [Timestamp]) -> DataError? {
      dataError { () throws(DataError) in try GridReading(stamps) }
    }

    var wrongYear = hours
    wrongYear[101] = Timestamp(year: 2061, month: 7, day: 5, hour: 5)
    #expect(refusal(wrongYear)?.line == 103)
    #expect(refusal(wrongYear)?.value == "2061-07-05 05:00:00")
    wrongYear[101] = Timestamp(year: 1916, month: 7)
    #expect(refusal(wrongYear)?.line == 103)
    var lastYear = hours
    lastYear[399] = Timestamp(year: 2061, month: 7, day: 5, hour: 5)
    #expect(refusal(lastYear)?.line == 401)

    let clock = hours.map {
      Timestamp(seconds: $0.seconds - Int64($0.hour * 3600) + Int64(($0.hour + 11) % 12 + 1) * 3600)
    }
    #expect(refusal(clock)?.problem.contains("12-hour") == true)

    let blocks = Array(hours.prefix(100)) + Array(hours.prefix(100)) + Array(hours.prefix(90))
    #expect(refusal(blocks)?.remedies == [.nameSeriesColumn])
    #expect(refusal(blocks)?.line == 102)
    #expect(refusal(hours.prefix(50).flatMap { [$0, $0, $0] })?.problem.contains("repeat") == true)

    var swapped = hours
    swapped.swapAt(50, 51)
    #expect(refusal(swapped)?.fix == "sort the rows by time")
    var mixed = hours.map { Timestamp(seconds: $0.seconds / 7200 * 7200) }
    mixed.swapAt(10, 300)
    mixed.swapAt(20, 200)
    mixed.swapAt(30, 150)
    for row in 0..<30 { mixed.swapAt(40 + row * 7, 380 - row * 5) }
    #expect(refusal(mixed)?.fix?.contains("sort") == false)

    let quarter =
      Array(hours.prefix(200))
      + (1...400).map { hours[199].advanced(byNanoseconds: Int128($0) * 900_000_000_000) }
    #expect(refusal(quarter)?.line == 202)
    #expect(refusal(quarter)?.problem.contains("from 1 h to 15 min") == true)

    let retail = (0..<60).reduce(into: [TimeGridTests.start]) { stamps, month in
      stamps.append(Timestamp(seconds: stamps[month].seconds + (month % 3 == 2 ? 35 : 28) * 86_400))
    }
    #expect(refusal(retail)?.problem.contains("4, 4 and 5 weeks") == true)
  }

  @Test func newestFirstIsSeenAndTurned() throws {
    let days = try Self.stamps("1d", 100)
    let reading = try GridReading(days.reversed())
    #expect(reading.isNewestFirst)
    #expect(reading.grid.start == days[0])
    var gap = days
    gap.remove(at: 50)
    #expect(try GridReading(gap.reversed()).irregularities.map(\.line) == [50])
  }

  @Test func clockChangesAreSaid() throws {
    // Berlin 2016: 02:00 is skipped on 27 March and stands twice on 30 October.
    let zone = try TimeZoneRules(named: "Europe/Berlin")
    let utc = try Self.stamps("1h", 366 * 24, from: Timestamp(year: 2016))
    let local = utc.map { Timestamp(seconds: $0.seconds + Int64(zone.offset(atUTC: $0.seconds))) }
    let form = StampForm.iso()
    let reading = try GridReading(local, form: form)
    #expect(
      reading.irregularities.map(\.description) == [
        "line 2067: 2016-03-27 03:00:00 follows 2016-03-27 01:00:00, as where clocks change in local time",
        "line 7275: 2016-10-30 02:00:00 stands twice, as where clocks change in local time",
      ])
    let told = try StampColumn(local.map(form.string(for:)), options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(told.stamps == utc)
    #expect(local.map(form.string(for:)) == told.stamps.map(told.form.string(for:)))
    #expect(try StampForm(code: told.form.code) == told.form)

    let quarters = try Self.stamps("15min", 40_000, from: Timestamp(year: 2016))
    let localQuarters = quarters.map {
      Timestamp(seconds: $0.seconds + Int64(zone.offset(atUTC: $0.seconds)))
    }
    let refusal = dataError { () throws(DataError) in try GridReading(localQuarters, form: form) }
    #expect(refusal?.remedies == [.nameTimeZone])
    let toldQuarters = try StampColumn(
      localQuarters.map(form.string(for:)), options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(toldQuarters.stamps == quarters)
  }

  @Test func aToldFrequencyIsTakenForFewRows() throws {
    let days = try Self.stamps("1bd", 4, from: Timestamp(year: 2024, month: 7, day: 15))
    let grid = try GridReading(days, frequency: .businessDays).grid
    #expect(grid.stamps(after: days[3], count: 2).map(\.day) == [19, 22])
    #expect(
      dataError { () throws(DataError) in try GridReading(days, frequency: .months(1, isMonthEnd: true)) }?
        .kind == .noFrequency)
  }
}
