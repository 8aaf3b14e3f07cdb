import Testing
import TimeSeries

/// Tables whose time runs across: a line a series, the stamps in the header.
@Suite struct SeriesLinesTests {
  private static let years = (2010...2016).map { "\($0)" }.joined(separator: ",")

  @Test func linesAreSeriesFromTheirFirstValueToTheirLast() throws {
    let panel = try parse("name,code,\(Self.years),\nA,a,1,2,3,4,5,6,7,\nB,b,,,3,,5,6,,\nC,c,,,,,,,,\n")
    #expect(panel.series.map(\.id) == ["A", "B"] && panel.seriesColumn == "name")
    #expect(panel.columns == ["value"] && panel.timeColumns == ["time"])
    #expect(panel.series.map(\.rowCount) == [7, 4])
    #expect(panel.values(ofColumn: 0) == [1, 2, 3, 4, 5, 6, 7])
    let second = panel.values(ofColumn: 0, ofSeries: 1)
    #expect(second[0] == 3 && second[1].isNaN && second[2...] == [5, 6])
    #expect(panel.series[1].timestamps.map(\.year) == [2012, 2013, 2014, 2015])
    #expect((0..<4).map { panel.series[1].line(ofRow: $0) } == [3, 3, 3, 3])
    #expect(panel.series[0].line(ofRow: 6) == 2)
    let notes = panel.origin.notes.map(\.description)
    for note in [
      "time runs across: 2 series, a line each and told apart by column 'name', 7 times from '2010' to '2016'",
      "column 'code' has the same text in all rows of a series; left out",
      "line 4: 1 line without values left out", "column 'value': 1 cell missing, the first on line 3",
    ] {
      #expect(notes.contains(note), "\(notes)")
    }
  }

  @Test(arguments: [
    ["2010-Q1", "2010-Q2", "2010-Q3"], ["1/22/20", "1/23/20", "1/24/20"],
    ["2000-01-31", "2000-02-29", "2000-03-31"],
    ["Jan 2000", "Feb 2000", "Mar 2000"], ["2020-01-01 00:00", "2020-01-01 01:00", "2020-01-01 02:00"],
    ["X1960", "X1961", "X1962"], ["1960 [YR1960]", "1961 [YR1961]", "1962 [YR1962]"],
    ["2010.0", "2011.0", "2012.0"], ["201911", "201912", "202001"], ["201951", "201952", "202001"],
    ["20200130", "20200131", "20200201"], ["Jan-20", "Feb-20", "Mar-20"], ["Nov 20", "Dec 20", "Jan 21"],
    ["Q1-20", "Q2-20", "Q3-20"], ["2020H1", "2020H2", "2021H1"], ["FY2020", "FY2021", "FY2022"],
    ["Y1961", "Y1962", "Y1963"], ["2020M01", "2020M02", "2020M03"],
  ])
  func stampsOfOneStepAreTimes(stamps: [String]) throws {
    let panel = try parse("geo,\(stamps.joined(separator: ","))\nAT,1,2,3\nDE,4,5,6\n")
    #expect(panel.series.map(\.id) == ["AT", "DE"] && panel.values(ofColumn: 0, ofSeries: 1) == [4, 5, 6])
    let long =
      "geo,time,value\n" + zip(["1", "2", "3"], stamps).map { "AT,\(Self.plain($1)),\($0)\n" }.joined()
    let told = try parse(long, Self.told(series: "geo"))
    #expect(Array(told.series[0].timestamps) == Array(panel.series[0].timestamps))
    #expect(told.frequency == panel.frequency && told.stampForm == panel.stampForm)
  }

  private static func plain(_ stamp: String) -> String {
    stamp.hasPrefix("X") || stamp.hasPrefix("Y") || stamp.contains("[") || stamp.contains(".")
      ? String(stamp.drop { "XY".contains($0) }.prefix(4)) : stamp
  }

  private static func told(series: String) throws -> ReadingOptions {
    var options = ReadingOptions()
    try options.set(.seriesColumn, to: series)
    return options
  }

  @Test func theFewestColumnsTellLinesApart() throws {
    let provinces = "province,country,Lat,\(Self.years)\n"
    func line(_ head: String) -> String { "\(head),1,2,3,4,5,6,7\n" }
    let panel = try parse(
      provinces + line(",France,46.2") + line("Reunion,France,-21.1") + line("Ontario,Canada,51.2"))
    #expect(panel.series.map(\.id) == ["/France", "Reunion/France", "Ontario/Canada"])
    #expect(panel.origin.form.layout.ignoredColumns == ["Lat"])
    // Numbers do where texts do not, and one text that does is enough.
    let ids = try parse("name,id,\(Self.years)\n" + line("A,70") + line("A,12") + line("B,31"))
    #expect(ids.series.map(\.id) == ["70", "12", "31"])
    let code = try parse("kind,code,\(Self.years)\n" + line("x,70a") + line("x,12a"))
    #expect(code.series.map(\.id) == ["70a", "12a"] && code.seriesColumn == "code")
    let told = try parse("name,code,\(Self.years)\n" + line("A,a") + line("B,b"), Self.told(series: "code"))
    #expect(told.series.map(\.id) == ["a", "b"])
  }

