import TestSupport
import Testing

/// Advice about how a file is read, followed to the letter.
@Suite struct ReadingAdviceTests {
  /// Daily rows below `header`, a comma between cells.
  private func days(_ header: String, _ count: Int = 40, cells: (Int) -> String) -> String {
    let rows = (0..<count).map { row in
      let day = row % 28 + 1
      return "2024-0\(row / 28 + 1)-\(day < 10 ? "0" : "")\(day),\(cells(row))\n"
    }
    return header + "\n" + rows.joined()
  }

  @Test func aNameWithALineEndIsWrittenAsShellsReadIt() throws {
    let workspace = try Workspace()
    try workspace.write(
      days("date,\"it's\nlong\",y") { "\($0 == 9 ? "abc" : "\($0)"),\($0 % 7)" }, to: "n.csv")
    let failed = try workspace.run("check n.csv")
    expectFailure(failed, 65, "n.csv:12: column 'it's\\u{a}long': 'abc' is not a number")
    let advice = try #require(failed.errors.firstMatch(of: /try (--ignore .*)/)?.1)
    let run = try workspace.shell("forecast check n.csv \(advice)")
    #expect(run.status == 0, "\(advice): \(run.errors)")
  }

  /// Losses as ledgers have them: brackets may also mean that a value is doubtful, so they are not read.
  @Test func aLossInBracketsIsWrittenWithItsSign() throws {
    let workspace = try Workspace()
    try workspace.write(
      days("date,y") { $0 == 9 ? "\"(1,234.50)\"" : "\"\(1 + $0 % 7),200.25\"" }, to: "n.csv")
    expectFailure(try workspace.run("check n.csv"), 65, "n.csv:11: column 'y'", "write a loss as -1,234.50")
    try workspace.write(
      days("date,y") { $0 == 9 ? "\"-1,234.50\"" : "\"\(1 + $0 % 7),200.25\"" }, to: "n.csv")
    #expect(try workspace.run("check n.csv").status == 0)
  }

  /// The same with a comma before decimals, and a point or a blank between thousands.
  @Test(arguments: ["(1.234,50)", "(34,50)", "(1 234,50)"])
  func aLossInBracketsMayHaveADecimalComma(_ cell: String) throws {
    let workspace = try Workspace()
    let table = { (loss: String) in
      self.days("date;y") { $0 == 9 ? loss : "\(1 + $0 % 7)\(cell.contains(" ") ? " " : ".")200,25" }
        .replacing(#/(?m)^(\d{4}-\d\d-\d\d),/#) { "\($0.1);" }
    }
    let mended = "-\(cell.dropFirst().dropLast())"
    try workspace.write(table(cell), to: "n.csv")
    expectFailure(try workspace.run("check n.csv"), 65, "n.csv:11: column 'y'", "write a loss as \(mended)")
    try workspace.write(table(mended), to: "n.csv")
    #expect(try workspace.run("check n.csv").status == 0)
  }

  /// Eurostat: letters behind most numbers, which are no stamps; the cell that is told has one.
  @Test func flagsBehindNumbersAreToldByOneThatHasThem() throws {
    let workspace = try Workspace()
    let flags = ["", " p", " e", "", " b", " s"]
    try workspace.write(days("date,y") { "9\($0 % 10).5\(flags[$0 % 6])" }, to: "n.csv")
    expectFailure(
      try workspace.run("check n.csv"), 65, "n.csv:3: column 'y': '91.5 p' is not a number",
      "write the number alone, 91.5")
    try workspace.write(days("date,y") { "9\($0 % 10).5" }, to: "n.csv")
    #expect(try workspace.run("check n.csv").status == 0)
  }

  /// A factor behind a number, without which it is another one.
  @Test func aFactorIsWrittenOut() throws {
    let workspace = try Workspace()
    try workspace.write(days("date,y,vol") { "\($0 % 7),\(100 + $0).5K" }, to: "n.csv")
    expectFailure(
      try workspace.run("check n.csv"), 65, "n.csv:2: column 'vol': '100.5K' is not a number",
      "write the number in full, without the 'K'")
    try workspace.write(days("date,y,vol") { "\($0 % 7),\(100 + $0)500" }, to: "n.csv")
    #expect(try workspace.run("check n.csv").status == 0)
  }

  /// GENESIS of the Federal Statistical Office: a title without delimiters, more lines above the header, remarks below the rows.
  @Test func aTitleTellsNoDelimiter() throws {
    let workspace = try Workspace()
    let rows = (0..<36).map {
      "\(2019 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1);Index;\(100 + $0),5\n"
    }
    let head = "GENESIS-Tabelle: 45212-0005\nUmsatz im Einzelhandel;;\nDeutschland;;\nMonat;Art;Wert\n"
    try workspace.write(head + rows.joined(), to: "n.csv")
    let run = try workspace.run("check n.csv")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains("every 1 month") && run.output.contains("note: 3 lines around the header left out"))
  }

