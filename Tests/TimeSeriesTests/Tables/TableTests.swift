import TestSupport
import Testing
import TimeSeries

/// Parses text as a table.
func table(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws(DataError) -> Table {
  try Table(parsing: Array(text.utf8), name: "test.csv", options)
}

/// Rows of a day each from 2020 on: a header, and a line for each value.
func daily(_ values: [String], header: String = "date,x", delimiter: String = ",") -> String {
  let days = (0..<values.count).map { "20\(20 + $0 / 336)-\(two($0 / 28 % 12 + 1))-\(two($0 % 28 + 1))" }
  return header + "\n" + zip(days, values).map { "\($0)\(delimiter)\($1)\n" }.joined()
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

@Suite struct TableTests {
  @Test func aTableHasTypedColumnsLinesAndADigest() throws {
    let table = try table("date,a,b\n2020-01-01,1,4.5\n\n2020-01-02,2,-5\n2020-01-03,3,\n")
    #expect(table.rowCount == 3)
    #expect(table.columns.map(\.content) == [.stamps, .numbers, .numbers])
    #expect(table.columns.map(\.isInteger) == [false, true, false])
    #expect(table.columns.map(\.decimalCount) == [0, 0, 1])
    #expect(table.columns.map(\.missingCount) == [0, 0, 1])
    #expect(table.numbers(ofColumn: "a") == [1, 2, 3])
    #expect(table.numbers(ofColumn: "b")?[2].isNaN == true)
    #expect(table.text(ofColumn: 0, row: 1) == "2020-01-02")
    #expect((0..<3).map(table.line(ofRow:)) == [2, 4, 5])
    #expect(table.notes == [.missing(column: "b", line: 5, count: 1, spelling: "")])
    #expect(table.problems.isEmpty && table.form == .wide && table.timeColumns == ["date"])
    // printf 'date,a,…' | sha256sum
    #expect(table.sha256 == "fca290bfeb8977605e88b68c8c9bfc908a6d2c4404404ff609846ef6c92b8aef")
  }

  @Test(arguments: TableLayout.usualMissingValues + ["", "  ", "nan", "NULL"])
  func everyUsualSpellingIsMissing(spelling: String) throws {
    let table = try table(daily(["1", spelling, "3.5"]))
    #expect(table.columns[1].content == .numbers && table.columns[1].missingCount == 1)
    #expect(table.problems.isEmpty)
  }

  @Test func toldSpellingsAreMissingAsTextAndAsNumbers() throws {
    var options = ReadingOptions()
    options.missingValues = ["-200", "off"]
    let table = try table(daily(["1", "-200.0", "off", "4"]), options)
    #expect(table.columns[1].missingCount == 2)
    #expect(table.numbers(ofColumn: "x")?[3] == 4)
    #expect(table.layout.missingValues == ["-200", "off"])
  }

  @Test func infiniteNumbersAreMissingAndSaid() throws {
    let table = try table(daily(["1", "inf", "-Infinity", "1e999", "5"]))
    #expect(table.notes == [.infinite(column: "x", line: 3, count: 3, value: "inf")])
    #expect(table.columns[1].missingCount == 3)
  }

  @Test func countersKeepEveryDigitUpToTwoToThe53() throws {
    let texts = ["9007199254740991", "9007199254740992", "1000000299", "-4503599627370497"]
    let exact = try table(daily(texts))
    #expect(exact.numbers(ofColumn: "x")?.map { String(Int($0)) } == texts)
    #expect(exact.columns[1].isInteger && exact.notes.isEmpty)
    let rounded = try table(daily(["1", "9007199254740993", "12345678901234567890123"]))
    #expect(rounded.notes == [.rounded(column: "x", line: 3, count: 2, value: "9007199254740993")])
  }

  @Test func seriesBelowEachOtherAreRecognizedByNameAndKeepTheirIds() throws {
    let table = try table(
      "unique_id,ds,y\n007,2020-01-01,1\n007,2020-01-02,2\n12,2020-01-01,3\n12,2020-01-02,4\n")
    #expect(table.form == .long(seriesColumn: "unique_id"))
    #expect(table.texts(ofColumn: 0) == ["007", "12"])
    let codes = table.withCodes(ofColumn: 0) { codes in (0..<4).map { codes[$0] } }
    #expect(codes == [0, 0, 1, 1])
    #expect(table.notes == [.longForm(seriesColumn: "unique_id")])
  }

  @Test(arguments: [
    "day,shop,sales\n2020-01-01,north,1\n2020-01-02,north,2\n2020-01-01,south,3\n2020-01-02,south,4\n",
    "shop,day,sales\nnorth,2020-01-01,1\nsouth,2020-01-01,3\nnorth,2020-01-02,2\nsouth,2020-01-02,4\n",
  ])
  func seriesBelowEachOtherAreRecognizedByTextThatRepeats(text: String) throws {
    #expect(try table(text).form == .long(seriesColumn: "shop"))
  }

  @Test func textThatChangesIsAProblemWithAWayOut() throws {
    let table = try table("date,sky,x\n2020-01-01,clear,1\n2020-01-02,rain,2\n2020-01-03,fog,3\n")
    #expect(table.form == .wide)
    #expect(table.problems.count == 1)
    #expect(table.problems.first?.column == "sky" && table.problems.first?.line == 2)
    #expect(table.problems.first?.remedies.contains(.ignoreColumns(["sky"])) == true)
    var options = ReadingOptions()
    options.ignoredColumns = ["sky"]
    let mended = try TimeSeriesTests.table(
      "date,sky,x\n2020-01-01,clear,1\n2020-01-02,rain,2\n2020-01-03,fog,3\n", options)
    #expect(mended.problems.isEmpty && mended.columns[1].omission == .told)
  }

  @Test func whatIsNoDataIsLeftOutAndSaid() throws {
    let text =
      "Unnamed: 0,date,site,x,\n0,2020-01-01,north,1,\n1,2020-01-02,north,2,\n2,2020-01-03,north,3,\n"
    let table = try table(text)
    #expect(table.columns.map(\.omission) == [.rowIndex, nil, .constantText, nil, .empty])
    #expect(table.notes.contains(.rowIndex(column: "Unnamed: 0")))
    #expect(table.notes.contains(.constantText(column: "site", value: "north")))
    #expect(table.notes.contains(.emptyColumn(number: 5)))
    #expect(table.numberColumns.map(\.name) == ["x"])
  }

  @Test func theTimeColumnIsFoundWhereItIs() throws {
    #expect(try table("a,b,date\n1,2,2020-01-01\n3,4,2020-01-02\n").timeColumns == ["date"])
    #expect(try table("a,when,b\n1,01.02.2020 10:00,2\n3,01.02.2020 11:00,4\n").timeColumns == ["when"])
    #expect(try table("x,ts\n1,1467331200\n2,1467334800\n").timeColumns == ["ts"])
    #expect(try table("year,month,x\n2020,1,5\n2020,2,6\n").timeColumns == ["year", "month"])
    #expect(try table("Date,Time,x\n1/2/2020,10:00,5\n1/2/2020,11:00,6\n").timeColumns == ["Date", "Time"])
    #expect(try table("Date,HE,x\n2020-01-01,1,5\n2020-01-01,2,6\n").timeColumns == ["Date", "HE"])
    #expect(
      try table("date,year,x\n2020-01-01,2020,5\n2020-01-02,2020,6\n").numberColumns.map(\.name) == [
        "year", "x",
      ])
  }

  @Test func aSummaryUnderTheTableIsNamedWithItsLine() throws {
    for word in ["Total", "Summe", "AVERAGE:"] {
      let problem = try #require(try table(daily(["1", "2"]) + "\(word),3\n").problems.first)
      #expect(problem.line == 4 && problem.column == "date" && problem.value == word)
    }
  }

  @Test func emptyRowsAtTheEndAreLeftOut() throws {
    let table = try table("date,a,b\n2020-01-01,1,2\n2020-01-02,1,2\n,,\n,,\n")
    #expect(table.rowCount == 2)
    #expect(table.notes == [.emptyRows(line: 4, count: 2)])
    #expect(table.columns.map(\.missingCount) == [0, 0, 0])
  }

  @Test func theEarliestProblemComesFirst() throws {
    let table = try table("date,a,b\n2020-01-01,1,1\n2020-01-02,2,x\n2020-01-03,y,3\n2020-01-04,4,4\n")
    #expect(table.problems.map(\.line) == [3, 4])
    #expect(table.problems.allSatisfy { $0.file == "test.csv" })
  }
}