  @Test func aNumberOfALineMayBeFixed() throws {
    var options = ReadingOptions()
    try options.set(.fixed, to: "area")
    let panel = try parse("shop,area,\(Self.years)\nA,250,1,2,3,4,5,6,7\nB,80,1,2,3,4,5,6,\n", options)
    #expect(panel.fixedColumns == ["area"] && panel.series.map(\.fixed) == [[250], [80]])
    try options.set(.fixed, to: "2010")
    #expect(error("shop,area,\(Self.years)\nA,250,1,2,3,4,5,6,7\n", options)?.kind == .unknownColumn)
  }

  @Test func errorsNameTheLineAndTheStamp() {
    let head = "name,\(Self.years)\nA,1,2,3,4,5,6,7\n"
    let word = error(head + "B,1,2,x,4,5,6,7\n")
    #expect(word?.kind == .notANumber && word?.line == 3 && word?.column == "2012" && word?.value == "x")
    let infinite = error(head + "B,1,2,3,4,inf,6,7\n")
    #expect(infinite?.kind == .outOfRange && infinite?.line == 3 && infinite?.column == "2014")
    let twice = error(head + "B,1,2,3,4,5,6,7\nA,1,2,3,4,5,6,7\n")
    #expect(twice?.kind == .scatteredSeries && twice?.line == 4 && twice?.column == "name")
    #expect(twice?.problem.contains("lines 2 and 4") == true)
    var options = ReadingOptions()
    options.missingRule = .error
    let missing = error(head + "B,,2,3,,5,6,7\n", options)
    #expect(missing?.kind == .missingValue && missing?.line == 3 && missing?.column == "2013")
    let group = error("name,\(Self.years)\nA,997,998,1.005,1.010,1.020,1.030,1.040\n")
    #expect(group?.kind == .ambiguousNumber && group?.line == 2 && group?.column == "2012")
  }

  @Test(arguments: [
    // Rows that may be times, in a column of whatever name.
    "month,2010,2011,2012\n1,5,6,7\n2,5,6,8\n3,7,8,9\n4,5,6,7\n",
    "x,2010,2011,2012\nJan,5,6,7\nFeb,5,6,8\nMar,7,8,9\n", "x,2010,2011,2012\nQ1,5,6,7\nQ2,5,6,8\nQ3,7,8,9\n",
    "x,2010,2011,2012\nW01,5,6,7\nW02,5,6,8\nW03,7,8,9\n",
    "x,2010,2011,2012\n1,5,6,7\n2,5,6,8\n3,7,8,9\n4,5,6,7\n",
    "x,2020-01-01,2020-01-02,2020-01-03\n00:00,5,6,7\n01:00,5,6,8\n02:00,7,8,9\n",
    "date,2010,2011,2012\n2020-01-01,5,6,7\n2020-01-02,5,6,8\n2020-01-03,7,8,9\n",
    // Names that are no stamps of one step, or that something stands behind.
    "geo,2010,2011,2013\nAT,1,2,3\nDE,4,5,6\n", "geo,Jan01,Jan02,Jan03\nAT,1,2,3\nDE,4,5,6\n",
    "geo,2010,2011\nAT,1,2\nDE,4,5\n", "geo,1000,1001,1002\nAT,1,2,3\nDE,4,5,6\n",
    "geo,200101,200102,200103\nAT,1,2,3\nDE,4,5,6\n", "geo,201951,201952,202002\nAT,1,2,3\nDE,4,5,6\n",
    "geo,2010,2011,2012,Total\nAT,1,2,3,6\nDE,4,5,6,15\n",
    "geo,2010_price,2011_price,2012_price\nAT,1,2,3\nDE,4,5,6\n", "geo,1,2,3,4\nAT,1,2,3,4\nDE,4,5,6,7\n",
    "geo,d_1,d_2,d_3\nAT,1,2,3\nDE,4,5,6\n", "geo,V2,V3,V4\nAT,1,2,3\nDE,4,5,6\n",
    "2010,2011,2012\n1,2,3\n4,5,6\n", "geo,2010,all,2011,2012,2013\nAT,1,9,2,3,4\nDE,4,9,5,6,7\n",
    // Lines that are only numbered, and times without a name.
    ",2010,2011,2012\n0,1,2,3\n1,4,5,6\n2,4,5,6\n", ",2010,2011,2012\nJan,1,2,3\nFeb,4,5,6\n",
    // Products with numbers like years, a row a month or a day.
    "periodo,2001,2002,2003\n202011,5,6,7\n202012,5,6,8\n202101,7,8,9\n202102,5,6,7\n",
    "x,2001,2002,2003\n20200130,5,6,7\n20200131,5,6,8\n20200201,7,8,9\n20200202,5,6,7\n",
  ])
  func whatIsNotCertainIsNotTurned(text: String) throws {
    let table = try? Table(parsing: Array(text.utf8), name: "test.csv")
    #expect(table?.hasSeriesLines != true)
  }

