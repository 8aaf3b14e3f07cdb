import Persistence
import TestSupport
import Testing
import TimeSeries

@Suite struct TableLayoutTests {
  @Test(arguments: [
    ("date;x\n2020-01-01;50,0\n2020-01-02;52,598\n", NumberMark.comma, NumberMark?.none, [50, 52.598]),
    ("date\tx\n2020-01-01\t0,125\n2020-01-02\t-7,5\n", .comma, nil, [0.125, -7.5]),
    ("date;x\n2020-01-01;1.000,50\n2020-01-02;999,50\n", .comma, .point, [1000.5, 999.5]),
    ("date;x\n2020-01-01;1.234.567\n2020-01-02;12\n", .comma, .point, [1_234_567, 12]),
    ("date,x\n2020-01-01,\"1,234.5\"\n2020-01-02,\"12\"\n", .point, .comma, [1234.5, 12]),
    ("date,x\n2020-01-01,\"12,34,567.5\"\n2020-01-02,\"12\"\n", .point, .comma, [1_234_567.5, 12]),
    ("date;x\n2020-01-01;1'234.5\n2020-01-02;12\n", .point, .apostrophe, [1234.5, 12]),
    ("date;x\n2020-01-01;1 234\n2020-01-02;12\n", .point, .space, [1234, 12]),
    ("date;x\n2020-01-01;1\u{A0}234,5\n2020-01-02;12\n", .comma, .noBreakSpace, [1234.5, 12]),
    ("date;x\n2020-01-01;1\u{2009}234,5\n2020-01-02;12\n", .comma, .thinSpace, [1234.5, 12]),
    ("date;x\n2020-01-01;1,234e+02\n2020-01-02;-5,5E-01\n", .comma, nil, [123.4, -0.55]),
    ("date;x\n2020-01-01;\u{2212}5\n2020-01-02;+2.5\n", .point, nil, [-5, 2.5]),
  ])
  func marksInsideNumbersAreFound(text: String, decimal: NumberMark, thousands: NumberMark?, values: [Double])
    throws
  {
    let table = try table(text)
    #expect(table.problems.isEmpty, "\(table.problems)")
    #expect(table.layout.decimalMark == decimal && table.layout.thousandsMark == thousands)
    #expect(table.numbers(ofColumn: "x") == values)
  }

  @Test func aDecimalCommaFarDownIsFoundToo() throws {
    let values = (0..<300).map { $0 < 200 ? "\($0)" : "\($0),5" }
    let table = try table(daily(values, header: "date;x", delimiter: ";"))
    #expect(table.layout.decimalMark == .comma && table.problems.isEmpty)
    #expect(table.numbers(ofColumn: "x")?[299] == 299.5)
  }

  /// As pandas writes decimal commas: in quotes, where the comma is the delimiter too.
  @Test func aCommaBetweenCellsIsNoDecimalComma() throws {
    var options = ReadingOptions()
    options.decimalMark = .comma
    let whole = try table(daily(["7,8", "9,10", "11,12"], header: "date,x,y"), options)
    #expect(whole.numbers(ofColumn: "x") == [7, 9, 11])
    #expect(whole.numbers(ofColumn: "y") == [8, 10, 12])
    let mixed = try table(daily(["7,8", "\"9,5\",10", "11,12"], header: "date,x,y"), options)
    #expect(mixed.numbers(ofColumn: "x") == [7, 9.5, 11])
  }

  @Test(arguments: [",", ";"])
  func oneThousandAndFiveAfterNineHundredNinetyEightIsRefused(delimiter: String) throws {
    let text = daily(
      ["984", "991", "998", "1.005", "1.012", "1.019"], header: "date\(delimiter)x", delimiter: delimiter)
    let problem = try #require(try table(text).problems.first)
    #expect(problem.kind == .ambiguousNumber && problem.line == 5 && problem.value == "1.005")
    #expect(problem.remedies == [.thousandsMark(.point), .decimalMark(.point)])
    var options = ReadingOptions()
    options.thousandsMark = .point
    #expect(try table(text, options).numbers(ofColumn: "x") == [984, 991, 998, 1005, 1012, 1019])
    options = ReadingOptions()
    options.decimalMark = .point
    let decimals = try table(text, options)
    #expect(decimals.problems.isEmpty && decimals.numbers(ofColumn: "x")?[3] == 1.005)
  }

  @Test func threeDecimalsOrNoneAloneAreNoTrap() throws {
    #expect(try table(daily(["50", "52.598", "55.125", "57", "58.375"])).problems.isEmpty)
    #expect(try table(daily(["1", "1.125", "1.250", "1.375", "2"])).problems.isEmpty)
    #expect(try table(daily(["0", "0.125", "0.250", "999"])).problems.isEmpty)
  }

  @Test func thousandsInQuotesAreRefusedOrReadAsTold() throws {
    let text = daily(["\"2,000\"", "\"2,003\"", "\"999\""])
    let problem = try #require(try table(text).problems.first)
    #expect(problem.line == 2 && problem.remedies.first == .thousandsMark(.comma))
    #expect(!problem.description.contains("2.000"))
    var options = ReadingOptions()
    options.thousandsMark = .comma
    #expect(try table(text, options).numbers(ofColumn: "x") == [2000, 2003, 999])
    options = ReadingOptions()
    options.decimalMark = .comma
    #expect(try table(text, options).numbers(ofColumn: "x") == [2, 2.003, 999])
  }

