import Calendar
import Grids
import Stamps
import TestSupport
import Testing

/// Numbers that may be days, months or counted rows.
@Suite struct NumberedDaysTests {
  private static let names = StampOptions(columnNames: ["Date"])

  /// Days of a year behind its last two digits, and behind the century of business systems: the end of a year tells them.
  @Test(arguments: [
    (["23362", "23363", "23364", "23365", "24001", "24002"], "24003"),
    (["08364", "08365", "08366", "09001", "09002"], "09003"),
    (["123363", "123364", "123365", "124001", "124002"], "124003"),
    (["23348", "23355", "23362", "24004", "24011"], "24018"),
  ])
  func daysGoOverTheEndOfAYear(texts: [String], next: String) throws {
    let column = try StampColumn(texts)
    #expect(!column.form.isCounter)
    let grid = try GridReading(column.stamps, form: column.form).grid
    let later = grid.stamps(after: column.stamps[texts.count - 1], count: 1)
    #expect(column.form.string(for: later[0]) == next)
    #expect(try StampForm(code: column.form.code) == column.form)
  }

  /// Numbers of one year count rows, unless the column is called a date: ids, post codes, the days of spreadsheets.
  @Test func numbersOfOneYearAreDaysByTheirNameAlone() throws {
    let texts = (1...200).map { "\(24_000 + $0)" }
    #expect(try StampColumn(texts).form.isCounter)
    let days = try StampColumn(texts, options: Self.names)
    #expect(days.stamps[199] == Timestamp(year: 2024, month: 7, day: 18))
    #expect(days.form.string(for: Timestamp(year: 2025)) == "25001")
    let spreadsheet = try StampColumn((1...60).map { "\(45_300 + $0)" }, options: Self.names)
    #expect(spreadsheet.form.description == "Excel days")
    let codes = ["10115", "10117", "10119", "10178", "10179", "10243"]
    #expect(dataError { () throws(DataError) in try StampColumn(codes) } != nil)
    #expect(try StampColumn((0..<20).map { "\(10_001 + 1000 * $0)" }).form.isCounter)
  }

  /// Years, months and days of the 2010s are days of a year behind a century, too, and those of the 1980s weeks.
  @Test(arguments: [(10, "150221"), (-11, "150131")])
  func shortYearsBeforeMonthsStayDates(first: Int, next: String) throws {
    let days = (365 + first..<406 + first).map { day in
      String(SampleDate(days: day, after: 2014).iso.filter(\.isNumber).dropFirst(2))
    }
    for options in [StampOptions(), Self.names] {
      let column = try StampColumn(days, options: options)
      let grid = try GridReading(column.stamps, form: column.form).grid
      #expect(column.form.string(for: grid.stamps(after: column.stamps[40], count: 1)[0]) == next)
    }
  }

  /// Days as astronomers count them are no days of 2060.
  @Test func daysOfAstronomersAreCounted() throws {
    let names = StampOptions(columnNames: ["julian_date"])
    #expect(try StampColumn((0...60).map { "\(60_300 + $0)" }, options: names).form.isCounter)
  }

  /// `0090` of a report is not printed as `90`.
  @Test func countersKeepTheirZeros() throws {
    for (texts, next) in [
      (["0088", "0089", "0090"], "0091"), (["098", "099", "100", "101"], "102"),
      (["08", "09", "10", "11"], "12"),
      (["8", "9", "10", "11"], "12"), (["0240099", "0240100", "0240101"], "0240102"),
    ] {
      let column = try StampColumn(texts)
      #expect(column.form.isCounter && column.form.description == "counter")
      let later = column.stamps[texts.count - 1].advanced(byNanoseconds: Int128(TimeStep.second))
      #expect(column.form.string(for: later) == next)
      let stored = try StampForm(code: column.form.code)
      #expect(stored == column.form)
      #expect(try StampColumn(texts, options: StampOptions(form: stored)).stamps == column.stamps)
    }
  }

  /// Years of two digits before the minute or the second: no seconds since 1970, which would go on with 32 January.
  @Test(arguments: [
    (["2401300000", "2401310000", "2402010000"], "2402020000"),
    (["2401312358", "2401312359", "2402010000"], "2402010001"),
    (["240131235930", "240131235945", "240201000000"], "240201000015"),
    (["2401011500", "2401011600", "2401011700"], "2401011800"),
    (["202436500", "202436600", "202500100"], "202500200"),
  ])
  func shortYearsBeforeMinutes(texts: [String], next: String) throws {
    let column = try StampColumn(texts)
    let grid = try GridReading(column.stamps, form: column.form).grid
    #expect(column.form.string(for: grid.stamps(after: column.stamps[2], count: 1)[0]) == next)
    #expect(try StampForm(code: column.form.code) == column.form)
  }

  @Test func secondsAndHoursStayWhatTheyAre() throws {
    let seconds = try StampColumn((0..<5).map { "\(1_704_067_200 + 60 * $0)" })
    #expect(seconds.form.description == "Unix seconds")
    let hours = try StampColumn((0..<20).map { "20120101\($0 < 10 ? "0" : "")\($0)" })
    #expect(hours.stamps[19] == Timestamp(year: 2012, month: 1, day: 1, hour: 19))
  }

  /// `1312024` would go on with 1322024; `012.2015` with 013.2015.
  @Test(arguments: [
    ["1292024", "1302024", "1312024"], ["8012024", "9012024", "10012024"], ["012924", "013024", "013124"],
    ["102015", "112015", "122015"],
    ["010.2015", "011.2015", "012.2015"],
    ["1 w/e 01/01/22", "1 w/e 01/08/22", "1 w/e 01/15/22"],
  ])
  func numbersThatMayBeDatesAreNoSteps(texts: [String]) {
    #expect(dataError { () throws(DataError) in try StampColumn(texts) } != nil)
  }

  /// Elapsed seconds of loggers with a decimal comma; numbers with one between thousands are none.
  @Test func elapsedTimeMayHaveADecimalComma() throws {
    let column = try StampColumn(["0,00", "0,25", "0,50", "0,75"])
    #expect(column.form.isCounter && column.stamps[1].nanosecond == 250_000_000)
    #expect(column.form.string(for: Timestamp(seconds: 1)) == "1,00")
    #expect(try StampForm(code: column.form.code) == column.form)
    #expect(try StampColumn(["0,000", "0,005", "0,010"]).form.isCounter)
    let thousands = ["1,000", "2,000", "3,000"]
    #expect(dataError { () throws(DataError) in try StampColumn(thousands) } != nil)
  }

  /// A spreadsheet takes the zero of `2015.10` away.
  @Test func octobersThatLostTheirZeroAreRead() throws {
    let texts = ["2015.08", "2015.09", "2015.1", "2015.11", "2015.12", "2016.01"]
    let column = try StampColumn(texts)
    #expect(column.stamps[2] == Timestamp(year: 2015, month: 10))
    #expect(column.form.string(for: Timestamp(year: 2016, month: 10)) == "2016.10")
    let later = try StampColumn(["2016.1", "2016.11", "2016.12"], options: StampOptions(form: column.form))
    #expect(later.stamps[0] == Timestamp(year: 2016, month: 10))
    #expect(try StampColumn(["2015.12", "2016.1", "2016.2"]).stamps[1] == Timestamp(year: 2016))
  }
}
