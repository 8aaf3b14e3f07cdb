import Calendar
import Grids
import Stamps
import Testing

/// Numbers that may be days, months or counted rows.
@Suite struct NumberedDaysTests {
  private static let names = StampOptions(columnNames: ["Date"])

  /// Days of a year behind its last two digits, and behind the century of business systems: the end of a year tells them.
  @Test(arguments: [
    (["23362", "23363", "23364", "23365", "24001", "24002"], "24003"),
    (["08364", "08365", "08366", "09001", "09002"], "09003"),
    (["123363", "123364", "123365", "124001", "124002"], "124003"),
    (["1231229", "1231230", "1231231", "1240101", "1240102"], "1240103"),
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
