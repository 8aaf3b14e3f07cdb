import TestSupport
import Testing

/// Files in the forms of public portals, shops and traders: what is forecast behind them, or what to do, followed.
@Suite struct PortalTablesTests {
  /// Years and months beside the stamps of many series ended the program.
  @Test func partsOfTheTimeStandBesideTheStampsOfManySeries() throws {
    let workspace = try Workspace.withTable("shop,date,year,sales") {
      "\($0 / 20),\(SampleDate.day($0 % 20)),2024,\($0)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable + " --series-column shop")
    #expect(run.output == "shop,date,sales\n0,2024-01-21,19\n1,2024-01-21,39\n", "\(run.errors)")
  }

  /// Exchanges: seconds since 1970 beside a date, and the end of each row in milliseconds, would be forecast to stand still.
  @Test(arguments: ["", "000", "999"])
  func clocksBesideStampsAreNoValues(thousandths: String) throws {
    let workspace = try Workspace.withTable("date,unix,close") {
      "\(SampleDate.day($0)),\(1_704_067_200 + 86_400 * $0)\(thousandths),\($0)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "date,close\n2024-02-10,39\n", "\(run.errors)")
  }

  /// Google Trends, the EIA, loggers of temperature: lines above a header of words.
  @Test(arguments: [
    "Category: All categories\n\n", "Crude stocks\nhttps://www.eia.gov\n10:15:51 GMT-0500 (Eastern)\n",
    "\"Data Source\",\"Indicators\",\n\n\"Last Updated Date\",\"2024-10-24\",\n",
  ])
  func linesAboveTheHeaderAreFound(above: String) throws {
    let header = above + "Day,\"ski, world\",snow,x"
    let workspace = try Workspace.withTable(header) { "\(SampleDate.day($0)),\($0),1,2" }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "Day,\"ski, world\",snow,x\n2024-02-10,39,1,2\n", "\(run.errors)")
    #expect(try workspace.run("check d.csv").output.contains("around the header left out"))
    // A later file may have others.
    #expect(try workspace.run("fit d.csv --model last-value --horizon 1 --quiet").status == 0)
    try workspace.write("Note\n" + workspace.lines("d.csv").suffix(41).joined(separator: "\n"), to: "d.csv")
    let later = try workspace.run("predict model.safetensors d.csv --quiet")
    #expect(later.output == run.output, "\(later.errors)")
  }

  /// Lines of units and remarks under the names: yfinance, a bureau of statistics, a logger (TOA5).
  @Test(arguments: [
    ("Price,Close,High\nTicker,AAPL,AAPL\nDate,,", "2"),
    (",Unemployed,Employed\nUnit,000,000\nSeries Type,Original,Original\nSeries ID,A1,A2", "3"),
    (
      "\"TOA5\",\"CR1000\",\"x\",\"y\",\"z\"\n\"TIMESTAMP\",\"RECORD\",\"T\"\n\"TS\",\"RN\",\"C\"\n\"\",\"\",\"Avg\"",
      "3"
    ),
  ])
  func linesUnderTheHeaderAreLeftOutAsAdvised(header: String, count: String) throws {
    let workspace = try Workspace.withTable(header) { "\(SampleDate.day($0)),\($0 * $0 % 7),\($0)" }
    expectFailure(try workspace.run(Workspace.lastValueOfTable), 65, "try --skip-rows \(count)")
    let run = try workspace.run(Workspace.lastValueOfTable + " --skip-rows \(count)")
    #expect(run.output.hasSuffix("\n2024-02-10,2,39\n"), "\(run.errors)")
  }

  /// Rows with a comma for decimals have a field more than the first ones.
  @Test func aRowIsNoHeaderOfOtherRows() throws {
    let workspace = try Workspace.withTable("date,x") { "\(SampleDate.day($0)),\($0)\($0 > 3 ? ",5" : "")" }
    expectFailure(try workspace.run(Workspace.lastValueOfTable), 65, "d.csv:")
  }

  /// The first row of a file without a header was taken for one where an id stands first.
  @Test func aRowThatBeginsWithAnIdIsNoHeader() throws {
    let workspace = try Workspace.withTable("AE000041196,20231231,TMAX,200") {
      "AE000041196,\(SampleDate.day($0).replacing("-", with: "")),TMAX,\($0)"
    }
    expectFailure(try workspace.run(Workspace.lastValueOfTable), 65, "d.csv:1", "try --no-header")
    let run = try workspace.run(Workspace.lastValueOfTable + " --no-header")
    #expect(run.output == "column2,column4\n20240210,39\n", "\(run.errors)")
  }

  @Test func namesOfTradersAndPluralsMakeUpTheTime() throws {
    for (date, time) in [("<DATE>", "<TIME>"), ("Date", "Heures"), ("Datum", "Stunden")] {
      let workspace = try Workspace.withTable("\(date),\(time),x", 48) {
        "\(SampleDate.day($0 / 24)),\($0 % 24 < 10 ? "0" : "")\($0 % 24):00,\($0)"
      }
      let run = try workspace.run(Workspace.lastValueOfTable)
      #expect(run.output == "\(date),\(time),x\n2024-01-03,00:00,47\n", "\(run.errors)")
    }
  }

  /// Numbers called so are worked, or shone.
  @Test func hoursThatAreNumbersAreAColumn() throws {
    let workspace = try Workspace.withTable("date,shop,hours,x") {
      "\(SampleDate.day($0 / 2)),\($0 % 2 < 1 ? "A" : "B"),\(8 + $0 % 5),\($0)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(
      run.output == "date,shop,hours,x\n2024-01-21,A,11,38\n2024-01-21,B,12,39\n", "\(run.errors)")
  }

  /// What has no number in the first rows, and a stamp from a later row on, is no line of units.
  @Test(arguments: ["date,x,", "date,x,seen_at"])
  func firstRowsWithoutValuesAreRows(header: String) throws {
    let workspace = try Workspace.withTable(header) {
      let seen = header.hasSuffix("at") ? ",\($0 < 3 ? "" : SampleDate.day($0 + 1))" : ""
      return "\(SampleDate.day($0)),\($0 < (seen.isEmpty ? 1 : 3) ? "NA" : "\($0)")\(seen)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "date,x\n2024-02-10,39\n", "\(run.errors)")
  }

  /// A row with a missing value is no header, either, where the header has a field too many.
  @Test func aRowWithoutAValueIsNoHeader() throws {
    let workspace = try Workspace.withTable("month,x,y", 5) {
      "\(["Jan", "Feb", "Mar", "Apr", "May"][$0]) 2020,\($0 < 1 ? "NA" : "1")"
    }
    #expect(try workspace.run(Workspace.lastValueOfTable).status == 65)
  }

  /// Eurostat and other offices: when the file was made, flags, and a colon where there is no value.
  @Test func flagsAndTheTimeOfAnUpdateAreNoReasonToRefuse() throws {
    let workspace = try Workspace.withTable("LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG") {
      "15/10/24 23:00:00,\($0 < 20 ? "AT" : "DE"),\(2000 + $0 % 20),\($0 == 4 ? ":" : "\($0)"),\($0 % 20 > 17 ? "p" : "")"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "geo,TIME_PERIOD,OBS_VALUE\nAT,2020,19\nDE,2020,39\n", "\(run.errors)")
    #expect(try workspace.run("check d.csv").output.contains("'OBS_FLAG' is empty or 'p'; left out"))
  }

  /// Dates of something else, with a word among them.
  @Test(arguments: ["yes", "9 AM", "2020*", "3 days"]) func aWordAmongOtherDatesIsNoNumber(_ word: String)
    throws
  {
    let workspace = try Workspace.withTable("date,x,shipped") {
      "\(SampleDate.day($0)),\($0),\($0 == 20 ? word : SampleDate.day($0 + 3))"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "date,x\n2024-02-10,39\n", "\(run.errors)")
  }

  /// A number with its unit is no flag.
  @Test func aNumberWithItsUnitIsNotLeftOut() throws {
    let workspace = try Workspace.withTable("date,x,y") {
      "\(SampleDate.day($0)),\($0),\($0 == 3 ? "5 kg" : "")"
    }
    expectFailure(
      try workspace.run(Workspace.lastValueOfTable), 65, "'5 kg' is not a number", "try --ignore y")
  }

  /// The advice for tables whose lines may be series makes them series.
  @Test(arguments: [
    (
      "geo,2010,2011,2012,Total\nAT,1,2,3,6\nDE,4,5,6,15\n", "--ignore Total",
      "geo,time,value\nAT,2013,3\nDE,2013,6\n"
    ),
    (
      "geo,202001,202002,202003\nAT,1,2,3\nDE,4,5,6\n", "--series-column geo",
      "geo,time,value\nAT,202004,3\nDE,202004,6\n"
    ),
    (
      "V1,V2,V3,V4,V5,V6,V7,V8,V9\nA,1,2,3,4,,,,\nB,1,2,3,4,5,6,7,8\n", "--series-column V1",
      "V1,time,value\nA,5,4\nB,9,8\n"
    ),
  ])
  func adviceMakesLinesSeries(text: String, advice: String, forecast: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "d.csv")
    expectFailure(try workspace.run(Workspace.lastValueOfTable), 65, "try \(advice)")
    let run = try workspace.run(Workspace.lastValueOfTable + " \(advice)")
    #expect(run.output == forecast, "\(run.errors)")
    // Three rows are too few for a fit that is scored.
    guard text.hasPrefix("V1") else { return }
    #expect(try workspace.run("fit d.csv --model last-value --horizon 1 --quiet \(advice)").status == 0)
    #expect(try workspace.run("predict model.safetensors d.csv --quiet").output == forecast)
  }

  @Test func numbersOfLinesMayBeNamedAsSeries() throws {
    let workspace = try Workspace.withTable("Age,2010,2011,2012,2013", 10) { "\($0),1,2,3,\($0)" }
    #expect(
      try workspace.run("check d.csv").output.contains("if each line is one, 'Age' may tell series apart"))
    let run = try workspace.run(Workspace.lastValueOfTable + " --series-column Age")
    #expect(run.output.hasPrefix("Age,time,value\n0,2014,0\n1,2014,1\n"), "\(run.errors)")
  }

