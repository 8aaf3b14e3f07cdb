import Calendar
import Grids
import Stamps
import Testing
import Text

/// Years that two numbers name, and years with decimals: read as what they are, or refused with what would do.
@Suite struct YearStampsTests {
  /// A text of each year, and the text that follows 2010.
  static let spans: [(text: @Sendable (Int) -> String, next: String)] = [
    ({ "\($0)/\(short($0 + 1))" }, "2011/12"), ({ "\($0)-\(short($0 + 1))" }, "2011-12"),
    ({ "\($0)/\($0 + 1)" }, "2011/2012"), ({ "\($0)-\($0 + 1)" }, "2011-2012"),
    ({ "\($0) - \($0 + 1)" }, "2011 - 2012"), ({ "FY\($0)" }, "FY2011"), ({ "FY \($0)" }, "FY 2011"),
    ({ "FY\(short($0))" }, "FY11"), ({ "FY\($0)/\(short($0 + 1))" }, "FY2011/12"),
    ({ "FY\(short($0))/\(short($0 + 1))" }, "FY11/12"),
  ]

  private static func short(_ year: Int) -> String { (year % 100).padded(to: 2) }

  @Test(arguments: spans.indices, [1990, 1998, 2003])
  func aSpanOfTwoYearsIsTheYearInWhichItBegins(index: Int, start: Int) throws {
    let (text, next) = Self.spans[index]
    let column = try StampColumn((start...2010).map(text))
    #expect(column.stamps == (start...2010).map { Timestamp(year: $0) })
    let grid = try GridReading(column.stamps, form: column.form).grid
    #expect(grid.frequency == .months(12, isMonthEnd: false))
    #expect(column.form.string(for: grid.stamps(after: Timestamp(year: 2010), count: 1)[0]) == next)
    let stored = try StampForm(code: column.form.code)
    #expect(stored == column.form, "\(column.form.code)")
  }

  /// Identifiers of series, of which some look like years.
  @Test(arguments: ["N", "T", "Q", "SKU", "M"])
  func lettersOfAnIdentifierMakeNoYear(letters: String) {
    let texts = (1990...2001).map { "\(letters)\($0)" }
    let error = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(error?.kind == .badTimestamp, "\(texts[0])")
  }

  @Test(arguments: ["Y", "CY", "Year ", "Jahr "])
  func wordsForAYearMakeOne(word: String) throws {
    let texts = (1990...2001).map { "\(word)\($0)" }
    #expect(try StampColumn(texts).stamps == (1990...2001).map { Timestamp(year: $0) })
  }

  @Test func aSpanThatDoesNotEndInTheNextYearIsNamed() throws {
    let text = "2005/2007"
    let texts = (2000...2012).map { $0 == 2005 ? text : "\($0)/\($0 + 1)" }
    let error = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(error?.kind == .badTimestamp && error?.value == text && error?.line == 7)
  }

  @Test func monthsStayMonths() throws {
    let texts = ["2005-06", "2005-07", "2005-08", "2005-09"]
    #expect(try StampColumn(texts).stamps[1] == Timestamp(year: 2005, month: 7))
    #expect(try StampColumn(["2005-06"]).stamps == [Timestamp(year: 2005, month: 6)])
    #expect(try StampColumn(["2005-06", "2006-07", "2007-08"]).stamps[1] == Timestamp(year: 2006))
  }

  /// A number as R and Python write it, with so many digits behind the point at most.
  private static func text(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = value.rounded(.down)
    let rest = Int(((value - whole) * scale).rounded())
    return rest == 0 ? "\(Int(whole))" : "\(Int(whole))." + rest.padded(to: digits)
  }

