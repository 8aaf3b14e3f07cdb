import Calendar
import Stamps
import Testing

/// Offsets known from the zones' histories, and clock changes by their dates.
@Suite struct TimeZoneTests {
  @Test(arguments: [
    ("UTC", "2016-07-01 00:00:00", 0), ("Europe/Berlin", "2016-07-01 00:00:00", 7200),
    ("Europe/Berlin", "2016-01-01 00:00:00", 3600),
    ("Europe/Berlin", "2016-03-27 00:59:59", 3600), ("Europe/Berlin", "2016-03-27 01:00:00", 7200),
    ("Europe/Berlin", "2016-10-30 00:59:59", 7200), ("Europe/Berlin", "2016-10-30 01:00:00", 3600),
    ("Europe/Berlin", "2077-07-01 00:00:00", 7200), ("America/New_York", "2016-03-13 06:59:59", -18_000),
    ("America/New_York", "2016-03-13 07:00:00", -14_400),
    ("America/New_York", "2050-11-06 06:00:00", -18_000),
    ("Australia/Sydney", "2060-01-01 00:00:00", 39_600), ("Australia/Sydney", "2060-07-01 00:00:00", 36_000),
    ("Asia/Kolkata", "2016-07-01 00:00:00", 19_800), ("Asia/Kathmandu", "2040-01-01 00:00:00", 20_700),
    ("Australia/Lord_Howe", "2016-07-01 00:00:00", 37_800), ("Asia/Tokyo", "1950-07-01 00:00:00", 36_000),
  ])
  func offsetsAreThoseOfHistory(name: String, utc: String, offset: Int) throws {
    let stamp = try StampColumn([utc, utc, utc]).stamps[0]
    #expect(try TimeZoneRules(named: name).offset(atUTC: stamp.seconds) == offset)
  }

  @Test func localTimesMayBeSkippedOrStandTwice() throws {
    let berlin = try TimeZoneRules(named: "Europe/Berlin")
    func count(_ month: Int, _ day: Int, _ hour: Int) -> Int {
      berlin.instants(ofLocal: Timestamp(year: 2016, month: month, day: day, hour: hour, minute: 30).seconds)
        .count
    }
    #expect([count(3, 27, 1), count(3, 27, 2), count(3, 27, 3)] == [1, 0, 1])
    #expect([count(10, 30, 1), count(10, 30, 2), count(10, 30, 3)] == [1, 2, 1])
  }

  @Test(arguments: [
    "", "Nowhere", "../../etc/passwd", "/etc/localtime", "Europe", "Europe/Berlin/", "tzdata.zi", "a b",
  ])
  func otherNamesAreErrors(name: String) {
    #expect(dataError { () throws(DataError) in try TimeZoneRules(named: name) }?.kind == .invalidOption)
  }

  @Test func rulesOfPOSIXGiveTheOffsets() throws {
    let london = try #require(ZoneRule("GMT0BST,M3.5.0/1,M10.5.0"))
    #expect(london.offset(atUTC: Timestamp(year: 2030, month: 3, day: 31, hour: 1).seconds) == 3600)
    #expect(london.offset(atUTC: Timestamp(year: 2030, month: 3, day: 31).seconds) == 0)
    #expect(try #require(ZoneRule("<+0545>-5:45")).offset(atUTC: 0) == 20_700)
    let south = try #require(ZoneRule("AEST-10AEDT,M10.1.0,M4.1.0/3"))
    #expect(south.offset(atUTC: Timestamp(year: 2031, month: 1).seconds) == 39_600)
    let julian = try #require(ZoneRule("AAA0BBB,J60/0,J300/0"))
    #expect(julian.offset(atUTC: Timestamp(year: 2032, month: 3, day: 1).seconds) == 3600)
    #expect(julian.offset(atUTC: Timestamp(year: 2032, month: 2, day: 29).seconds) == 0)
    for text in ["", "A", "ABC", "ABC1DEF", "ABC1DEF,M13.1.0,M1.1.0", "ABC1DEF,M3.1.0", "ABC1x"] {
      #expect(ZoneRule(text) == nil, "\(text)")
    }
  }

  @Test func damagedFilesAreRefused() throws {
    let bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 39)
    for count in 0..<bytes.count { #expect(ZoneFile(Array(bytes.prefix(count))) == nil) }
    #expect(ZoneFile(bytes) == nil)
    #expect(ZoneFile(Array("TZif2".utf8) + [UInt8](repeating: 255, count: 100)) == nil)
  }
}