  /// Years, quarters and months below each other are no steps to be counted.
  @Test func yearsAboveMonthsAreNotCounted() throws {
    let months = ["JAN", "FEB", "MAR", "APR"]
    let workspace = try Workspace.withTable("Title,x") {
      $0 < 5 ? "\(2015 + $0),1" : "\(2010 + $0 / 4) \(months[$0 % 4]),1"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    expectFailure(run, 65, "d.csv:")
    #expect(!run.errors.contains("--time-column none"))
  }

  /// `00 - 01` is no hour with its minutes.
  @Test func hoursFromToAreSpans() throws {
    let workspace = try Workspace.withTable("Date;Hours;x", 48) {
      "2024-01-\($0 < 24 ? 13 : 14);\($0 % 24 < 10 ? "0" : "")\($0 % 24) - \($0 % 24 < 9 ? "0" : "")\(($0 + 1) % 24);\($0)"
    }
    expectFailure(
      try workspace.run(Workspace.lastValueOfTable), 65, "names the start and the end of a span of time")
  }

  @Test func anOrderThatChangesNothingIsSaid() throws {
    let workspace = try Workspace.withTable("date,x") { "\(SampleDate.day($0)),\($0)" }
    let run = try workspace.run("check d.csv --day-first")
    #expect(
      run.status == 0 && run.output.contains("day comes first was told and changes nothing"), "\(run.output)")
    #expect(try !workspace.run("check d.csv").output.contains("changes nothing"))
  }

  /// Rows that are missing are no irregular stamps, and the message says where.
  @Test func aForecastBehindAGapSaysWhereItIs() throws {
    let workspace = try Workspace.withTable("date,x") { "\(SampleDate.day($0 < 38 ? $0 : $0 + 3)),\($0)" }
    #expect(try workspace.run("fit d.csv --model last-value --lookback 5 --horizon 1 --quiet").status == 0)
    let run = try workspace.run("predict model.safetensors d.csv")
    #expect(run.errors.contains("line 40: 3 rows missing between 2024-02-07 and 2024-02-11"), "\(run.errors)")
    #expect(!run.errors.contains("irregular"))
  }
}
