import Testing
import TimeSeries

@Suite struct TimestampTests {
  @Test func calendarFieldsOfKnownDays() {
    let leap = Timestamp(year: 2000, month: 2, day: 29, hour: 23, minute: 59, second: 58, millisecond: 7)
    #expect(leap.milliseconds == 951_868_798_007)
    #expect(
      [leap.year, leap.month, leap.day, leap.hour, leap.minute, leap.second, leap.millisecond]
        == [2000, 2, 29, 23, 59, 58, 7])
    #expect(leap.weekday == 1)
    #expect(leap.dayOfYear == 60)
    #expect(Timestamp(milliseconds: 0).weekday == 3)
    #expect(Timestamp(year: 2020, month: 12, day: 31).dayOfYear == 366)
    #expect(Timestamp(milliseconds: -1).description == "1969-12-31 23:59:59.999")
  }

  /// Day, ISO week (from the tables of ISO 8601).
  @Test(arguments: [
    (2005, 1, 1, 53), (2005, 1, 2, 53), (2005, 12, 31, 52), (2007, 1, 1, 1), (2008, 12, 29, 1),
    (2008, 12, 28, 52),
    (2009, 12, 31, 53), (2010, 1, 3, 53), (2016, 7, 1, 26), (2020, 12, 31, 53),
  ])
  func aDayLiesInItsISOWeek(year: Int, month: Int, day: Int, week: Int) {
    #expect(Timestamp(year: year, month: month, day: day).isoWeek == week)
  }

  @Test func everyDayOfFourCenturiesRoundTrips() {
    var expected = Timestamp(year: 1800)
    for year in 1800..<2200 {
      for month in 1...12 {
        #expect(Timestamp(year: year, month: month).milliseconds == expected.milliseconds)
        #expect((expected.year, expected.month, expected.day) == (year, month, 1))
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        expected = Frequency.days(1).advance(expected, by: days)
      }
    }
  }

  /// Stamps of a column, its format, the next stamp in it.
  static let forms: [([String], String, String)] = [
    (
      ["2016-07-01 00:00:00", "2016-07-01 01:00:00", "2016-07-01 02:00:00"], "yyyy-MM-dd HH:mm:ss",
      "2016-07-01 03:00:00"
    ),
    (["2016-07-01T22:00", "2016-07-01T23:00", "2016-07-02T00:00"], "yyyy-MM-ddTHH:mm", "2016-07-02T01:00"),
    (
      ["2016-07-01T22:00Z", "2016-07-01T23:00Z", "2016-07-02T00:00Z"], "yyyy-MM-ddTHH:mmZ",
      "2016-07-02T01:00Z"
    ),
    (
      ["2016-07-01 22:00:00+02:00", "2016-07-01 23:00:00+02:00", "2016-07-02 00:00:00+02:00"],
      "yyyy-MM-dd HH:mm:ss+02:00", "2016-07-02 01:00:00+02:00"
    ),
    (
      ["2016-07-01 00:00:00.500", "2016-07-01 00:00:01.000", "2016-07-01 00:00:01.500"],
      "yyyy-MM-dd HH:mm:ss.SSS",
      "2016-07-01 00:00:02.000"
    ),
    (["1990/1/1 0:00", "1990/1/2 0:00", "1990/1/3 0:00"], "yyyy/M/d H:mm", "1990/1/4 0:00"),
    (["2010/10/9 0:00", "2010/10/10 0:00", "2010/10/11 0:00"], "yyyy/M/d H:mm", "2010/10/12 0:00"),
    (["30.1.2020", "31.1.2020", "1.2.2020"], "d.M.yyyy", "2.2.2020"),
    (["30.01.2020 12:00", "31.01.2020 12:00", "01.02.2020 12:00"], "dd.MM.yyyy HH:mm", "02.02.2020 12:00"),
    (["01/30/2020", "01/31/2020", "02/01/2020"], "MM/dd/yyyy", "02/02/2020"),
    (["11/01/2020", "12/01/2020", "13/01/2020"], "dd/MM/yyyy", "14/01/2020"),
    (["12-30-2020", "12-31-2020", "1-1-2021"], "M-d-yyyy", "1-2-2021"),
    (["2016-07-01", "2016-07-02", "2016-07-03"], "yyyy-MM-dd", "2016-07-04"),
    (["2016-11", "2016-12", "2017-01"], "yyyy-MM", "2017-02"),
    (["11/2016", "12/2016", "01/2017"], "MM/yyyy", "02/2017"),
    (["2016", "2017", "2018"], "yyyy", "2019"),
    (["20160229", "20160301", "20160302"], "yyyyMMdd", "20160303"),
    (["201611", "201612", "201701"], "yyyyMM", "201702"),
    (["2016070122", "2016070123", "2016070200"], "yyyyMMddHH", "2016070201"),
    (["201607012245", "201607012300", "201607012315"], "yyyyMMddHHmm", "201607012330"),
    (["20160701224500", "20160701224501", "20160701224502"], "yyyyMMddHHmmss", "20160701224503"),
    (["20160701 22:45", "20160701 23:00", "20160701 23:15"], "yyyyMMdd HH:mm", "20160701 23:30"),
    (["20160701T2245", "20160701T2300", "20160701T2315"], "yyyyMMddTHHmm", "20160701T2330"),
    (["1467331200", "1467334800", "1467338400"], "Unix seconds", "1467342000"),
    (["1467331200000", "1467331200250", "1467331200500"], "Unix milliseconds", "1467331200750"),
    (["2020-01-01", "2020-01-01 12:00:00", "2020-01-02"], "yyyy-MM-dd HH:mm:ss", "2020-01-02 12:00:00"),
    (["2020-01-01 08", "2020-01-01 09", "2020-01-01 10"], "yyyy-MM-dd HH", "2020-01-01 11"),
  ]

  @Test(arguments: forms.indices)
  func stampsAreWrittenAsTheyWereRead(index: Int) throws {
    let (stamps, pattern, next) = Self.forms[index]
    let frame = try parse(series(stamps))
    #expect(frame.stampForm.description == pattern)
    #expect(frame.stampForm.string(for: frame.frequency.advance(frame.only.timestamps[2])) == next)
    let written = frame.only.timestamps.map(frame.stampForm.string(for:))
    if !stamps.contains("2020-01-02") { #expect(written == stamps) }
  }

  @Test(arguments: [
    "2016-7-1-2-3-4-5", "2016-07/01", "2016-13-01", "2016-00-01", "2016-04-31", "2015-02-29",
    "2016-07-01 24:01",
    "2016-07-01 12:60", "2016-07-01 13:00 PM", "7", "123", "-5", "2016-07-01 ", "2016-07-01T", "+2016",
    "2016-07-01 1:2:3:4", "99999999999999999999", "1.7.6", "2016-07-01 00:00+abc",
  ])
  func whatIsNoStampIsNotGuessed(text: String) {
    let isTrimmed = text == "2016-07-01 "
    let found = error(series([text, text, text]))
    #expect(found?.kind == (isTrimmed ? .noFrequency : .badTimestamp), "\(String(describing: found))")
  }
}