  @Test func monthsOfOneYearAreTimesWhereSeriesAreTold() throws {
    let text = "geo,202001,202002,202003\nAT,1,2,3\nDE,4,5,6\n"
    let panel = try parse(text, Self.told(series: "geo"))
    #expect(panel.series.map(\.id) == ["AT", "DE"] && panel.series[0].timestamps.map(\.month) == [1, 2, 3])
  }

  /// As Eurostat published its tables.
  @Test func theNewestTimeMayComeFirst() throws {
    let panel = try parse("geo,2012,2011,2010\nAT,3,2,1\nDE,,5,4\n")
    #expect(panel.values(ofColumn: 0) == [1, 2, 3] && panel.values(ofColumn: 0, ofSeries: 1) == [4, 5])
    #expect(panel.series[1].timestamps.map(\.year) == [2010, 2011])
  }

  /// A word for time inside another is none, and a column called so tells lines apart.
  @Test(arguments: ["candidate", "sentiment", "lifetime", "updated", "Maritime zone"])
  func aNameOfSomethingElseTellsLinesApart(name: String) throws {
    let panel = try parse("\(name),2010,2011,2012\nA,1,2,3\nB,4,5,6\n")
    #expect(panel.series.map(\.id) == ["A", "B"] && panel.seriesColumn == name)
  }

  @Test(arguments: ["InvoiceDate", "created_at", "Lieferdatum", "Zeitstempel", "SETTLEMENTDATE", "orderDate"])
  func aNameWithAWordForTimeDoesNot(name: String) throws {
    let table = try? Table(parsing: Array("\(name),2010,2011,2012\nA,1,2,3\nB,4,5,6\n".utf8), name: "t.csv")
    #expect(table?.hasSeriesLines != true)
  }

  /// The levels of an index, as pandas writes them.
  @Test func severalColumnsWithoutNamesMayNameSeries() throws {
    let lines = ["x,p", "x,q", "y,p", "y,q"].map { "\($0),1,2,3\n" }.joined()
    for header in [
      ",,2010,2011,2012\n", "Unnamed: 0,Unnamed: 1,2010,2011,2012\n", "...1,...2,2010,2011,2012\n",
    ] {
      let panel = try parse(header + lines)
      #expect(panel.series.map(\.id) == ["x/p", "x/q", "y/p", "y/q"], "\(header)")
      #expect(panel.seriesColumn == "series,series2")
    }
  }

  /// As in M4 and M5.
  @Test func stepsAreCountedWhereSeriesAreTold() throws {
    let text = "V1,V2,V3,V4,V5,V6,V7,V8,V9\nA,1,2,3,,,,,\nB,1,2,3,4,5,6,7,8\n"
    let panel = try parse(text, Self.told(series: "V1"))
    #expect(panel.series.map(\.rowCount) == [3, 8] && panel.stampForm.isCounter)
    // Rows of one series below each other have features in such columns.
    let rows =
      "shop,day,x1,x2,x3,x4,x5,x6,x7,x8\n" + (0..<8).map { "\($0 / 4),\($0 % 4),1,2,3,4,5,6,7,8\n" }.joined()
    #expect(try parse(rows, Self.told(series: "shop")).columns.count == 8)
  }

  @Test(arguments: ["", "Unnamed: 0", "...1"])
  func aColumnWithoutANameMayNameSeries(name: String) throws {
    func line(_ head: String) -> String { "\(head),1,2,3,4,5,6,7\n" }
    let header = "\(name),\(Self.years)\n"
    let panel = try parse(header + line("A") + line("B"))
    #expect(panel.series.map(\.id) == ["A", "B"] && panel.seriesColumn == "series")
    let ids = try parse(header + line("70") + line("12") + line("31"))
    #expect(ids.series.map(\.id) == ["70", "12", "31"] && ids.seriesColumn == "series")
    let numbered = try parse(header + line("0") + line("1"), Self.told(series: "series"))
    #expect(numbered.series.map(\.id) == ["0", "1"])
    let empty = try parse("\(name),name,\(Self.years)\n" + line(",A") + line(",B"))
    #expect(empty.series.map(\.id) == ["A", "B"] && empty.seriesColumn == "name")
    guard !name.isEmpty else { return }
    let told = try parse(header + line("A") + line("B"), Self.told(series: name))
    #expect(told.series.map(\.id) == ["A", "B"] && told.seriesColumn == name)
  }

