import Testing
import TimeSeries

@Suite struct PanelReadingTests {
  let small = "date,a,b\n2020-01-01,1,4\n2020-01-02,2.5,-5\n2020-01-03,3,6e1\n"

  @Test func readsNamesStampsAndValues() throws {
    let frame = try parse(small)
    #expect(frame.timeColumns == ["date"])
    #expect(frame.columns == ["a", "b"])
    #expect(frame.rowCount == 3)
    #expect(frame.values(ofColumn: 0) == [1, 2.5, 3])
    #expect(frame.values(ofColumn: 1) == [4, -5, 60])
    #expect(frame.only.timestamps.map(\.day) == [1, 2, 3])
    #expect(frame.frequency == .days(1))
    #expect(frame.only.irregularities.isEmpty)
  }

  @Test(arguments: [
    "\u{FEFF}date,a,b\n2020-01-01,1,4\n2020-01-02,2.5,-5\n2020-01-03,3,6e1\n",
    "date,a,b\r\n2020-01-01,1,4\r\n2020-01-02,2.5,-5\r\n2020-01-03,3,6e1\r\n",
    "date,a,b\r2020-01-01,1,4\r2020-01-02,2.5,-5\r2020-01-03,3,6e1",
    "date,a,b\n2020-01-01,1,4\n2020-01-02,2.5,-5\n2020-01-03,3,6e1",
    "date;a;b\n2020-01-01;1;4\n2020-01-02;2.5;-5\n2020-01-03;3;6e1\n",
    "date\ta\tb\n2020-01-01\t1\t4\n2020-01-02\t2.5\t-5\n2020-01-03\t3\t6e1\n",
    "date|a|b\n2020-01-01|1|4\n2020-01-02|2.5|-5\n2020-01-03|3|6e1\n",
    "\"date\",\"a\",\"b\"\n\"2020-01-01\",\"1\",\"4\"\n2020-01-02,2.5,\"-5\"\n2020-01-03,3,6e1\n",
    "\n\n date , a , b \n 2020-01-01 , 1 , 4 \n\n2020-01-02,+2.5, -5\n   \n2020-01-03,3.0,6.0E+01\n\n\n",
    "date,a,b\n2020-01-01,1.,4.\n2020-01-02,2.5e0,-.5e+1\n2020-01-03,03,60\n",
  ])
  func readsEveryDialectAlike(text: String) throws {
    let frame = try parse(text), expected = try parse(small)
    #expect(frame.columns == expected.columns)
    #expect(frame.only.timestamps == expected.only.timestamps)
    for channel in 0..<2 { #expect(frame.values(ofColumn: channel) == expected.values(ofColumn: channel)) }
  }

  @Test func quotedFieldsKeepDelimitersQuotesAndNewlines() throws {
    let frame = try parse(
      "\"time, local\",\"a \"\"x\"\"\",\"b\nc\"\n2020-01-01,1,2\n2020-01-02,1,2\n2020-01-03,1,\"2\"\n")
    #expect(frame.timeColumns == ["time, local"])
    #expect(frame.columns == ["a \"x\"", "b\nc"])
    #expect(frame.only.line(ofRow: 0) == 3)
  }

  @Test func headerMayBeLatin1() throws {
    let bytes = Array("date,T (".utf8) + [0xB0] + Array("C)\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n".utf8)
    let frame = try Panel(parsing: bytes, name: "latin1.csv")
    #expect(frame.columns == ["T (°C)"])
  }

  @Test func headerMayBeUTF8() throws {
    #expect(try parse(small.replacing("a", with: "a µ", maxReplacements: 2)).columns.contains("b"))
  }

  @Test func timeColumnMayStandAnywhere() throws {
    let text = "a,when,b\n1,2020-01-01,4\n2,2020-01-02,5\n3,2020-01-03,6\n"
    let frame = try parse(text, ReadingOptions(timeColumn: "when"))
    #expect(frame.columns == ["a", "b"])
    #expect(frame.values(ofColumn: 1) == [4, 5, 6])
  }

  @Test func timeColumnMayHaveNoName() throws {
    #expect(try parse(",a\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n").timeColumns == [""])
  }

  @Test func numbersAreTheNearestDoubles() throws {
    let texts = [
      "5.827000141143799", "-1.4179999828338623", "0.1", "16777217", "16777219", "1e-45", "1e-400",
      "3.4028234e38",
      "123456789012345678901234567890", "0.000000000000000000000000000000000000000000001401298464324817",
      "1.00000005960464477539062500", "1.000000059604644775390626", "1.00000005960464477", "-0",
      "9007199254740993",
      "8589973504.5", "1e39", "9.56700038909912", "30.531000137329105", "4.35", "0.3",
      "2.2250738585072011e-308", "1.1754943508222875e-38", "00000000000000000000000000012", ".5", "7.",
      "18446744073709551616",
    ]
    let rows = texts.enumerated().map { "\(2000 + $0),\($1)" }.joined(separator: "\n")
    let values = try parse("year,x\n\(rows)\n").values(ofColumn: 0)
    for (text, value) in zip(texts, values) {
      let expected = Double(text.hasSuffix(".") ? text + "0" : text) ?? .nan
      #expect(value.bitPattern == expected.bitPattern, "\(text)")
    }
  }

  @Test func linesAreThoseOfTheFile() throws {
    let frame = try parse("\ndate,a\n2020-01-01,1\n\n\n2020-01-02,2\n2020-01-03,3\r\n\r\n2020-01-04,4")
    #expect((0..<4).map(frame.only.line(ofRow:)) == [3, 6, 7, 9])
  }

  @Test func selectionSharesValues() throws {
    let frame = try parse(small).selecting(columns: ["b"])
    #expect(frame.columns == ["b"])
    #expect(frame.values(ofColumn: 0) == [4, -5, 60])
    #expect(
      dataError { () throws(DataError) in try frame.selecting(columns: ["B"]) }?.description
        == "test.csv: there is no column 'B'; there is 'b', which differs by case alone: write both the same")
  }

  @Test func sentinelsAreKeptAndReported() throws {
    let rows = (1...28).map { "2020-01-\($0 < 10 ? "0" : "")\($0),\($0 == 5 ? "-9999" : "\($0)")\n" }
    let frame = try parse("date,a\n" + rows.joined())
    #expect(frame.values(ofColumn: 0)[4] == -9999)
    #expect(
      frame.farValues().map(\.description) == [
        "column 'a': -9999 occurs once, on line 6, and may stand for a missing value; kept unless told as missing"
      ])
  }
}
