import Calendar
import Grids
import Stamps
import TestSupport
import Testing

/// Rows of local time around the nights in which clocks change.
@Suite struct LocalTimeTests {
  /// What clocks in Berlin show from an instant on.
  private static func berlin(_ code: String, _ count: Int, from start: Timestamp) throws
    -> (instants: [Timestamp], local: [Timestamp])
  {
    let zone = try TimeZoneRules(named: "Europe/Berlin")
    let instants = try TimeInferenceTests.stamps(code, count, from: start)
    return (
      instants, instants.map { Timestamp(seconds: $0.seconds + Int64(zone.offset(atUTC: $0.seconds))) }
    )
  }

  /// Six hours with one step of seven are no clock that is late by a minute each time.
  @Test(arguments: ["2h", "6h", "8h", "12h"])
  func oneChangeOfClocksIsNoSlowClock(code: String) throws {
    let (instants, local) = try Self.berlin(code, 100, from: Timestamp(year: 2024, month: 3, day: 25))
    let form = StampForm.iso()
    let refusal = dataError { () throws(DataError) in try GridReading(local, form: form) }
    #expect(refusal?.remedies == [.nameTimeZone])
    let told = try StampColumn(local.map(form.string(for:)), options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(told.stamps == instants)
    #expect(try GridReading(told.stamps, form: told.form).grid.frequency.code == code)
  }

  /// A history may begin at the first of two rows that clocks show alike.
  @Test func theNightInWhichClocksGoBackIsNoCutOffText() throws {
    let (instants, local) = try Self.berlin("1h", 24, from: Timestamp(year: 2024, month: 10, day: 27))
    let form = StampForm.iso()
    #expect(local[0] == local[1])
    let column = try StampColumn(
      local.map(form.string(for:)), options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(column.stamps == instants)
    let reading = try GridReading(column.stamps, form: column.form, frequency: .hours(1))
    #expect(reading.grid.start == instants[0])
  }

  @Test func aZoneBehindTheTimeIsThatOfTheForecast() throws {
    let texts = ["00:00", "01:00", "03:00", "04:00"].map { "2024-03-10 \($0):00 America/New_York" }
    let column = try StampColumn(texts)
    #expect(column.form.zoneName == "America/New_York")
    #expect(column.stamps.map(\.hour) == [5, 6, 7, 8])
    #expect(column.stamps.map(column.form.string(for:)) == texts)
    #expect(try StampForm(code: column.form.code) == column.form)
    // Clocks there never show two: the rows are not theirs.
    let others = ["00:00", "01:00", "02:00", "03:00"].map { "2024-03-10 \($0):00 America/New_York" }
    #expect(try StampColumn(others).form.zoneName == nil)
  }

  /// `AEDT` is summer time, which ends at three on that day.
  @Test func theNameOfSummerTimeIsOneOffset() throws {
    let texts = ["01:00", "01:30", "02:00", "02:30"].map { "2020-04-05 \($0):00 AEDT" }
    let column = try StampColumn(texts, options: StampOptions(timeZone: "Australia/Sydney"))
    let next = try GridReading(column.stamps, form: column.form).grid.stamps(
      after: column.stamps[3], count: 2)
    let written = next.map(column.form.string(for:))
    #expect(written == ["2020-04-05 03:00:00 AEDT", "2020-04-05 03:30:00 AEDT"])
    // Of several series, one below the other, too.
    var options = StampOptions(timeZone: "Australia/Sydney")
    options.leavesLocal = true
    #expect(try StampColumn(texts + texts, options: options).form == column.form)
  }

  /// Days whose offset has been that of the zone's clocks have it after the next change, too.
  @Test(arguments: [29, 31])
  func offsetsOfDaysFollowAToldZone(count: Int) throws {
    let days = (1...count).map { "2024-03-\($0 < 10 ? "0" : "")\($0)T00:00:00+01:00" }
    let april = Timestamp(year: 2024, month: 4)
    let alone = try StampColumn(days)
    #expect(alone.form.string(for: april) == "2024-04-01T00:00:00+01:00")
    let told = try StampColumn(days, options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(told.notes.isEmpty && told.stamps == alone.stamps)
    #expect(told.form.string(for: april) == "2024-04-01T00:00:00+02:00")
    #expect(told.stamps.map(told.form.string(for:)) == days)
    let stored = try StampForm(code: told.form.code)
    #expect(stored == told.form && stored.zoneName == "Europe/Berlin")
    let later = try StampColumn(["2024-04-01T00:00:00+02:00"], options: StampOptions(form: stored))
    #expect(later.stamps == [april] && later.form == stored)
    // A zone in brackets is told by the file.
    let bracketed = try StampColumn(days.map { $0 + "[Europe/Berlin]" })
    #expect(bracketed.form.string(for: april) == "2024-04-01T00:00:00+02:00[Europe/Berlin]")
  }

  @Test func offsetsOfHoursFollowAToldZone() throws {
    let hours = (10...23).map { "2024-03-30 \($0):00+01:00" }
    let told = try StampColumn(hours, options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(told.stamps.map(told.form.string(for:)) == hours)
    let next = told.form.string(for: Timestamp(year: 2024, month: 3, day: 31, hour: 1))
    #expect(next == "2024-03-31 03:00+02:00")
  }

  /// A zone that cannot be that of the stamps is said to change nothing.
  @Test(
    arguments: [
      ("2024-07-0%T00:00:00+01:00", .offset("+01:00")), ("2024-07-0% 12:00Z", .offset("+00:00")),
      ("2024-07-0% 00:00:00 CEST", .name("CEST")), ("171981360%", .numbers),
    ] as [(String, ZoneObstacle)])
  func aZoneThatChangesNothingIsSaid(_ text: String, obstacle: ZoneObstacle) throws {
    let texts = (1...6).map { text.replacing("%", with: "\($0)") }
    let told = try StampColumn(texts, options: StampOptions(timeZone: "Europe/Berlin"))
    #expect(told.notes == [.zoneNotApplied("Europe/Berlin", obstacle)])
    let alone = try StampColumn(texts)
    #expect(told.stamps == alone.stamps && told.form == alone.form)
  }

  /// `Z` is UTC in London's winter, too, where the file does not name the zone itself; `+00:00` is what the clocks show.
  @Test func theLetterOfUTCIsNoWinterOfAZone() throws {
    let days = (1...6).map { "2024-01-0\($0)T00:00Z" }
    let july = Timestamp(year: 2024, month: 7)
    let told = try StampColumn(days, options: StampOptions(timeZone: "Europe/London"))
    #expect(told.notes == [.zoneNotApplied("Europe/London", .name("Z"))])
    #expect(told.form.string(for: july) == "2024-07-01T00:00Z")
    let bracketed = try StampColumn(days.map { $0 + "[Europe/London]" })
    #expect(bracketed.form.string(for: july) == "2024-07-01T00:00+01:00[Europe/London]")
    let offsets = days.map { $0.replacing("Z", with: "+00:00") }
    let followed = try StampColumn(offsets, options: StampOptions(timeZone: "Europe/London"))
    #expect(followed.notes.isEmpty && followed.form.string(for: july) == "2024-07-01T00:00+01:00")
    #expect(try StampColumn(days, options: StampOptions(timeZone: "UTC")).notes.isEmpty)
  }

  @Test func clocksOfAnOffsetAreShownAsWritten() throws {
    let column = try StampColumn(["2024-01-01T05:00+02:00", "2024-01-01T06:00+02:00"])
    #expect(column.form.clock(at: column.stamps[0]) == Timestamp(year: 2024, month: 1, day: 1, hour: 5))
  }

  /// The end of a span reads as an offset from UTC.
  @Test(arguments: [0, 8])
  func spansOfTimeHaveNoOffsets(first: Int) throws {
    func clock(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour):00" }
    let texts = (first..<24).map { "2024-01-01 \(clock($0))-\(clock($0 + 1))" }
    for rows in [texts, Array(texts.prefix(8))] {
      let found = dataError { () throws(DataError) in try StampColumn(rows) }
      #expect(found?.problem.hasSuffix("names the start and the end of a span of time") == true)
      #expect(found?.fix == "keep the start alone, '2024-01-01 \(clock(first))', in every row")
    }
    let offsets = (0..<24).map { "2024-01-01 \(clock($0))-05:00" }
    #expect(try StampColumn(offsets).stamps[23] == Timestamp(year: 2024, month: 1, day: 1, hour: 23))
  }

  /// Series in several zones, one below the other, have many offsets, which are no ends of spans.
  @Test func offsetsOfSeveralZonesAreNoSpansOfTime() throws {
    let texts = (5...8).flatMap { zone in (0..<8).map { "2024-01-01 0\($0):00-0\(zone):00" } }
    let stamps = try StampColumn(texts).stamps
    #expect(stamps.map(\.hour) == (5...8).flatMap { zone in (0..<8).map { $0 + zone } })
  }
}
