import Persistence
import TestSupport
import Testing
import TimeSeries

@Suite struct PredictTests {
  @Test func theForecastContinuesTheData() throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.run("predict model.safetensors f.csv")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let lines = run.output.split(separator: "\n")
    #expect(lines[0] == "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT")
    #expect(lines.count == 1 + 12)
    #expect(lines[1].hasPrefix("2016-08-20 00:00:00,"))
    #expect(lines[12].hasPrefix("2016-08-20 11:00:00,"))
    #expect(
      lines.dropFirst().allSatisfy {
        $0.split(separator: ",").dropFirst().allSatisfy { Float($0)?.isFinite == true }
      })
  }

  @Test func withoutArgumentsItUsesTheModelAndItsData() throws {
    let workspace = try Workspace.withModel()
    #expect(try workspace.run("predict").output == workspace.run("predict model.safetensors f.csv").output)
  }

  @Test func theForecastCanBeReadBackAsData() throws {
    let workspace = try Workspace.withModel()
    #expect(try workspace.run("predict --output next.csv").output.isEmpty)
    let check = try workspace.run("check next.csv --json").json
    #expect(try check.member("rows").integer() == 12)
    #expect(try check.member("frequency").string() == "1 h")
  }

  @Test func jsonLinesHoldTheSameNumbers() throws {
    let workspace = try Workspace.withModel()
    let rows = try workspace.run("predict").output.split(separator: "\n").map { $0.split(separator: ",") }
    let lines = try workspace.run("predict --format jsonl").output.split(separator: "\n").map(String.init)
    #expect(lines.count == 12)
    for (line, row) in zip(lines, rows.dropFirst()) {
      let object = JSONReader(try JSONValue(parsing: line))
      #expect(try object.object().keys == rows[0].map(String.init))
      #expect(try object.member("date").string() == row[0].replacing(" ", with: "T"))
      #expect(try Float(object.member("OT").number()) == Float(row[7]))
    }
  }

  @Test func columnsMayComeInAnotherOrderAndMore() throws {
    let workspace = try Workspace.withModel()
    let reordered = try workspace.lines("f.csv").map { line in
      let cells = line.split(separator: ",")
      return ([cells[0]] + cells.dropFirst().reversed() + [cells[0] == "date" ? "more" : "1"]).joined(
        separator: ",")
    }
    try workspace.write(reordered.joined(separator: "\n"), to: "reordered.csv")
    let forecast = try workspace.run("predict").output.split(separator: "\n").map { $0.split(separator: ",") }
    let other = try workspace.run("predict model.safetensors reordered.csv").output
    let expected = forecast.map { row -> [Substring] in [row[0]] + row.dropFirst().reversed() }
    #expect(other.split(separator: "\n").map { $0.split(separator: ",") } == expected)
  }

  @Test func aFileWithOtherColumnsNamesTheMissingOnes() throws {
    let workspace = try Workspace.withModel()
    let fewer = try workspace.lines("f.csv").map { $0.split(separator: ",").prefix(6).joined(separator: ",") }
    try workspace.write(fewer.joined(separator: "\n"), to: "fewer.csv")
    for command in ["predict", "evaluate"] {
      expectFailure(
        try workspace.run("\(command) model.safetensors fewer.csv"), 65,
        "fewer.csv:1: the model was fitted on columns that are not here: 'LULL', 'OT'; rename or add them")
    }
  }

  /// What would help a fit, and take from a model what it needs.
  @Test func adviceForAModelsFileKeepsItsColumns() throws {
    let workspace = try Workspace.withModel()
    let lines = try workspace.lines("f.csv")
    func failed(_ changed: [String], _ options: String = "") throws -> ProgramRun {
      try workspace.write(changed.joined(separator: "\n") + "\n", to: "later.csv")
      return try workspace.run("predict model.safetensors later.csv \(options)")
    }
    func lastCell(_ line: String, _ cell: String) -> String {
      line.split(separator: ",").dropLast().joined(separator: ",") + ",\(cell)"
    }
    var bad = lines
    bad[16] = lastCell(bad[16], "abc")
    let word = try failed(bad)
    expectFailure(word, 65, "later.csv:17: column 'OT': 'abc' is not a number; write a number")
    #expect(!word.errors.contains("--ignore"))
    let headless = try failed(Array(lines.dropFirst()))
    expectFailure(headless, 65, "add a line with the column names on top")
    #expect(!headless.errors.contains("--no-header"))
    // A column that the model does not know may be left out.
    let more = [lines[0] + ",note"] + lines.dropFirst().enumerated().map { "\($1),\($0 == 20 ? "x" : "1")" }
    let other = try failed(more)
    expectFailure(other, 65, "column 'note': 'x' is not a number", "try --ignore note")
    #expect(try failed(more, "--ignore note").status == 0)
    let turned = lines.map { line in
      let parts = line.prefix(10).split(separator: "-")
      return parts.count == 3 ? "\(parts[2]).\(parts[1]).\(parts[0])" + line.dropFirst(10) : line
    }
    expectFailure(
      try failed(turned), 65, "is not a date and time written like", "try --time-format '%d.%m.%Y %H:%M:%S'")
    try workspace.write(turned.joined(separator: "\n") + "\n", to: "later.csv")
    let told = try workspace.run(
      arguments: ["predict", "model.safetensors", "later.csv", "--time-format", "%d.%m.%Y %H:%M:%S"])
    #expect(told.status == 0, "\(told.errors)")
  }

  /// A rule needs no more rows than there are; models that have learnt from a whole history refuse.
  @Test func aRuleContinuesFewerRowsThanItsLookback() throws {
    let workspace = try Workspace()
    let days = (0..<60).map { SampleDate.day($0) }
    try workspace.write("day,y\n" + days.map { "\($0),7\n" }.joined(), to: "d.csv")
    #expect(
      try workspace.run("fit d.csv --model mean --lookback 20 --horizon 2 --no-baselines --quiet").status == 0
    )
    let values = [2, 4, 9]
    let rows = values.indices.map { "\(days[$0]),\(values[$0])\n" }.joined()
    try workspace.write("day,y\n" + rows, to: "short.csv")
    let run = try workspace.run("predict model.safetensors short.csv")
    #expect(run.output == "day,y\n\(days[3]),5\n\(days[4]),5\n", "\(run.errors)")
  }

  @Test func otherStepsAndTooFewRowsAreRefused() throws {
    let workspace = try Workspace.withModel()
    let lines = try workspace.lines("f.csv")
    try workspace.write(lines.prefix(40).joined(separator: "\n"), to: "short.csv")
    expectFailure(
      try workspace.run("predict model.safetensors short.csv"), 65,
      "the model looks back 48 rows, the data has 39; add rows")
    let tenth = String(lines[10].prefix { $0 != "," })
    expectFailure(
      try workspace.run(arguments: ["predict", "model.safetensors", "f.csv", "--at", tenth]), 65,
      "the model looks back 48 rows, the data has 10; name the stamp of a later row")
    let everyOther = lines.enumerated().filter { $0.offset == 0 || $0.offset % 2 == 1 }.map(\.element)
    try workspace.write(everyOther.joined(separator: "\n"), to: "other.csv")
    expectFailure(
      try workspace.run("predict model.safetensors other.csv"), 65,
      "rows are 2 h apart, the model was fitted on 1 h; give data with the model's step")
  }

  @Test func aFailureLeavesTheOldForecast() throws {
    let workspace = try Workspace.withModel()
    try workspace.write("old forecast", to: "next.csv")
    expectFailure(try workspace.run("predict model.safetensors nowhere.csv -o next.csv"), 66, "nowhere.csv")
    #expect(try workspace.text("next.csv") == "old forecast")
    expectFailure(try workspace.run("predict -o nowhere/next.csv"), 73, "nowhere/next.csv: cannot be created")
  }

  @Test func aGapInTheHistoryIsAWarning() throws {
    let workspace = try Workspace.withModel()
    var lines = try workspace.lines("f.csv")
    lines.remove(at: 1190)
    try workspace.write(lines.joined(separator: "\n"), to: "gap.csv")
    #expect(
      try workspace.run("predict model.safetensors gap.csv --gaps keep").errors.contains(
        "rows missing before or among them, line 1191: 1 row missing"))
    #expect(try workspace.run("predict model.safetensors gap.csv --gaps keep --quiet").errors.isEmpty)
  }

  private static func promotions() throws -> Workspace {
    let workspace = try Workspace()
    let days = (0..<127).map { SampleDate.day($0) }
    let rows = (0..<120).map { "\(days[$0]),\($0 % 7 + 5 * ($0 % 3)),\($0 % 3)\n" }
    try workspace.write("day,sales,promo\n" + rows.joined(), to: "data.csv")
    for count in [4, 7] {
      let next = (120..<120 + count).map { "\(days[$0]),\($0 % 3)\n" }
      try workspace.write("day,promo\n" + next.joined(), to: "next\(count).csv")
    }
    return workspace
  }

  /// A model whose steps look at all that is known ahead needs it for all of them.
  @Test func fewerRowsNeedWhatIsKnownAheadOfAll() throws {
    let workspace = try Self.promotions()
    let fit = "fit data.csv --model linear-closed-form --lookback 14 --horizon 7 --future promo --quiet"
    try #require(workspace.run(fit).status == 0)
    let predict = "predict model.safetensors data.csv --horizon 4 --future"
    expectFailure(
      try workspace.run("\(predict) next4.csv"), 65, "no value for 2024-05-04",
      "one of the 7 rows that the model forecasts at once", "add it to 'next4.csv'")
    let run = try workspace.run("\(predict) next7.csv")
    #expect(run.status == 0 && run.output.split(separator: "\n").count == 5, "\(run.errors)")
  }

  /// A part of the time that is known ahead is read in a file of its own form, too.
  @Test func aMonthKnownAheadStaysInAFileOfAnotherForm() throws {
    let workspace = try Workspace()
    let cells = { (row: Int) in
      let date = SampleDate(days: row, after: 2024)
      return [date.iso, "\(date.month)", "\(row % 3)"]
    }
    let rows = (0..<120).map { cells($0).joined(separator: ",") + ",\($0 % 7 + 5 * ($0 % 3))\n" }
    try workspace.write("day,month,promo,sales\n" + rows.joined(), to: "data.csv")
    for (name, mark) in [("comma.csv", ","), ("semicolon.csv", ";")] {
      let next = [["day", "month", "promo"]] + (120..<127).map(cells)
      let lines = next.map { $0.joined(separator: mark) + "\n" }
      try workspace.write(lines.joined(), to: name)
    }
    let fit = "fit data.csv --model linear-closed-form --lookback 14 --horizon 7 --future promo,month --quiet"
    try #require(workspace.run(fit).status == 0)
    let predict = "predict model.safetensors data.csv --future"
    let usual = try workspace.run("\(predict) comma.csv")
    let other = try workspace.run("\(predict) semicolon.csv")
    #expect(usual.status == 0 && other.status == 0, "\(usual.errors)\(other.errors)")
    #expect(usual.output == other.output)
  }

  /// Of a target that is missing models know it; what is missing beside it is filled, which changes the forecast.
  @Test(arguments: [("linear-closed-form --lookback 14", 1), ("arima --set order=0,0,0", 2)])
  func whatIsFilledBesideTheTargetsIsSaid(_ model: String, count: Int) throws {
    let workspace = try Self.promotions()
    try #require(
      workspace.run("fit data.csv --model \(model) --horizon 7 --future promo --quiet").status == 0)
    var lines = try workspace.lines("data.csv")
    // One long ago, which only a model of the whole past looks at.
    for line in [20, 117] { lines[line] = String(lines[line].dropLast()) }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "holes.csv")
    let predict = "predict model.safetensors --future next7.csv"
    #expect(try workspace.run("\(predict) data.csv").errors.isEmpty)
    let run = try workspace.run("\(predict) holes.csv")
    #expect(run.status == 0 && run.errorLines.count == 1, "\(run.errors)")
    #expect(
      run.errors.contains(
        "holes.csv: column 'promo': \(count) value\(count == 1 ? "" : "s") that the forecast"))
  }

  /// A forecast from an earlier row is that of a file that ends there.
  @Test(arguments: ["linear-closed-form --lookback 48", "ets", "last-value"])
  func anEarlierOriginIsAShorterFile(model: String) throws {
    let workspace = try Workspace.withData()
    let fit = try workspace.run("fit f.csv --model \(model) --horizon 12 --no-refit --quiet --no-baselines")
    try #require(fit.status == 0, "\(fit.errors)")
    let lines = try workspace.lines("f.csv")
    try workspace.write(lines.prefix(1101).joined(separator: "\n") + "\n", to: "early.csv")
    let stamp = String(lines[1100].prefix { $0 != "," })
    let short = try workspace.run("predict model.safetensors early.csv --quiet")
    #expect(short.status == 0, "\(short.errors)")
    let run = { try workspace.run(arguments: ["predict", "model.safetensors", "f.csv", "--quiet"] + $0) }
    #expect(try run(["--at", stamp]).output == short.output)
    #expect(try run(["--at", stamp.replacing(" ", with: "T")]).output == short.output)
    let three = try run(["--at", stamp, "--horizon", "3", "--level", "80", "--quantiles", "0.3"])
    let twelve = try run(["--at", stamp, "--level", "80", "--quantiles", "0.3"])
    #expect(
      three.output == twelve.output.split(separator: "\n").prefix(4).joined(separator: "\n") + "\n",
      "\(three.errors)")
    expectFailure(try run(["--horizon", "13"]), 64, "forecasts 12 rows, and 13 are asked for")
    expectFailure(try run(["--at", "soon"]), 64, "'soon' is no stamp like '2016-07-01 00:00:00'")
    expectFailure(try run(["--at", "2001-01-01"]), 65, "no row is as early as '2001-01-01'")
  }

  /// Intervals come from errors, and leave the range of shares: who cannot have such values is told.
  @Test func intervalsThatLeaveTheRangeAreNamed() throws {
    let workspace = try Workspace()
    let shares = ["0", "0.25", "1", "1", "0.25"]
    let rows = (0..<120).map { row in
      let day = row % 28 < 9 ? "0\(row % 28 + 1)" : "\(row % 28 + 1)"
      return "2023-0\(row / 28 + 1)-\(day),\(shares[row % 5]),\(100 + row % 7)"
    }
    try workspace.write((["date,share,sales"] + rows).joined(separator: "\n") + "\n", to: "s.csv")
    let fit = try workspace.run(
      "fit s.csv --time-column none --ignore date --model last-value --lookback 3 --horizon 2 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run("predict --level 80")
    let words = "warning: s.csv: intervals of 'share' go"
    #expect(run.errors.contains("\(words) below 0, where none of its values is"), "\(run.errors)")
    #expect(run.errors.contains("\(words) above 1, where none of its values is"), "\(run.errors)")
    #expect(!run.errors.contains("'sales'"), "\(run.errors)")
    #expect(try workspace.run("predict").errors.isEmpty)
    #expect(try workspace.run("predict --level 80 --quiet").errors.isEmpty)
  }

  /// A line goes on below zero, where no number of visitors is.
  @Test func forecastsBelowZeroAreNamed() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { "\(SampleDate.day($0)),\(118 - 2 * $0),\(50 - $0)\n" }
    try workspace.write("date,visitors,balance\n" + rows.joined(), to: "v.csv")
    let fit = try workspace.run("fit v.csv --model drift --horizon 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let words = "warning: v.csv: forecasts of 'visitors' go below 0, where none of its values is"
    for levels in ["", " --level 80"] {
      let run = try workspace.run("predict" + levels)
      #expect(run.errors.contains(words) && !run.errors.contains("'balance'"), "\(run.errors)")
      #expect(!run.errors.contains("intervals of 'visitors'"), "\(run.errors)")
    }
    #expect(try workspace.run("predict --quiet").errors.isEmpty)
  }

  @Test func theOutermostQuantilesAreNamedAsTheyCanBeAskedFor() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("predict --quantiles 0.0001"), 64, "the outermost are 0.01 and 0.99")
    #expect(try workspace.run("predict --quantiles 0.01,0.99").status == 0)
  }

  /// Columns with few windows share their errors, but for one that has none.
  @Test func aConstantColumnBesideAnotherIsCertain() throws {
    let workspace = try Workspace()
    let lines: [String] = (0..<150).map { row in
      let day = Frequency.days(1).advance(Timestamp(year: 2024), by: row)
      let noise = (row * row * 7 + row * 5) % 23
      return "\("\(day)".prefix(10)),\(50 + 5 * (row % 7) + noise),7"
    }
    try workspace.write((["date,a,b"] + lines).joined(separator: "\n"), to: "two.csv")
    let fit = "fit two.csv --model last-value --lookback 7 --horizon 2 --quiet"
    try #require(workspace.run(fit).status == 0)
    let run = try workspace.run("predict model.safetensors two.csv --level 80")
    let rows = run.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    try #require(
      rows.first == ["date", "a", "b", "a-lo-80", "a-hi-80", "b-lo-80", "b-hi-80"], "\(run.errors)")
    for row in rows.dropFirst() {
      #expect(row[2] == "7" && row[5] == "7" && row[6] == "7")
      let (lower, upper) = (try #require(Double(row[3])), try #require(Double(row[4])))
      #expect(lower < upper)
    }
  }
}