  /// Half-hours that a column beside the date numbers, under a name that says nothing.
  @Test func datesWithANumberBesideThemLackTheTimeOfDay() throws {
    let workspace = try Workspace()
    let table = { (stamp: (Int, Int) -> String) in
      "date,slot,y\n"
        + (1...9).flatMap { day in (0..<48).map { "\(stamp(day, $0)),\($0 + 1),\(day * $0 % 7)\n" } }.joined()
    }
    try workspace.write(table { day, _ in "2024-01-0\(day)" }, to: "n.csv")
    expectFailure(
      try workspace.run("check n.csv"), 65, "n.csv:3: column 'date'",
      "with the time of day, 00:00, 00:30 and so on: a day has 48 rows")
    try workspace.write(
      table { "2024-01-0\($0) \($1 < 20 ? "0" : "")\($1 / 2):\($1 % 2 == 0 ? "00" : "30")" }, to: "n.csv")
    #expect(try workspace.run("check n.csv").output.contains("every 30 min"))
  }

  /// A later file in which a name has other letters of case, for which no option is at hand.
  @Test func aNameOfOtherCaseIsToldAsOne() throws {
    let workspace = try Workspace()
    try workspace.write(days("day,sales,promo") { "\(100 + $0 % 7),\($0 % 5 == 0 ? 1 : 0)" }, to: "n.csv")
    let fit =
      "fit n.csv --target sales --future promo --model linear-closed-form --lookback 7 --horizon 2 --quiet"
    #expect(try workspace.run(fit).status == 0)
    let next = { (name: String) in "\(name),promo\n2024-02-13,0\n2024-02-14,1\n" }
    try workspace.write(next("DAY"), to: "next.csv")
    let predict = "predict model.safetensors n.csv --future next.csv"
    expectFailure(
      try workspace.run(predict), 65, "next.csv:1: there is no column 'day'",
      "there is 'DAY', which differs by case alone: write both the same")
    try workspace.write(next("day"), to: "next.csv")
    #expect(try workspace.run(predict).status == 0)
  }

  /// Eurostat: a colon is a missing value, a letter behind it says why.
  @Test func aMissingValueWithAFlagIsToldAsOne() throws {
    let workspace = try Workspace()
    try workspace.write(days("date,y") { $0 == 9 ? ": c" : "\($0 % 7)" }, to: "n.csv")
    expectFailure(try workspace.run("check n.csv"), 65, "n.csv:11: column 'y'", "try --missing-values ': c'")
    #expect(try workspace.shell("forecast check n.csv --missing-values ': c'").status == 0)
  }

  /// The same in a spec, whose strings spell line ends in their own way.
  @Test(arguments: ["it's\nlong", "say \"x\"", "c,d", "back\\slash\t"])
  func aNameIsOneScalarOfASpec(_ name: String) throws {
    let workspace = try Workspace()
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    try workspace.write(
      days("date,\(quoted),y") { "\($0 == 9 ? "abc" : "\($0)"),\($0 % 7)" }, to: "n.csv")
    let spec = "data: [n.csv]\nmodels: [last-value]\nlookbacks: [4]\nhorizons: [2]\nsplit: last:6/6\n"
    try workspace.write(spec, to: "spec.yaml")
    let failed = try workspace.run("sweep spec.yaml --output out")
    expectFailure(failed, 65, "'abc' is not a number")
    let advice = try #require(failed.errors.firstMatch(of: /try (reading: \{.*\})/)?.1)
    try workspace.write(spec + advice + "\n", to: "spec.yaml")
    let run = try workspace.run("sweep spec.yaml --output out")
    #expect(run.status == 0, "\(advice): \(run.errors)")
  }

  @Test(arguments: ["say \"x\"", "-z", "a b", "c,d", "it's", "$HOME", "é"])
  func aNameIsOneWordOfTheCommand(_ name: String) throws {
    let workspace = try Workspace()
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    try workspace.write(
      days("date,\(quoted),y") { "\($0 == 9 ? "abc" : "\($0)"),\($0 % 7)" }, to: "n.csv")
    let failed = try workspace.run("check n.csv")
    expectFailure(failed, 65, "n.csv:11: column '\(name)': 'abc' is not a number")
    let advice = try #require(failed.errors.firstMatch(of: /try (--ignore.*)/)?.1)
    let run = try workspace.shell("forecast check n.csv \(advice)")
    #expect(run.status == 0, "\(advice): \(run.errors)")
  }

