import TestSupport
import Testing

/// Tables as databases, shops, meters and spreadsheets export them; and the advice for them, followed.
@Suite struct OddExportsTests {
  private static let forecast = "fit d.csv --model last-value --predict - --horizon 1"

  private static func workspace(_ lines: [String]) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "d.csv")
    return workspace
  }

  /// Three sales a day, of two products.
  private static func sales() throws -> Workspace {
    try workspace(
      ["date,product,qty"]
        + (0..<84).map { "\(SampleDate.day($0 / 3)),\(["tea", "coffee", "tea"][$0 % 3]),2" })
  }

  @Test func severalSalesADayAreAddedUp() throws {
    let workspace = try Self.sales()
    let refused = try workspace.run(Self.forecast + " --ignore product")
    expectFailure(refused, 65, "d.csv:3", "try --duplicates sum, or try --duplicates mean")
    #expect(!refused.errors.contains("--series-column"))
    let sums = try workspace.run(Self.forecast + " --ignore product --duplicates sum")
    #expect(sums.output == "date,qty\n2024-01-29,6\n", "\(sums.errors)")
    let means = try workspace.run(Self.forecast + " --ignore product --duplicates mean")
    #expect(means.output == "date,qty\n2024-01-29,2\n", "\(means.errors)")
  }

  @Test func severalSalesADayOfEachSeriesAreAddedUp() throws {
    let workspace = try Self.sales()
    expectFailure(
      try workspace.run("check d.csv --series-column product"), 65, "series 'tea'", "try --duplicates sum")
    let fit = "fit d.csv --series-column product --duplicates sum --model last-value --horizon 1 --quiet"
    #expect(try workspace.run(fit).status == 0)
    let run = try workspace.run("predict model.safetensors d.csv")
    #expect(run.output == "date,product,qty\n2024-01-29,tea,4\n2024-01-29,coffee,2\n", "\(run.errors)")
  }

  /// Texts of which each is another, and numbers with a sign, tell no series apart.
  @Test(arguments: [",", "%"])
  func whatDiffersInEveryRowIsNoSeries(sign: String) throws {
    let cell = { (row: Int) in sign == "%" ? "\(row).5%" : "remark\(row)" }
    let workspace = try Self.workspace(["date,y,z"] + (0..<28).map { "\(SampleDate.day($0)),1,\(cell($0))" })
    let refused = try workspace.run(Self.forecast)
    expectFailure(refused, 65, "d.csv:2: column 'z'", "try --ignore z")
    #expect(!refused.errors.contains("--series-column"))
    #expect(try workspace.run(Self.forecast + " --ignore z").status == 0)
  }

  @Test(arguments: [
    (["date         y", "2024-01-01   1", "2024-01-02   2"], "at fixed places, with spaces between them"),
    (["\"date,y\"", "\"2024-01-01,1\"", "\"2024-01-02,2\""], "the whole line stands in quotes, 'date,y'"),
    (["+------------+---+", "| date       | y |", "| 2024-01-01 | 1 |"], "a table drawn with lines"),
  ])
  func shapesThatAreNotReadAreNamed(lines: [String], problem: String) throws {
    let refused = try Self.workspace(lines).run("check d.csv")
    expectFailure(refused, 65, problem)
    #expect(!refused.errors.contains("--"), "no option would do: \(refused.errors)")
  }

  @Test func aWordOfStateMayStandForAMissingValue() throws {
    let workspace = try Self.workspace(
      ["date,y"]
        + (0..<28).map { "\(SampleDate.day($0)),\($0 == 9 ? "unavailable" : $0 == 11 ? "offline" : "1")" })
    expectFailure(try workspace.run(Self.forecast), 65, "d.csv:11", "try --missing-values unavailable")
    let both = "--missing-values unavailable,offline"
    expectFailure(
      try workspace.run(Self.forecast + " --missing-values unavailable"), 65, "d.csv:13", "try \(both)")
    #expect(try workspace.run(Self.forecast + " \(both)").status == 0)
  }

  @Test func lastRowsWithoutAValueAreNamedByCheck() throws {
    let workspace = try Self.workspace(
      ["date,y,promo"] + (0..<28).map { "\(SampleDate.day($0)),\($0 < 20 ? "1" : ""),\($0 % 2)" })
    let check = try workspace.run("check d.csv --target y")
    #expect(check.output.contains("warning: 'y' has no value from 2024-01-21, line 22 on"), "\(check.output)")
    let future = try workspace.run("check d.csv --target y --future promo")
    #expect(future.status == 0 && !future.output.contains("has no value"), "\(future.errors)")
  }

  @Test func aBacktestWhoseLastRowsAreEmptySaysSo() throws {
    let rows = (0..<28).map { "\(SampleDate.day($0)),\($0 < 18 ? "1" : "")" }
    let command = "backtest d.csv --model last-value --horizon 2 --windows 2"
    expectFailure(
      try Self.workspace(["date,y"] + rows).run(command), 65, "no value to compare a forecast with",
      "remove rows without a value")
    #expect(try Self.workspace(["date,y"] + rows.prefix(18)).run(command).status == 0)
  }

  /// Series with steps of their own, or with few rows each: the step that is named works.
  @Test func theStepOfSeriesIsNamed() throws {
    let sparse = (0..<56).filter { $0 * 7 % 10 < 4 }.map { "A_1_00\($0 / 28),\(SampleDate.day($0 % 28)),1" }
    let workspace = try Self.workspace(["item,date,y"] + sparse)
    let command = "check d.csv --series-column item"
    expectFailure(try workspace.run(command), 65, "no regular step", "try --frequency 1d")
    #expect(try workspace.run(command + " --frequency 1d").status == 0)
  }

  /// Numbers that count rows are no seconds of 1970, and clocks with an offset are shown as they are written.
  @Test func messagesShowStampsAsTheFileHasThem() throws {
    let numbers = (1...22).filter { $0 != 7 }
    let counted = try Self.workspace(["step,y"] + numbers.map { "\($0),\($0)" })
    let check = try counted.run("check d.csv")
    #expect(
      (check.output + check.errors).contains("line 8: 1 row missing between 6 and 8"), "\(check.output)")
    expectFailure(try counted.run("check d.csv --gaps error"), 65, "1 row is missing between 6 and 8")
    let hours = numbers.map { "2024-01-01T\($0 < 10 ? "0" : "")\($0):00+02:00,\($0)" }
    let offset = try Self.workspace(["date,y"] + hours).run("check d.csv")
    #expect(
      (offset.output + offset.errors).contains("between 2024-01-01 06:00:00 and 2024-01-01 08:00:00"),
      "\(offset.output)")
  }

  @Test func aDatabaseNumbersItsRows() throws {
    let workspace = try Self.workspace(
      ["id,created_at,y"] + (0..<28).map { "\($0 + 1),\(SampleDate.day($0)),3" })
    #expect(try workspace.run("fit d.csv --model last-value --horizon 1 --quiet").status == 0)
    for command in ["predict model.safetensors d.csv", "predict"] {
      let run = try workspace.run(command)
      #expect(run.output == "created_at,y\n2024-01-29,3\n", "\(run.errors)")
    }
  }

  @Test func clocksOfTwelveHoursInThreeColumnsAreReadAndWritten() throws {
    let rows = (0..<96).map { row in
      let hour = (row + 11) % 12 + 1
      return
        "2024-01-0\(row / 24 + 1),\(hour < 10 ? "0" : "")\(hour):00,\(row % 24 < 12 ? "AM" : "PM"),\(row)"
    }
    let workspace = try Self.workspace(["Date,Time,AM/PM,kWh"] + rows)
    #expect(try workspace.run("fit d.csv --model last-value --horizon 1 --quiet").status == 0)
    let run = try workspace.run("predict model.safetensors d.csv")
    #expect(run.output == "Date,Time,AM/PM,kWh\n2024-01-05,12:00,AM,95\n", "\(run.errors)")
    #expect(try workspace.run("evaluate model.safetensors d.csv").status == 0)
  }

  @Test func seriesOfInexactClocksAreChannels() throws {
    let rows = (0..<200).map { row in
      let (series, step) = (row / 100, row % 100)
      let hour = step % 24 < 10 ? "0\(step % 24)" : "\(step % 24)"
      return "s\(series),2024-01-0\(step / 24 + 1) \(hour):00:0\((row * 7) % 5 + series),\(step % 24)"
    }
    let workspace = try Self.workspace(["unique_id,ds,y"] + rows)
    let fit = "fit d.csv --channels series --model linear-closed-form --lookback 24 --horizon 2 --quiet"
    let fitted = try workspace.run(fit)
    #expect(fitted.status == 0, "\(fitted.errors)")
    let run = try workspace.run("predict model.safetensors d.csv")
    #expect(
      run.status == 0 && run.output.hasPrefix("unique_id,ds,y\ns0,2024-01-05 04:00:00,"), "\(run.errors)")
    #expect(try workspace.run("evaluate model.safetensors d.csv").status == 0)
  }
}