  /// Numbers of lines would tell two lines of one series apart.
  @Test(arguments: ["", "Unnamed: 0"])
  func anIndexIsNoNameWhereSeriesHaveOthers(name: String) throws {
    func line(_ head: String) -> String { "\(head),1,2,3,4,5,6,7\n" }
    for other in ["name", "series"] {
      let header = "\(name),\(other),\(Self.years)\n"
      let panel = try parse(header + line("0,A") + line("1,B"))
      #expect(panel.series.map(\.id) == ["A", "B"] && panel.seriesColumn == other)
      #expect(panel.origin.notes.map(\.description).contains("column '\(name)' counts the rows; left out"))
      let again = try parse(header + line("5,A") + line("2,B"), Self.told(series: other))
      #expect(again.series.map(\.id) == ["A", "B"])
      #expect(error(header + line("0,A") + line("1,A"))?.kind == .scatteredSeries)
    }
    let stores = try parse("\(name),store,\(Self.years)\n" + line("0,70") + line("1,12") + line("2,31"))
    #expect(stores.series.map(\.id) == ["70", "12", "31"] && stores.seriesColumn == "store")
  }

  @Test(arguments: ["time", "value", "2010", "name,time"])
  func timesAndValuesTellNoSeriesApart(column: String) throws {
    let text = "name,\(Self.years)\nA,1,2,3,4,5,6,7\nB,1,2,3,4,5,6,7\n"
    let found = error(text, try Self.told(series: column))
    #expect(found?.kind == .unknownColumn && found?.line == 1, "\(String(describing: found))")
  }

  @Test func aColumnTellsSeriesApartOnce() throws {
    for text in ["name,\(Self.years)\nA,1,2,3,4,5,6,7\n", "name,time,value\nA,2010,1\nA,2011,2\n"] {
      let found = error(text, try Self.told(series: "name,name"))
      #expect(found?.kind == .invalidOption && found?.value == "name", "\(String(describing: found))")
    }
  }

  @Test func idsMayBeAsLargeAsIntegersAre() throws {
    let (least, most) = (Int.min, Int.max)
    let ids = ["\(most)", "\(least)", "7"]
    let panel = try parse("id,\(Self.years)\n" + ids.map { "\($0),1,2,3,4,5,6,7\n" }.joined())
    #expect(panel.series.map(\.id) == ids)
  }

  @Test func whatStandsBehindTheTimesMayBeIgnored() throws {
    var options = ReadingOptions()
    try options.set(.ignore, to: "Total")
    let panel = try parse("geo,2010,2011,2012,Total\nAT,1,2,3,6\nDE,4,5,6,15\n", options)
    #expect(panel.series.map(\.rowCount) == [3, 3])
  }

  @Test func numbersOfLinesAreTheirSeriesWhereTheyAreToldToBe() throws {
    let text = "store,2020-01-01,2020-01-02,2020-01-03\n1,5,6,7\n2,5,6,8\n3,7,8,9\n"
    #expect(try Table(parsing: Array(text.utf8), name: "test.csv").hasSeriesLines == false)
    #expect(try parse(text, Self.told(series: "store")).series.map(\.id) == ["1", "2", "3"])
    let other = text.replacing("3,7,8,9", with: "9,7,8,9")
    #expect(try parse(other).series.map(\.id) == ["1", "2", "9"])
  }

  /// Blocks of lines, as the parser has several in large files, and quotes.
  @Test(arguments: [1, 15, 16, 17, 100])
  func anyNumberOfLinesIsTurned(count: Int) throws {
    func value(_ line: Int, _ year: Int) -> Double { Double(line * 100 + year) + 0.5 }
    let lines = (0..<count).map { line in
      "\"S, \(line)\"," + (0..<7).map { "\(value(line, $0))" }.joined(separator: ",") + "\n"
    }
    var options = ReadingOptions()
    for size in [0, 64] {
      (options.wholeBytes, options.blockBytes) = (size, size)
      let panel = try parse("name,\(Self.years)\n" + lines.joined(), options)
      #expect(panel.series.count == count)
      for (line, series) in panel.series.enumerated() {
        let expected = (0..<7).map { value(line, $0) }
        #expect(series.id == "S, \(line)" && panel.values(ofColumn: 0, ofSeries: line) == expected)
      }
    }
  }
}