  @Test func aFormatThatDoesNotFitIsLeftOut() throws {
    let workspace = try Workspace()
    try workspace.write(days("date,x") { "\($0)" }, to: "d.csv")
    expectFailure(
      try workspace.run("check d.csv --time-format %d.%m.%Y"), 65,
      "d.csv:2: column 'date': '2024-01-01' is not a date and time written like", "leave out --time-format")
    #expect(try workspace.run("check d.csv").status == 0)
    try workspace.write(days("date,x") { "\($0)" }.replacing("2024-01-09", with: "yesterday"), to: "d.csv")
    let other = try workspace.run("check d.csv --time-format %Y-%m-%d")
    expectFailure(other, 65, "d.csv:10: column 'date': 'yesterday'")
    #expect(!other.errors.contains("leave out"))
  }

  @Test func twoRowsNeedAToldStep() throws {
    let workspace = try Workspace()
    try workspace.write(days("date,x", 2) { "\($0)" }, to: "two.csv")
    expectFailure(try workspace.run("check two.csv"), 65, "tell the step with --frequency, such as 1h")
    #expect(try workspace.run("check two.csv --frequency 1d").status == 0)
    try workspace.write("data: [two.csv]\nmodels: [ets]\nhorizons: [1]\n", to: "spec.yaml")
    expectFailure(
      try workspace.run("sweep spec.yaml --output out"), 65,
      "tell the step with reading: {frequency: 1h} or the like")
    try workspace.write(
      "data: [two.csv]\nmodels: [ets]\nhorizons: [1]\nreading: {frequency: 1d}\n", to: "spec.yaml")
    let told = try workspace.run("sweep spec.yaml --output out")
    #expect(!told.errors.contains("frequency"), "\(told.errors)")
  }

  /// Another mark would make other numbers of cells that are right.
  @Test(arguments: [
    ("\"1,5\"", "has a decimal comma, and other cells a point; write it with a point", "1.5"),
    ("\"1.234,5\"", "has a decimal comma, and other cells a point; write it with a point", "1234.5"),
    (
      "\"1.234.567\"", "has points between thousands, and other cells one before decimals; write it without",
      "1234567"
    ),
  ])
  func aMarkThatOtherCellsContradictIsNoAdvice(_ cell: String, _ problem: String, _ mended: String) throws {
    let workspace = try Workspace()
    let text = days("date,x,y") { "\($0 == 20 ? cell : "\($0).125"),\($0 % 7)" }
    try workspace.write(text, to: "m.csv")
    let failed = try workspace.run("check m.csv")
    expectFailure(failed, 65, "m.csv:22: column 'x': ", problem)
    #expect(!failed.errors.contains("--decimal") && !failed.errors.contains("--thousands"))
    try workspace.write(text.replacing(cell, with: mended), to: "m.csv")
    #expect(try workspace.run("check m.csv").status == 0)
  }

  @Test func commasAmongDecimalPointsStandBetweenThousands() throws {
    let workspace = try Workspace()
    try workspace.write(
      days("date,x,y") { "\($0 == 20 ? "\"1,234\"" : "\($0).125"),\($0 % 7)" }, to: "m.csv")
    let failed = try workspace.run("check m.csv")
    expectFailure(failed, 65, "'1,234' has ',' between thousands", "try --thousands ','")
    #expect(!failed.errors.contains("--decimal"))
    #expect(try workspace.run("check m.csv --thousands ,").status == 0)
  }

  @Test func aToldDecimalCommaWherePointsStand() throws {
    let workspace = try Workspace()
    try workspace.write(days("date,x,y") { "\($0).5,\($0 % 7)" }, to: "p.csv")
    expectFailure(
      try workspace.run("check p.csv --decimal ,"), 65,
      "p.csv:2: column 'x': '0.5' has a decimal point, and a comma was told; try --decimal '.'")
    #expect(try workspace.run("check p.csv --decimal .").status == 0)
  }

  /// Two digits behind a point may be minutes or a month, but not where one of them is neither.
  @Test(arguments: [("date,x,y", 29), ("date,x", 2)])
  func twoDecimalsBehindAPointAreNoStamps(_ header: String, _ line: Int) throws {
    let workspace = try Workspace()
    let hasTwo = header.hasSuffix("y")
    let text = days(header) { row in hasTwo ? "\(row < 27 ? row % 24 : row).15,\(row % 7)" : "\(row % 24).15"
    }
    try workspace.write(text, to: "p.csv")
    let value = hasTwo ? "27.15" : "0.15"
    expectFailure(
      try workspace.run("check p.csv --decimal ,"), 65,
      "p.csv:\(line): column 'x': '\(value)' has a decimal point, and a comma was told; try --decimal '.'")
    #expect(try workspace.run("check p.csv --decimal .").status == 0)
  }

  @Test func clocksBesideToldDecimalCommasAreLeftOut() throws {
    let workspace = try Workspace()
    try workspace.write(
      days("date,clock,y") { "\($0 % 24).15,\"\($0 % 7),5\"" }, to: "c.csv")
    let run = try workspace.run("check c.csv --decimal ,")
    #expect(
      run.status == 0 && run.output.contains("column 'clock' holds stamps"), "\(run.output) \(run.errors)")
  }

