import Calendar
import Stamps
import Testing

/// What tells day from month, and both from a year of two digits.
@Suite struct DayMonthOrderTests {
  /// Months, or quarters, of two years tell their order: nobody has the first twelve days of one month, year by year.
  @Test(arguments: ["%m/%d/%Y", "%d/%m/%Y", "%-m/%-d/%y"], ["1mo", "3mo"])
  func monthsOfYearsTellTheirOrder(format: String, step: String) throws {
    let form = try StampForm(code: format), frequency = try Frequency(code: step)
    let start = Timestamp(year: 2015, month: 1)
    let stamps = (0..<30).map { frequency.advance(start, by: $0) }
    for ordered in [stamps, stamps.reversed()] {
      let column = try StampColumn(ordered.map(form.string(for:)))
      #expect(column.stamps == ordered)
      #expect(column.notes == [.dayMonthOrder(isDayFirst: format.hasPrefix("%d"))])
    }
    let few = dataError { () throws(DataError) in
      try StampColumn(stamps.prefix(step == "1mo" ? 12 : 5).map(form.string(for:)))
    }
    #expect(few?.kind == .ambiguousTimestamp)
  }

  /// Years of two digits may come first or last: whoever tells the order of day and month means that they come last.
  @Test(arguments: [
    ("%d/%m/%y", true as Bool?), ("%m/%d/%y", false), ("%d-%b-%y", true), ("%d-%b-%y", false),
  ])
  func aToldOrderDecidesBetweenShortYears(format: String, isDayFirst: Bool?) throws {
    let days = (0..<12).map { Frequency.days(1).advance(Timestamp(year: 2024, month: 1), by: $0) }
    let texts = days.map(try StampForm(code: format).string(for:))
    let found = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(found?.kind == .ambiguousTimestamp)
    #expect(found?.problem.contains(format.contains("%b") ? "day and year" : "day, month and year") == true)
    #expect(found?.remedies.contains(.dayFirst) == true)
    #expect(found?.remedies.contains(.monthFirst) == !format.contains("%b"))
    #expect(try StampColumn(texts, options: StampOptions(isDayFirst: isDayFirst)).stamps == days)
  }

  /// Where the year can only come first it does, whatever is told of day and month.
  @Test func aToldOrderKeepsAYearThatMustComeFirst() throws {
    let days = (0..<60).map { Frequency.days(1).advance(Timestamp(year: 2032, month: 1), by: $0) }
    let texts = days.map(try StampForm(code: "%y-%m-%d").string(for:))
    #expect(try StampColumn(texts, options: StampOptions(isDayFirst: false)).stamps == days)
  }

  @Test func theWholeColumnTellsDayFromMonth() throws {
    let days = (0..<60).map { Frequency.days(1).advance(Timestamp(year: 2016, month: 1), by: $0) }
    for (format, isDayFirst) in [("%d/%m/%Y", true), ("%m/%d/%Y", false)] {
      let form = try StampForm(code: format)
      #expect(try StampColumn(days.map(form.string(for:))).stamps == days)
      let early = days.prefix(12).map(form.string(for:))
      let told = try StampColumn(early, options: StampOptions(isDayFirst: isDayFirst))
      #expect(told.stamps == Array(days.prefix(12)))
    }
  }

  /// Hours of 1 January are the same in each order, those of the next day are not.
  @Test(arguments: ["%d/%m/%Y %H:%M", "%d.%m.%y %H:%M"])
  func oneDayTellsNoOrder(format: String) throws {
    let form = try StampForm(code: format)
    let hours = (0..<20).map { Frequency.hours(1).advance(Timestamp(year: 2001, month: 1), by: $0) }
    let texts = hours.map(form.string(for:))
    let found = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(found?.kind == .ambiguousTimestamp && found?.remedies.contains(.monthFirst) == true)
    let told = try StampColumn(texts, options: StampOptions(isDayFirst: false))
    #expect(told.stamps == hours)
    #expect(
      told.form.string(for: Timestamp(year: 2001, month: 1, day: 2)).hasPrefix(
        format.contains("/") ? "01/02" : "01.02"))
    let years = (2001..<2020).map { "01/01/\($0)" }
    #expect(try StampColumn(years).stamps[1] == Timestamp(year: 2002, month: 1))
  }

  /// Twelve days of hours: only with the day first are the steps regular.
  @Test func regularStepsTellDayFromMonth() throws {
    let hours = (0..<240).map { Frequency.hours(1).advance(Timestamp(year: 2016, month: 3), by: $0) }
    for format in ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"] {
      let form = try StampForm(code: format)
      let column = try StampColumn(hours.map(form.string(for:)))
      #expect(column.stamps == hours)
      #expect(column.notes == [.dayMonthOrder(isDayFirst: format.hasPrefix("%d"))])
    }
  }
}
