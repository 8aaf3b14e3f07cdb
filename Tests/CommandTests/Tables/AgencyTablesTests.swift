import TestSupport
import Testing

/// Tables as offices of statistics and weather, and dashboards, write them: what is forecast behind them, or what to do.
@Suite struct AgencyTablesTests {
  private static func day(_ row: Int) -> String { SampleDate(days: row, after: 2024).iso }

  private static let germanMonths = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
  ]

  private static func forecast(_ workspace: Workspace, _ options: String = "") throws -> ProgramRun {
    try workspace.run(Workspace.lastValueOfTable + options)
  }

  /// GENESIS: year and month have no names, titles have commas and as many fields as the rows.
  @Test(arguments: [
    "", "Tabelle: 61111-0002\nIndex: Land, Monate\n", "Tabelle: 61111\nIndex: Land, Monate;;\nIndex\nLand\n",
  ])
  func yearAndMonthWithoutNames(above: String) throws {
    let workspace = try Workspace.withTable(above + ";;Index", 30) {
      "\(2015 + $0 / 12);\(Self.germanMonths[$0 % 12]);\($0),5"
    }
    let run = try Self.forecast(workspace)
    #expect(run.output == "year;month;Index\n2017;Juli;29,5\n", "\(run.errors)")
  }

  /// Quarters beside years without names.
  @Test func yearAndQuarterWithoutNames() throws {
    let workspace = try Workspace.withTable(",,x", 30) { "\(2015 + $0 / 4),\($0 % 4 + 1). Quartal,\($0)" }
    let run = try Self.forecast(workspace)
    #expect(run.output == "year,quarter,x\n2022,3. Quartal,29\n", "\(run.errors)")
  }

  /// Power BI: a quarter stands between year and month.
  @Test func aQuarterBesideTheMonthIsNoPartOfTheTime() throws {
    let workspace = try Workspace.withTable("Year,Quarter,Month,Day,Sum of x") {
      "2024,Qtr 1,\($0 < 31 ? "January" : "February"),\($0 % 31 + 1),\($0)"
    }
    let run = try Self.forecast(workspace, " --ignore Quarter")
    #expect(run.output == "Year,Month,Day,Sum of x\n2024,February,10,39\n", "\(run.errors)")
  }

  /// KNMI: temperatures in tenths of degrees are called T, and have no decimals.
  @Test func wholeTemperaturesAreNoTimeBesideDates() throws {
    let workspace = try Workspace.withTable("# STN,YYYYMMDD,   HH,   T", 48) {
      "  260,2024010\(1 + $0 / 24),\($0 % 24 + 1),   \(57 + $0 % 5)"
    }
    let run = try Self.forecast(workspace, " --ignore STN")
    #expect(run.output == "YYYYMMDD,HH,T\n20240103,1,59\n", "\(run.errors)")
  }

  /// Prometheus: the port of a server is no time of day.
  @Test func serversTellSeriesApart() throws {
    let workspace = try Workspace.withTable("timestamp,value,instance") {
      "\(1_704_067_200 + 60 * ($0 / 2)),\($0),\($0 % 2 < 1 ? "web-1" : "10.0.0.2"):9100"
    }
    let run = try Self.forecast(workspace)
    #expect(
      run.output
        == "timestamp,value,instance\n1704068400,38,web-1:9100\n1704068400,39,10.0.0.2:9100\n",
      "\(run.errors)")
  }

  /// SMHI: small tables of several widths above the header.
  @Test func smallTablesAboveTheTableAreLeftOut() throws {
    let above =
      "name;number;height\nStockholm;98230;2.0\n\nparameter;text;unit\nair;moment;celsius\n\nfrom;to;height;latitude;longitude\n1996;2024;43.1;59.3;18.0\n\n"
    let workspace = try Workspace.withTable(above + "Datum;Tid (UTC);Lufttemperatur;Kvalitet;;Rest") {
      "\(Self.day($0 / 24));\($0 % 24 < 10 ? "0" : "")\($0 % 24):00:00;\($0).5;G;;"
    }
    let run = try Self.forecast(workspace)
    #expect(run.output == "Datum;Tid (UTC);Lufttemperatur\n2024-01-02;16:00:00;39.5\n", "\(run.errors)")
  }

  /// Rows that get a field more on the way are not taken for a table below small ones.
  @Test func rowsThatGrowAreNoSmallTable() throws {
    let workspace = try Workspace.withTable("date,x") { "\(Self.day($0)),\($0)\($0 > 2 ? ",5" : "")" }
    expectFailure(try Self.forecast(workspace), 65, "d.csv:")
  }

  /// INSEE, KOSIS: when the line was made, or the base of an index, is the same in every line and no time.
  @Test func whatIsTheSameInEveryLineIsNoTimeOfIt() throws {
    let workspace = try Workspace.withTable("Libellé;Mise à jour;Base;2024-01;2024-02;2024-03;2024-04", 3) {
      "Indice \("ABC".dropFirst($0).prefix(1));15/11/2024 08:45;2020=100;1\($0);2\($0);3\($0);4\($0)"
    }
    let run = try workspace.run("fit d.csv --model last-value --predict - --horizon 1 --quiet")
    #expect(
      run.output == "Libellé;time;value\nIndice A;2024-05;40\nIndice B;2024-05;41\nIndice C;2024-05;42\n",
      "\(run.errors)")
  }

  /// Met Office: columns at fixed places, below a title.
  @Test func fixedPlacesBelowATitleAreNamed() throws {
    let workspace = try Workspace.withTable("Heathrow") { "   2015   \($0 % 12 + 1)   8.\($0 % 10)" }
    expectFailure(try Self.forecast(workspace), 65, "columns seem to stand at fixed places")
  }

  /// Bureau of Labor Statistics: a letter before the number of the part of the year, and averages of years between the months.
  @Test(arguments: [("M", 12, "M13", "M05"), ("Q", 4, "Q05", "Q01"), ("S", 2, "S03", "S01")])
  func numberedPartsOfAYearStandBesideIt(letter: String, count: Int, average: String, next: String) throws {
    let header = "series_id,year,period,value"
    let workspace = try Workspace.withTable(header) {
      let part = $0 % count + 1
      return "A,\(2000 + $0 / count),\(letter)\(part < 10 ? "0" : "")\(part),\($0)"
    }
    let run = try Self.forecast(workspace)
    #expect(run.output == "\(header)\nA,\(2000 + 40 / count),\(next),39\n", "\(run.errors)")
    try workspace.write(try workspace.text("d.csv") + "A,2000,\(average),7\n", to: "d.csv")
    expectFailure(
      try Self.forecast(workspace), 65, "d.csv:42", "'2000 \(average)' is the average of a year",
      "remove all rows such as this one")
  }

  /// Office of statistics of Australia: names of series above lines of their kinds, none above the stamps.
  @Test func namesOfSeriesStandOnTop() throws {
    let workspace = try Workspace.withTable(
      ",Employed,Unemployed\nUnit,000,000\nType,Trend,Original\nID,A1,A2"
    ) {
      "\(Self.day($0)),\($0),1.5"
    }
    let run = try Self.forecast(workspace, " --skip-rows 3")
    #expect(run.output == ",Employed,Unemployed\n2024-02-10,39,1.5\n", "\(run.output)\(run.errors)")
  }
}