  @Test func linesAboveTheHeaderAreToldApart() throws {
    let body = daily(["1", "2", "3"])
    #expect(try table("# a\n# b\n\n" + body).notes == [.comments(line: 1, count: 2)])
    #expect(try table("% a\n" + body).rowCount == 3)
    #expect(try table("sep=,\r\n" + body).layout.hasDelimiterLine)
    #expect(try table("\"sep=;\"\n" + daily(["1", "2"], header: "date;x", delimiter: ";")).rowCount == 2)
    #expect(try table("# date,x\n" + body.dropFirst(7)).columns.map(\.name) == ["date", "x"])
  }

  /// Lines with fewer fields than the rows have.
  @Test(arguments: ["Report of 2020\n", "Report\nStation 7\n\n"])
  func linesOfFewerFieldsAboveTheHeaderAreLeftOutAndSaid(lines: String) throws {
    let read = try table(lines + daily(["1", "2", "3"]))
    #expect(read.columns.map(\.name) == ["date", "x"] && read.rowCount == 3)
    #expect(read.notes.count == 1, "\(read.notes)")
  }

  @Test(arguments: [",°C", "[-],[°C]", "UTC,degC"])
  func unitsUnderTheHeaderAreRefusedWithTheCountThatHelps(units: String) throws {
    let body = daily(["1", "2", "3"])
    let text = "date,x\n\(units)\n" + body.dropFirst(7)
    let error = try #require(dataError { () throws(DataError) in try table(text) })
    #expect(error.line == 2 && error.remedies == [.skipLines(1)])
    var options = ReadingOptions()
    options.skippedLineCount = 1
    let read = try table(text, options)
    #expect(read.columns.map(\.name) == ["date", "x"] && read.numbers(ofColumn: "x") == [1, 2, 3])
    #expect(read.line(ofRow: 0) == 3)
  }

  @Test func aFileWithoutHeaderIsRefusedOrReadAsTold() throws {
    let text = "1688169600000,30050.5,1\n1688173200000,30052.5,2\n"
    let error = try #require(dataError { () throws(DataError) in try table(text) })
    #expect(error.kind == .badHeader && error.line == 1 && error.remedies == [.noHeader])
    var options = ReadingOptions()
    options.hasHeader = false
    let read = try table(text, options)
    #expect(read.rowCount == 2 && read.columns.map(\.name) == ["column1", "column2", "column3"])
    #expect(read.timeColumns == ["column1"] && read.line(ofRow: 0) == 1)
    #expect(try table("date,2019,2020\n2020-01-01,1,2\n2020-01-02,1,2\n").rowCount == 2)
  }

  /// The first row was taken for the names of the columns, and was gone.
  @Test(arguments: [
    ["1949-01", "1949-02", "1949-03"], ["\"1949-01\"", "\"1949-02\"", "\"1949-03\""],
    ["1949 Q1", "1949 Q2", "1949 Q3"], ["Jan 1949", "Feb 1949", "Mar 1949"],
    ["1949-W01", "1949-W02", "1949-W03"],
  ])
  func monthsInThePlaceOfNamesAreNoHeader(_ stamps: [String]) throws {
    let text = stamps.enumerated().map { "\($1),\(112.5 + Double($0))\n" }.joined()
    let error = try #require(dataError { () throws(DataError) in try table(text) })
    #expect(error.kind == .badHeader && error.line == 1 && error.remedies == [.noHeader])
    var options = ReadingOptions()
    options.hasHeader = false
    #expect(try table(text, options).numbers(ofColumn: "column2") == [112.5, 113.5, 114.5])
    #expect(try table("month,2019 Q1\n" + text, ReadingOptions()).rowCount == 3)
  }

  @Test func surplusFieldsThatEveryRowHasAreUnderstood() throws {
    let trailing = try table("date,x\n2020-01-01,1,\n2020-01-02,2,\n")
    #expect(trailing.numberColumns.map(\.name) == ["x"])
    let rowNames = try table("date,x\n1,2020-01-01,5\n2,2020-01-02,6\n3,2020-01-03,7\n")
    #expect(rowNames.numbers(ofColumn: "x") == [5, 6, 7] && rowNames.timeColumns == ["date"])
    #expect(rowNames.notes.contains(.rowIndex(column: "")))
  }

  @Test func aLayoutReadsBackAndIsAppliedWithoutGuessing() throws {
    let first = try table("date;site;x\n2020-01-01;n;1.000,50\n2020-01-02;n;2,25\n")
    let stored = try TableLayout(json: JSONReader(try JSONValue(parsing: first.layout.json.text())))
    #expect(stored == first.layout)
    #expect(stored.ignoredColumns == ["site"])
    // On its own this would be a decimal point and a column of text that changes.
    var options = ReadingOptions()
    options.form = FileForm(layout: stored)
    let later = try table("date;site;x\n2020-01-03;n;1.000\n2020-01-04;m;2.000\n", options)
    #expect(later.problems.isEmpty)
    #expect(later.numbers(ofColumn: "x") == [1000, 2000])
  }

  @Test func anUnknownMemberOfALayoutIsRefused() throws {
    let json = try JSONValue(parsing: #"{"delimiter":",","decimal":".","colour":"red"}"#)
    #expect(throws: JSONError.self) { try TableLayout(json: JSONReader(json)) }
    let bad = try JSONValue(parsing: #"{"delimiter":",,","decimal":"."}"#)
    #expect(throws: JSONError.self) { try TableLayout(json: JSONReader(bad)) }
  }
}
