import TestSupport
import Testing

/// What strangers try: other spellings, other names, other places for the output; and their advice, followed.
@Suite struct StrangersTests {
  /// A workspace with `d.csv` of daily rows; `cell` writes what follows the stamp.
  private static func days(
    _ count: Int = 28, header: String = "time,y", cell: (Int) -> String = { "\(10 + $0 % 7)" },
    stamp: (Int) -> String = SampleDate.day
  ) throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<count).map { "\(stamp($0)),\(cell($0))\n" }
    try workspace.write("\(header)\n" + rows.joined(), to: "d.csv")
    return workspace
  }

  private static let forecast = "fit d.csv --model last-value --predict - --horizon 2"

  @Test(arguments: [
    ("%d. Mai 2024", "29. Mai 2024"), ("%d janv. 2024", "29 janv. 2024"), ("%d-ene-2024", "29-ene-2024"),
  ])
  func datesOfAnotherLanguageAreReadAndWritten(date: String, next: String) throws {
    let workspace = try Self.days(stamp: { date.replacing("%d", with: "\($0 + 1)") })
    let run = try workspace.run(Self.forecast)
    #expect(run.status == 0 && run.output.hasPrefix("time,y\n\(next),"), "\(run.errors)")
    #expect(try workspace.run("fit d.csv --model last-value --horizon 2 --output m.safetensors").status == 0)
    #expect(try workspace.run("predict m.safetensors").output.hasPrefix("time,y\n\(next),"))
  }

  /// A clock that lost its zeros in a spreadsheet, beside its date.
  @Test func aClockWithoutZerosIsReadAndWritten() throws {
    let workspace = try Self.days(
      96, header: "date,time,y",
      stamp: { row in
        "2024-01-0\(1 + row / 48),\(row % 48 / 2 * 100 + row % 2 * 30)"
      })
    let run = try workspace.run(Self.forecast)
    #expect(run.status == 0 && run.output.hasPrefix("date,time,y\n2024-01-03,0,"), "\(run.errors)")
    #expect(run.output.contains("\n2024-01-03,30,"))
  }

  /// Half days as a spreadsheet counts them, with a decimal comma.
  @Test func aSpreadsheetsDaysMayHaveADecimalComma() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\(45_292 + $0 / 2)\($0 % 2 == 0 ? "" : ",5");\(10 + $0 % 7)\n" }
    try workspace.write("Datum;y\n" + rows.joined(), to: "d.csv")
    let run = try workspace.run(Self.forecast)
    #expect(run.status == 0 && run.output.hasPrefix("Datum;y\n45312,0;"), "\(run.errors)")
  }

  /// The longest of all names stand in a column that no name tells to be the time.
  @Test func longMonthsOfAnotherLanguageAreFound() throws {
    let months = [
      "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień",
      "październik",
      "listopad", "grudzień",
    ]
    let workspace = try Self.days(36, header: "okres,y", stamp: { "\(months[$0 % 12]) \(2021 + $0 / 12)" })
    let run = try workspace.run(Self.forecast)
    #expect(run.status == 0 && run.output.hasPrefix("okres,y\nstyczeń 2024,"), "\(run.errors)")
  }

  /// A month that is another one in another language is asked about; the advice does.
  @Test func aMonthOfTwoLanguagesIsAskedAbout() throws {
    let workspace = try Self.days(stamp: { "\($0 + 1) listopada 2024" })
    let failed = try workspace.run(Self.forecast)
    let polish = "--time-format '%d %{,b1:pl} %Y'", croatian = "--time-format '%d %{,b1:hr} %Y'"
    expectFailure(failed, 65, "d.csv:2", "in Polish and another in Croatian", polish, croatian)
    for (advice, month) in [(polish, 11), (croatian, 10)] {
      let told = try workspace.shell(
        """
        forecast fit d.csv --model last-value --horizon 2 --output m.safetensors --quiet \(advice) > scores.txt
        forecast predict m.safetensors --format jsonl
        """)
      #expect(told.status == 0 && told.output.hasPrefix("{\"time\":\"2024-\(month)-29\""), "\(told.errors)")
    }
  }

  @Test func theToldOrderOfShortDatesIsTaken() throws {
    let workspace = try Self.days(stamp: { "\($0 < 9 ? "0" : "")\($0 + 1)/01/24" })
    let failed = try workspace.run(Self.forecast)
    expectFailure(failed, 65, "day, month and year cannot be told apart", "--day-first", "--time-format")
    let told = try workspace.run(Self.forecast + " --day-first")
    #expect(told.status == 0 && told.output.hasPrefix("time,y\n29/01/24,"), "\(told.errors)")
  }

  /// The year first in two digits: the form that is named reads it so.
  @Test func theYearOfShortDatesMayStandFirst() throws {
    let workspace = try Self.days(12, stamp: { "14-\($0 < 9 ? "0" : "")\($0 + 1)-01" })
    let failed = try workspace.run(Self.forecast)
    expectFailure(failed, 65, "day, month and year cannot be told apart")
    let advice = try #require(failed.errors.firstMatch(of: /try (--time-format '[^']*')/)?.1)
    let told = try workspace.shell("forecast \(Self.forecast) \(advice)")
    #expect(told.status == 0 && told.output.hasPrefix("time,y\n15-01-01,"), "\(told.errors)")
  }

  @Test func aStepThatDatesCannotShowIsRefused() throws {
    let workspace = try Self.days()
    expectFailure(
      try workspace.run(Self.forecast + " --frequency 1h"), 65, "'2024-01-01' cannot tell steps of 1 h apart")
    #expect(try workspace.run(Self.forecast + " --frequency 1d").status == 0)
  }

  @Test(arguments: [1, 2]) func rowsThatAreCountedMayBeFew(count: Int) throws {
    let workspace = try Self.days(count)
    let run = try workspace.run(Self.forecast + " --time-column none --ignore time")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "y\n\(9 + count)\n\(9 + count)\n")
  }

  /// The names under which other packages know a model.
  @Test(arguments: [
    ("naive", "last-value"), ("SeasonalNaive", "seasonal-naive"), ("snaive", "seasonal-naive"),
    ("AutoARIMA", "arima"), ("auto_ets", "ets"), ("Holt-Winters", "hw-additive"), ("rwf", "drift"),
  ])
  func namesOfOtherPackagesLeadToOurs(other: String, own: String) throws {
    let workspace = try Self.days()
    for command in ["fit d.csv --model \(other)", "backtest d.csv --model \(other)", "models \(other)"] {
      expectFailure(
        try workspace.run(command), 64, "there is no forecaster '\(other)'; did you mean '\(own)'?")
    }
  }

  /// Leaving out the only column of numbers is no advice.
  @Test(arguments: ["5%", "$5", "5 kWh", "1,234"])
  func adviceKeepsTheOnlyColumn(cell: String) throws {
    let workspace = try Self.days { _ in "\"\(cell)\"" }
    let run = try workspace.run(Self.forecast)
    expectFailure(run, 65, "d.csv:2: column 'y'")
    #expect(!run.errors.contains("--ignore") && !run.errors.contains("--series-column"), "\(run.errors)")
    let beside = try Self.days(header: "time,y,z") { "\"\(cell)\",\($0)" }
    let other = try beside.run(Self.forecast)
    guard other.errors.contains("--ignore y") else { return }
    #expect(try beside.run(Self.forecast + " --ignore y").status == 0)
  }

  @Test func theRightDelimiterIsNamed() throws {
    let workspace = try Self.days()
    let wrong = try workspace.run(Self.forecast + " --delimiter ;")
    expectFailure(wrong, 65, "only one column, 'time,y'", "separated by ';' as told", "try --delimiter ','")
    let text = try workspace.text("d.csv")
    try workspace.write(text.replacing(",", with: " "), to: "d.csv")
    expectFailure(try workspace.run(Self.forecast), 65, "try --delimiter ' '")
    #expect(try workspace.shell("forecast \(Self.forecast) --delimiter ' '").status == 0)
  }

  @Test func aColumnThatCannotBeLeftOutIsNamed() throws {
    let workspace = try Self.days()
    let run = try workspace.run(Self.forecast + " --ignore noets")
    expectFailure(run, 65, "there is no column 'noets'")
    // A later file need not have what was left out.
    let noted = try Self.days(header: "time,y,note") { "\($0),a\($0)" }
    #expect(try noted.run("fit d.csv --model last-value --horizon 2 --ignore note --quiet").status == 0)
    try noted.write(noted.text("d.csv").replacing(/,note|,a\d+/, with: ""), to: "later.csv")
    let later = try noted.run("predict model.safetensors later.csv")
    #expect(later.status == 0 && later.errors.isEmpty, "\(later.errors)")
  }

  /// Forecasts do not follow a step that has moved with the last row, and say so.
  @Test func aStepThatHasMovedIsToldWhereTheForecastIs() throws {
    let workspace = try Self.days(stamp: { "\(SampleDate.day($0)) 0\($0 == 27 ? 7 : 6):00" })
    #expect(try workspace.run("fit d.csv --model last-value --horizon 2 --quiet").status == 0)
    let warning =
      "d.csv: the last row, 2024-01-28 07:00, is not on the grid of the others (1 day), and the forecast stays on that grid"
    for command in [Self.forecast, "predict model.safetensors d.csv"] {
      let run = try workspace.run(command)
      #expect(run.output.hasPrefix("time,y\n2024-01-29 06:00,"), "\(run.output)")
      #expect(run.errors.contains(warning), "\(run.errors)")
    }
    let rows = try workspace.lines("d.csv")
    try workspace.write(rows.joined(separator: "\n").replacing(" 06:00", with: " 07:00"), to: "alike.csv")
    let alike = try workspace.run("predict model.safetensors alike.csv")
    #expect(alike.output.hasPrefix("time,y\n2024-01-29 07:00,") && alike.errors.isEmpty, "\(alike.errors)")
    let series = ["a", "b"].flatMap { id in rows.dropFirst().map { "\(id),\($0)\n" } }
    try workspace.write("unique_id,\(rows[0])\n" + series.joined(), to: "d.csv")
    let many = try workspace.run(Self.forecast)
    #expect(
      many.errors.contains(
        "the last rows of 2 of 2 series, the first 'a' on 2024-01-28 07:00, are not on the grid"),
      "\(many.errors)")
  }

  /// A method that cannot be fitted leaves nothing in the pipe that looks like its forecast.
  @Test func whatCannotBeFittedPrintsNoForecast() throws {
    let workspace = try Self.days { "\($0 - 9)" }
    let command = "fit d.csv --model hw-multiplicative --predict - --horizon 2"
    expectFailure(
      try workspace.run(command), 65, "needs values above zero", "another model may do, such as ets")
    let other = try workspace.run(command.replacing("hw-multiplicative", with: "ets"))
    #expect(other.status == 0, "\(other.errors)")
  }

  /// The file, the column and the series, as other errors name them.
  @Test func whatCannotBeFittedNamesItsFile() throws {
    let workspace = try Self.days { "\($0 - 9)" }
    let problem = "is -9.0; demand cannot be negative; another model may do, such as ets"
    let command = "fit d.csv --model croston --horizon 2 --quiet"
    expectFailure(
      try workspace.run(command), 65, "d.csv: column 'y': the row of ", problem)
    expectFailure(
      try workspace.run(command + " --predict -"), 65, "d.csv: column 'y': the row of ", problem)
    let rows = try workspace.lines("d.csv")
    let series = ["a", "b"].flatMap { id in rows.dropFirst().map { "\(id),\($0)\n" } }
    try workspace.write("unique_id,\(rows[0])\n" + series.joined(), to: "d.csv")
    for options in ["", " --predict -"] {
      expectFailure(
        try workspace.run(command + options), 65, "d.csv: column 'y': series 'a': the row of ", problem)
    }
  }

  /// Rows that are missing are no values of a model that repeats values: a stored one says what one without a file says.
  @Test(arguments: ["last-value", "seasonal-naive"])
  func missingRowsAreNotRepeated(model: String) throws {
    let workspace = try Self.days(31, header: "time,y,z") { row in
      "\(row > 27 ? "" : "\(row * row)"),\(row)"
    }
    let direct = try workspace.run("fit d.csv --model \(model) --predict - --horizon 7")
    #expect(direct.status == 0, "\(direct.errors)")
    #expect(
      try workspace.run("fit d.csv --model \(model) --lookback 14 --horizon 7 --quiet").status == 0)
    #expect(try workspace.run("predict").output == direct.output)
    let lines = direct.output.split(separator: "\n")
    #expect(lines[5] == (model == "last-value" ? "2024-02-05,729,30" : "2024-02-05,441,28"))
  }

  /// Series of different steps are refused, unless the step is told; then they can be forecast with the model that was fitted on them.
  @Test func seriesWithLongerStepsDoNotChangeTheStep() throws {
    let workspace = try Workspace()
    let daily = (1...31).map { "a,2024-01-\($0 < 10 ? "0" : "")\($0),\($0)\n" }
    let weekly = ["01-01", "01-08", "01-15", "01-22", "01-29", "02-05", "02-12", "02-19"].enumerated().map {
      "b,2024-\($1),\($0)\n"
    }
    try workspace.write("unique_id,ds,y\n" + daily.joined() + weekly.joined(), to: "d.csv")
    let command = "fit d.csv --model last-value --lookback 7 --horizon 2 --quiet"
    expectFailure(
      try workspace.run(command), 65, "series 'b'", "1 week apart, those of others 1 day", "--frequency")
    let fit = try workspace.run(command + " --frequency 1d")
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run("predict")
    #expect(run.status == 0 && run.output.contains("b,2024-02-20,7\n"), "\(run.errors)")
  }

  /// Two columns tell series apart: no rule for single rows that stand twice is the right advice.
  @Test func rowsOfSeveralSeriesAreNoSlips() throws {
    let workspace = try Workspace()
    let rows = (1...2).flatMap { store in
      (1...3).flatMap { item in (1...28).map { "2024-01-\($0 < 10 ? "0" : "")\($0),\(store),\(item),\($0)\n" }
      }
    }
    try workspace.write("date,store,item,sales\n" + rows.joined(), to: "d.csv")
    let run = try workspace.run(Self.forecast + " --series-column store")
    expectFailure(
      run, 65, "as if there were several series", "name all columns that tell series apart",
      "--series-column store,item")
  }

  @Test func aDashIsStandardOutput() throws {
    let workspace = try Workspace.withModel()
    let names = workspace.names
    for command in [
      "predict model.safetensors f.csv", "plot model.safetensors f.csv", "predict --format jsonl",
    ] {
      let plain = try workspace.run(command)
      for option in ["-o -", "--output -", "--output=-"] {
        #expect(try workspace.run("\(command) \(option)").output == plain.output, "\(command) \(option)")
      }
    }
    let rows = try workspace.run("datasets generate exchange - --rows 3")
    #expect(rows.status == 0 && rows.output.split(separator: "\n").count == 4)
    let backtest = try workspace.run("backtest f.csv --model last-value --horizon 3 --windows 1 -o - --quiet")
    #expect(
      backtest.status == 0 && backtest.output.split(separator: "\n")[0].contains("date,cutoff,"),
      "\(backtest.errors)")
    let log = try workspace.run("fit f.csv \(Workspace.small) --quiet --log -")
    let events = log.output.split(separator: "\n")
    #expect(events.count > 2 && events.allSatisfy { $0.hasPrefix("{\"event\":\"") }, "\(log.output)")
    #expect(log.errors.contains("mse_norm"), "\(log.errors)")
    let both = try workspace.run("fit f.csv \(Workspace.small) --quiet --log - --json")
    let object = both.output.split(separator: "\n").last ?? ""
    #expect(object.hasPrefix("{\"model\":"), "\(both.output)")
    for command in ["fit f.csv \(Workspace.small)", "update", "moments f.csv", "solve x.moments"] {
      expectFailure(try workspace.run("\(command) -o -"), 64, "no text for standard output; name a file")
    }
    #expect(workspace.names == names)
  }

  @Test func aLevelIsRepeatedAsItWasGiven() throws {
    let workspace = try Workspace.withModel()
    expectFailure(try workspace.run("predict --level 99.99"), 64, "intervals of 99.99 %")
  }
}