  @Test(arguments: [12, 4, 2, 1], [2, 3, 6, 11, 13])
  func yearsWithDecimalsAreMonthsAndQuarters(perYear: Int, digits: Int) throws {
    let count = 3 * perYear + 5
    let texts = (0..<count).map { row in
      perYear == 1 ? "\(1980 + row).0" : Self.text(1980 + Double(row) / Double(perYear), digits: digits)
    }
    let column = try StampColumn(texts)
    let months = (0..<count).map { $0 * 12 / perYear }
    #expect(column.stamps == months.map { Timestamp(year: 1980 + $0 / 12, month: $0 % 12 + 1) }, "\(texts)")
    #expect(column.notes == [.decimalYears])
    let grid = try GridReading(column.stamps, form: column.form).grid
    #expect(grid.frequency == .months(12 / perYear, isMonthEnd: false))
    let next = column.form.string(for: grid.stamps(after: column.stamps[count - 1], count: 1)[0])
    let expected = 1980 + Double(count) / Double(perYear)
    #expect((try #require(Double(next)) - expected).magnitude < 0.006, "\(next)")
    #expect(try StampForm(code: column.form.code) == column.form)
    let again = try StampColumn([next], options: StampOptions(form: column.form))
    #expect(again.stamps == grid.stamps(after: column.stamps[count - 1], count: 1))
  }

  /// Monthly means as institutes of the climate and the seas give them: `1993.042`, `1993.125`, …
  @Test(arguments: [2, 3, 4, 7])
  func theMiddlesOfMonthsAreMonths(digits: Int) throws {
    let texts = (0..<41).map { Self.text(1993 + (Double($0) + 0.5) / 12, digits: digits) }
    let column = try StampColumn(texts)
    let months = (0..<41).map { Timestamp(year: 1993 + $0 / 12, month: $0 % 12 + 1) }
    #expect(column.stamps == months, "\(texts)")
    let grid = try GridReading(column.stamps, form: column.form).grid
    #expect(grid.frequency == .months(1, isMonthEnd: false))
    #expect(months.map(column.form.string(for:)) == texts)
    #expect(try StampForm(code: column.form.code) == column.form)
    #expect(try StampColumn([texts[40]], options: StampOptions(form: column.form)).stamps == [months[40]])
  }

  /// Weeks and days are no fixed part of a year.
  @Test func decimalsThatAreNoMonthsAreRefused() throws {
    let weeks = (0..<60).map { Self.text(1980 + Double($0) / 52, digits: 3) }
    let error = dataError { () throws(DataError) in try StampColumn(weeks) }
    #expect(error?.kind == .badTimestamp, "\(String(describing: error))")
    let counter = try StampColumn(["0.25", "0.50", "0.75", "1.00"])
    #expect(counter.form.isCounter)
    #expect(try !StampColumn(["2015.01", "2015.02", "2015.03"]).notes.contains(.decimalYears))
  }

  @Test(arguments: [
    ("2024-01-01 00:00 - 01:00", "2024-01-01 00:00"), ("2022-01-03/09", "2022-01-03"),
    ("2024-01-01 01:00 - 2024-01-01 00:00", "2024-01-01 01:00"),
  ])
  func aSpanOfTimeIsNamedWithItsStart(text: String, start: String) throws {
    let error = dataError { () throws(DataError) in try StampColumn([text, text]) }
    #expect(error?.problem.contains("names the start and the end") == true)
    #expect(error?.fix?.contains("'\(start)'") == true, "\(String(describing: error?.fix))")
  }

  /// Years of the Buddhist calendar are named with what they are in ours; who tells the form means them as they are written.
  @Test func yearsOfTheBuddhistCalendarAreAskedAbout() throws {
    let texts = (1...28).map { "\($0.padded(to: 2))/01/2567" }
    let error = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(error?.problem.contains("Buddhist calendar: 2024") == true)
    #expect(error?.remedies == [.nameTimeFormat])
    let told = try StampColumn(texts, options: StampOptions(format: "%d/%m/%Y"))
    #expect(told.stamps[0] == Timestamp(year: 2567))
  }

  /// Numbers that no count of time reaches do not overflow.
  @Test func endlessNumbersAreNoStamps() {
    let digits = String(repeating: "9", count: 19)
    for texts in [["-\(digits).123456789012", "0", "\(digits).1"], ["1.123456789012345", digits, "2"]] {
      _ = dataError { () throws(DataError) in try StampColumn(texts) }
    }
  }
}