  @Test func aDecimalPointAmongFewTextsTellsNoSeriesApart() throws {
    let workspace = try Workspace()
    try workspace.write(
      days("date,x,y") { "\"\($0),5\",\($0 % 7).5" }, to: "p.csv")
    let run = try workspace.run("check p.csv --decimal ,")
    expectFailure(
      run, 65,
      "p.csv:2: column 'y': '0.5' has a decimal point, and other cells a comma; write it with a comma")
    #expect(!run.errors.contains("--series-column"), "\(run.errors)")
  }

  @Test func moreLinesThanThereAreAreLeftOut() throws {
    let workspace = try Workspace()
    try workspace.write(days("date,x") { "\($0)" }, to: "d.csv")
    for options in ["--skip-rows 500", "--skip-rows 40", "--skip-rows 500 --no-header"] {
      expectFailure(
        try workspace.run("check d.csv \(options)"), 65, "d.csv: no row is left where", "leave out fewer")
    }
    #expect(try workspace.run("check d.csv --skip-rows 30").status == 0)
  }

  /// Rows of a zone are instants inside, and the clocks of the file in messages.
  @Test func stampsOfAZoneAreShownAsTheFileHasThem() throws {
    let workspace = try Workspace()
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let hours = (0..<72).map { "2024-07-0\(1 + $0 / 24) \(two($0 % 24)):00,\($0 % 7)\n" }
    func expect(
      _ rows: [String], _ options: String, _ words: String, zone: String = "--time-zone Europe/Berlin"
    ) throws {
      try workspace.write("time,x\n" + rows.joined(), to: "z.csv")
      let run = try workspace.run("check z.csv \(zone) \(options)")
      #expect((run.output + run.errors).contains(words), "\(run.output)\(run.errors)")
    }
    var twice = hours
    twice.insert(hours[30], at: 31)
    try expect(
      twice, "", "z.csv:33: column 'time': the stamp 2024-07-02 06:00:00 stands on the lines 32 and 33")
    let short = Array(hours[..<40] + hours[42...])
    try expect(
      short, "--gaps error", "2 rows are missing between 2024-07-02 15:00:00 and 2024-07-02 18:00:00")
    let gap = "line 42: 2 rows missing between 2024-07-02 15:00:00 and 2024-07-02 18:00:00"
    try expect(short, "", gap)
    // With an offset behind each stamp they are inside as they are written.
    let offset = short.map { $0.split(separator: ",").joined(separator: "+05:30,") }
    try expect(offset, "", gap, zone: "")
    var early = hours
    early[50] = "2024-06-01 05:00,1\n"
    try expect(early, "", "z.csv:52: column 'time': the stamp 2024-06-01 05:00:00 sticks out")
  }

  /// The day of 2024 with a number.
  /// Rows that are missing here and there are no change of the step; where one is, the shorter step may do.
  @Test(arguments: [
    (9, 0, "1 day comes nearest, but 10 of its 91 rows are missing; "),
    (2, 45, "the step changes from 1 day to 2 days here; "),
  ])
  func daysWithoutManyRowsAreReadWithTheirStep(_ cycle: Int, _ end: Int, _ problem: String) throws {
    let workspace = try Workspace()
    let rows = (0..<91).filter { $0 < end || $0 % cycle != cycle - 1 }
    try workspace.write(
      "date,x\n" + rows.map { "\(SampleDate.day($0)),\($0 % 7)\n" }.joined(), to: "days.csv")
    expectFailure(try workspace.run("check days.csv"), 65, problem, ", or try --frequency 1d")
    #expect(
      try workspace.run("fit days.csv --frequency 1d --model last-value --horizon 2 --quiet").status == 0)
  }

  @Test func hoursThatBecomeDaysAreNotReadAsHours() throws {
    let workspace = try Workspace()
    let hours = (0..<240).map {
      "\(SampleDate.day($0 / 24)) \($0 % 24 < 10 ? "0" : "")\($0 % 24):00,\($0 % 7)\n"
    }
    let days = (10..<60).map { "\(SampleDate.day($0)) 00:00,\($0 % 7)\n" }
    try workspace.write("time,x\n" + hours.joined() + days.joined(), to: "mixed.csv")
    let failed = try workspace.run("check mixed.csv")
    expectFailure(failed, 65, "the step changes from 1 h to 1 day here; resample")
    #expect(!failed.errors.contains("--frequency"), "\(failed.errors)")
  }
}
