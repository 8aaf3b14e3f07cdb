import Testing

/// Tables that strangers bring: spreadsheets' exports, pivots, series told apart by two columns.
@Suite struct StrangersTablesTests {
  private static let forecast = "fit d.csv --model last-value --predict - --horizon 2"
  private static let fit = "fit d.csv --model last-value --horizon 2 --quiet"

  private static func workspace(_ lines: [String]) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "d.csv")
    return workspace
  }

  private static func day(_ row: Int) -> String {
    "2024-0\(row / 28 + 1)-\(row % 28 < 9 ? "0" : "")\(row % 28 + 1)"
  }

  /// Daily rows up to 28 January.
  private static func rows(_ cells: (Int) -> String) -> [String] {
    (0..<28).map { "\(day($0)),\(cells($0))" }
  }

  /// Files with a column without a name: what is left out in the fit is left out in the forecast too.
  @Test(arguments: ["", ",date,y", "date,y,", "date,y"])
  func aNamelessColumnIsLeftOutOfLaterFilesToo(header: String) throws {
    let lines = (0..<28).map { row in
      header.hasPrefix(",") || header.isEmpty ? "\(row),\(Self.day(row)),\(row)" : "\(Self.day(row)),\(row),"
    }
    let workspace = try Self.workspace([header.isEmpty ? ",date,y" : header] + lines)
    #expect(try workspace.run(Self.fit).status == 0)
    let run = try workspace.run("predict model.safetensors d.csv")
    #expect(run.status == 0 && run.output == "date,y\n2024-01-29,27\n2024-01-30,27\n", "\(run.errors)")
    #expect(try workspace.run("evaluate model.safetensors d.csv").status == 0)
  }

  /// Lines above the header with as many fields, as spreadsheets write them; the advice works.
  @Test(arguments: [
    ["Monthly sales,", "Region: North,", ","],
    ["\"Data Source\",\"WDI\"", "\"Last Updated\",\"2024-01-01\""],
  ])
  func aHeaderBelowATitleIsFound(title: [String]) throws {
    let workspace = try Self.workspace(title + ["date,y"] + Self.rows { "\($0)" })
    let refused = try workspace.run(Self.forecast)
    expectFailure(refused, 65, "d.csv:\(title.count + 1)", "'date'", "try --skip-rows \(title.count)")
    let run = try workspace.run(Self.forecast + " --skip-rows \(title.count)")
    #expect(run.status == 0 && run.output.hasPrefix("date,y\n2024-01-29,27\n"), "\(run.errors)")
  }

  @Test func namesOnTwoLinesAreNotSkipped() throws {
    let workspace = try Self.workspace(
      [",North,,South,", "date,sales,stock,sales,stock"] + Self.rows { "\($0),1,2,3" })
    let run = try workspace.run(Self.forecast)
    expectFailure(run, 65, "d.csv:2", "the names of the columns stand on several lines", "write one line")
    #expect(!run.errors.contains("--skip-rows"))
  }

  @Test(arguments: [
    ("(12.5)", "write a loss as -12.5"), ("12.5-", "write the sign first, -12.5"),
    ("12.5 p", "write the number alone, 12.5"), ("12.5*", "write the number alone, 12.5"),
    ("12000.13 USD", "write the number alone, 12000.13"), ("1.2000D+04", "'1.2000D+04' is not a number"),
    ("'12.5'", "remove the quotes"),
  ])
  func numbersWithSomethingBesideThemAreNamed(cell: String, fix: String) throws {
    let workspace = try Self.workspace(["date,y"] + Self.rows { _ in cell })
    expectFailure(try workspace.run(Self.forecast), 65, "d.csv:2: column 'y'", fix)
  }

  /// Beside a column of plain numbers too, where cells of several runs of digits may be stamps.
  @Test(arguments: [
    ("€12.5", "has a currency sign, '€'"), ("£-1,200.50", "has a currency sign, '£'"),
    ("1,57e+02", "has a decimal comma, and other cells a point"),
  ])
  func numbersWithSomethingBesideThemAreNoStamps(cell: String, problem: String) throws {
    // One text in every row would be left out as such.
    let workspace = try Self.workspace(
      ["date,x,y"] + Self.rows { "\($0).5,\"\($0 % 2 == 0 ? cell : cell.replacing("5", with: "6"))\"" })
    expectFailure(try workspace.run(Self.forecast), 65, "d.csv:2: column 'y'", problem)
  }

  @Test func aWordThatComesAgainMayStandForAMissingValue() throws {
    let workspace = try Self.workspace(["date,y,z"] + Self.rows { $0 % 5 == 3 ? "=,1" : "\($0),1" })
    expectFailure(try workspace.run(Self.forecast), 65, "d.csv:5: column 'y': '='", "--missing-values '='")
    #expect(try workspace.run(Self.forecast + " --missing-values =").status == 0)
  }

  @Test func aRemarkUnderTheTableMayBeRemoved() throws {
    let workspace = try Self.workspace(["date,y"] + Self.rows { "\($0)" } + ["Source: World Bank"])
    expectFailure(try workspace.run(Self.forecast), 65, "d.csv:30", "remove the line if it is a remark")
  }

  // MARK: Series told apart by two columns

  private static func states(header: String = "state,store,date,sales", _ stores: [String]) -> [String] {
    [header]
      + ["CA", "TX"].flatMap { state in
        stores.flatMap { store in (0..<28).map { "\(state),\(store),\(day($0)),\($0)" } }
      }
  }

  @Test(arguments: [["1", "2"], ["s1", "s/2"]])
  func twoColumnsTellSeriesApartTogether(stores: [String]) throws {
    let workspace = try Self.workspace(Self.states(stores))
    for command in ["check d.csv", "check d.csv --series-column state"] {
      expectFailure(try workspace.run(command), 65, "try --series-column state,store")
    }
    let told = " --series-column state,store"
    #expect(try workspace.run("check d.csv" + told).output.contains("4 series by 'state,store'"))
    let streamed = try workspace.run(Self.forecast + told)
    let expected =
      "state,store,date,sales\n"
      + ["CA", "TX"].flatMap { state in
        stores.flatMap { store in ["29", "30"].map { "\(state),\(store),2024-01-\($0),27\n" } }
      }.joined()
    #expect(streamed.output == expected, "\(streamed.errors)")
    #expect(try workspace.run(Self.fit + told).status == 0)
    let run = try workspace.run("predict model.safetensors d.csv")
    #expect(run.output == expected, "\(run.errors)")
    let one = try workspace.run(arguments: [
      "predict", "model.safetensors", "d.csv", "--series", stores[1].contains("/") ? "TX/s\\/2" : "TX/2",
      "--format", "jsonl",
    ])
    let first = "{\"state\":\"TX\",\"store\":\"\(stores[1])\","
    #expect(one.output.hasPrefix(first), "\(one.errors)")
    #expect(one.output.split(separator: "\n").count == 2)
  }

  /// As in M3: `N0646` is no year, and the counter beside it is the time, whatever the column of the series is called.
  @Test(arguments: ["unique_id", "id"], ["N", "T"])
  func idsOfALetterAndFourDigitsAreNoYears(name: String, letter: String) throws {
    let lines =
      ["\(name),ds,y"] + (1990...1994).flatMap { id in (1...28).map { "\(letter)\(id),\($0),\($0 % 7)" } }
    let workspace = try Self.workspace(lines)
    let told = name == "id" ? " --series-column id" : ""
    let run = try workspace.run("check d.csv" + told)
    #expect(run.status == 0, "\(run.errors)")
    #expect((run.output + run.errors).contains("time in 'ds'"), "\(run.output)")
  }

  @Test func theColumnOfTheSeriesIsGuessedInAdvice() throws {
    let lines =
      ["store,date,sales"] + (1...3).flatMap { store in Self.rows { "\($0)" }.map { "\(store),\($0)" } }
    let workspace = try Self.workspace(lines)
    let refused = try workspace.run("check d.csv")
    expectFailure(refused, 65, "try --series-column store")
    #expect(try workspace.run("check d.csv --series-column store").status == 0)
  }

  // MARK: Time across the columns

  private static let months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"

  @Test func timeAcrossTheColumnsIsRefused() throws {
    let numbers = (0..<10).map { "\($0)" }.joined(separator: ",")
    let years = (2010..<2020).map { "\($0)" }.joined(separator: ",")
    let dates = (0..<10).map { "2020-01-\($0 + 10)" }.joined(separator: ",")
    let tables = [
      ["month,\(years)"] + Self.months.split(separator: ",").map { "\($0),\(numbers)" },
      ["product,\(dates),Total", "bike,\(numbers),45", "car,\(numbers),45"],
      ["date,\(dates)", "value,\(numbers)"],
      ["Country,Founded on date,\(years)", "Germany,DEU,\(numbers)", "France,FRA,\(numbers)"],
    ]
    for table in tables {
      let run = try Self.workspace(table).run("check d.csv")
      expectFailure(run, 65, "time runs across the table", "every row is one time")
    }
  }

  @Test(arguments: [months, "1,2,3,4,5,6,7,8,9,10,11,12", "Q1,Q2,Q3,Q4"])
  func monthsBesideEachOtherAreNoted(header: String) throws {
    let count = header.split(separator: ",").count
    let cells = (0..<count).map { "\(100 + $0)" }.joined(separator: ",")
    let workspace = try Self.workspace(["Year,\(header)"] + (2005..<2020).map { "\($0),\(cells)" })
    let run = try workspace.run("check d.csv")
    #expect(
      run.status == 0 && (run.output + run.errors).contains("of a year, and each is a series of its own"))
  }

  // MARK: Several steps in one file, and lists in several parts

  @Test func seriesOfOtherStepsAreRefused() throws {
    let months = (0..<12).map { "m,2023-\($0 < 9 ? "0" : "")\($0 + 1)-01,\($0)" }
    let days = Self.rows { "\($0)" }.map { "d,\($0)" }
    let workspace = try Self.workspace(["unique_id,ds,y"] + days + months)
    for command in ["check d.csv", Self.fit, Self.forecast] {
      expectFailure(
        try workspace.run(command), 65, "series 'm'", "1 month apart, those of others 1 day",
        "keep series of one step in a file")
    }
    #expect(try workspace.run("check d.csv --series d").status == 0)
  }

  @Test func aListIsGivenOnce() throws {
    let workspace = try Self.workspace(["date,y"] + Self.rows { "\($0 % 5)" })
    #expect(try workspace.run(Self.fit).status == 0)
    expectFailure(
      try workspace.run("predict model.safetensors d.csv --level 50 --level 60"), 64, "--level is given twice"
    )
    expectFailure(try workspace.run("predict model.safetensors d.csv --level 0.95"), 64, "write 95 for 95 %")
  }

  /// A model that keeps a state has no lookback to be told.
  @Test func aShorterHorizonIsTheAdviceForModelsWithoutALookback() throws {
    let workspace = try Self.workspace(["date,y"] + Self.rows { "\($0 % 5)" })
    let refused = try workspace.run("fit d.csv --model ets --horizon 100 --quiet")
    #expect(refused.status == 65 && !refused.errors.contains("--lookback"), "\(refused.errors)")
    let advice = try #require(refused.errors.split(separator: "try ").last).split(separator: "\n")[0]
    #expect(advice.hasPrefix("--horizon "))
    #expect(try workspace.run("fit d.csv --model ets --quiet \(advice)").status == 0)
  }
}
