import TestSupport
import Testing

/// Long files, missing cells, columns known ahead and intervals through the program.
@Suite struct PanelCommandTests {
  /// Three shops by day: sales that follow a promotion, with holes; the promotion is known for ten days more.
  private func shops(_ workspace: Workspace, known: Int = 130, days: Int = 140) throws {
    var lines = ["shop,day,sales,promotion"]
    for shop in 0..<3 {
      for day in 0..<days {
        let promotion = (day * day + shop) % 5 == 0 ? 1 : 0
        let sales = 10 * (shop + 1) + day % 7 + 8 * promotion
        let cell = day >= known ? "" : (day + shop) % 17 == 3 ? "NA" : "\(sales)"
        lines.append("0\(shop),\(date(day)),\(cell),\(promotion)")
      }
    }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "shops.csv")
  }

  private func date(_ day: Int) -> String { SampleDate(days: day, after: 2025).iso }

  private static let fit =
    "fit shops.csv --series-column shop --target sales --future promotion --model linear-closed-form --lookback 14 --horizon 5"

  @Test func aFileOfShopsIsFittedScoredAndForecastInItsForm() throws {
    let workspace = try Workspace()
    try shops(workspace)
    let fit = try workspace.run(Self.fit)
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("3 series") && fit.errors.contains("missing"))
    #expect(fit.output.contains("test series") && fit.output.contains("80 % intervals held"))
    let forecast = try workspace.run("predict model.safetensors shops.csv --level 80,50 --quiet")
    let lines = forecast.output.split(separator: "\n")
    #expect(lines.first == "shop,day,sales,sales-lo-80,sales-lo-50,sales-hi-50,sales-hi-80")
    #expect(lines.count == 16)
    #expect(lines[1].hasPrefix("00,2025-05-11,") && lines[6].hasPrefix("01,2025-05-11,"))
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",").dropFirst(2).compactMap { Double($0) }
      #expect(cells.count == 5 && cells[1] <= cells[2] && cells[2] <= cells[3] && cells[3] <= cells[4])
    }
    let one = try workspace.run("predict model.safetensors shops.csv --series 01 --format jsonl --quiet")
    #expect(one.output.split(separator: "\n").count == 5)
    #expect(one.output.hasPrefix("{\"shop\":\"01\",\"day\":\"2025-05-11"))
    let scores = try workspace.run("evaluate model.safetensors shops.csv --json --per-series").json
    #expect(try scores.member("series").member("all").elements().count == 3)
    #expect(try scores.member("test").member("mae").number() < 1)
  }

  @Test func valuesKnownAheadMayComeInAFileOfTheirOwn() throws {
    let workspace = try Workspace()
    try shops(workspace)
    #expect(try workspace.run(Self.fit).status == 0)
    let whole = try workspace.run("predict model.safetensors shops.csv --quiet").output
    let lines = try workspace.lines("shops.csv")
    let future = lines.filter { $0.contains(",,") }.map { $0.replacing(",,", with: ",") }
    try workspace.write((["shop,day,promotion"] + future).joined(separator: "\n"), to: "future.csv")
    try workspace.write(lines.filter { !$0.contains(",,") }.joined(separator: "\n"), to: "past.csv")
    let alone = try workspace.run("predict model.safetensors past.csv --quiet")
    #expect(
      alone.status == 65 && alone.errors.contains("promotion") && alone.errors.contains("--future FILE"))
    #expect(
      try workspace.run("predict model.safetensors past.csv --future future.csv --quiet").output == whole)
  }

  /// A hundred shops with one validation window each, whose first day was a holiday of all: that step has no residual of its own.
  @Test func aHolidayOfAllShopsLeavesNoStepWithoutIntervals() throws {
    let workspace = try Workspace()
    var lines = ["shop,day,sales"]
    for shop in 0..<100 {
      for day in 0..<41 where day != 29 {
        lines.append("s\(shop),\(date(day)),\((shop * 31 + day * 17) % 29)")
      }
    }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "shops.csv")
    let fit = try workspace.run("fit shops.csv --model linear-closed-form --lookback 12 --horizon 5")
    #expect(fit.status == 0 && fit.output.contains("95 % intervals held"), "\(fit.output)")
    #expect(try workspace.run("inspect model.safetensors").output.contains("of 100 residuals a step"))
    #expect(try workspace.run("predict model.safetensors shops.csv --level 95").status == 0)
  }

  /// A forecast without a model file has the data alone to take the values from.
  @Test func valuesKnownAheadStandInTheFileWhereNothingElseIsRead() throws {
    let workspace = try Workspace()
    try shops(workspace)
    let lines = try workspace.lines("shops.csv")
    try workspace.write(lines.filter { !$0.contains(",,") }.joined(separator: "\n"), to: "past.csv")
    func run(_ data: String) throws -> ProgramRun {
      try workspace.run(
        "fit \(data) --series-column shop --target sales --future promotion --model arima --horizon 5 --predict next.csv --quiet"
      )
    }
    expectFailure(try run("past.csv"), 65, "add rows with the values and an empty target to the file")
    #expect(try run("shops.csv").status == 0)
  }

  @Test func whatCannotBeUsedIsRefusedWithAWayThatWorks() throws {
    let workspace = try Workspace()
    try shops(workspace)
    let samformer = try workspace.run(Self.fit.replacing("linear-closed-form", with: "samformer"))
    #expect(samformer.status == 64 && samformer.errors.contains("tide"))
    #expect(try workspace.run(Self.fit).status == 0)
    let level = try workspace.run("predict model.safetensors shops.csv --level 99.9")
    #expect(level.status == 64 && level.errors.contains("--level"))
    #expect(try workspace.run("predict model.safetensors shops.csv --level 0").status == 64)
    let series = try workspace.run("predict model.safetensors shops.csv --series 07")
    #expect(series.status == 65 || series.status == 64)
    #expect(series.errors.contains("07"))
  }

  @Test func aModelWithoutValidationRowsHoldsNoIntervals() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv --model linear --epochs 0 --split 0.8/0/0.2 --horizon 12 --quiet")
    #expect(run.status == 0)
    let level = try workspace.run("predict --level 80")
    #expect(level.status == 64 && level.errors.contains("--level"))
  }

  /// A series that begins after the training rows of all has no scale beside them.
  @Test func aSeriesWithoutTrainingRowsIsNoChannel() throws {
    let workspace = try Workspace()
    let rows = [("a", 0..<120), ("b", 0..<120), ("c", 110..<120)].flatMap { id, days in
      days.map { "\(id),\(date($0)),\(20 + $0 % 7 + $0 % 3)" }
    }
    try workspace.write((["id,day,y"] + rows).joined(separator: "\n") + "\n", to: "late.csv")
    let fit =
      "fit late.csv --series-column id --channels series --model linear-closed-form --lookback 7 --horizon 3 --quiet"
    expectFailure(
      try workspace.run(fit), 65, "late.csv: 'c': no value in the 84 training rows", "try --series a,b")
    let run = try workspace.run("\(fit) --series a,b")
    #expect(run.status == 0, "\(run.errors)")
    // The channels of a later file are series too.
    let later = rows.filter { !$0.hasPrefix("b") }
    try workspace.write((["id,day,y"] + later).joined(separator: "\n") + "\n", to: "fewer.csv")
    expectFailure(
      try workspace.run("predict model.safetensors fewer.csv"), 65,
      "the model was fitted on series that are not here: 'b'")
  }

  @Test func seriesWithoutAScaleAreNamed() throws {
    let workspace = try Workspace()
    let rows = ["a", "b"].flatMap { id in
      (0..<120).map { day in
        let isUnknown = id == "b" && day < 90
        return "\(id),\(date(day)),\(isUnknown ? "" : "\(20 + day % 7)")"
      }
    }
    try workspace.write((["id,day,y"] + rows).joined(separator: "\n") + "\n", to: "late.csv")
    let run = try workspace.run("fit late.csv --series-column id --model last-value --lookback 7 --horizon 3")
    #expect(run.status == 0)
    #expect(
      run.errors.contains("1 of 2 series have no value in their training rows")
        && run.errors.contains(": 'b'\n"),
      "\(run.errors)")
  }

  /// A series whose first value comes within its test rows: before it, local models forecast what other models do.
  @Test(arguments: ["ets", "theta"])
  func aSeriesWithoutAnyValueHasAForecastAndAnError(_ model: String) throws {
    let workspace = try Workspace()
    let rows = ["a", "b"].flatMap { id in
      (0..<120).map { day in
        "\(id),\(date(day)),\(id == "b" && day < 100 ? "" : "\(20 + day % 7)")"
      }
    }
    try workspace.write((["id,day,y"] + rows).joined(separator: "\n") + "\n", to: "late.csv")
    let fit = "fit late.csv --series-column id --horizon 3 --no-baselines --quiet --json --model"
    let naive = try workspace.run("\(fit) last-value --lookback 7 -o naive.safetensors").json.member("test")
    let test = try workspace.run("\(fit) \(model)").json.member("test")
    let worst = try naive.member("mae").number()
    let own = try test.member("mae").number()
    #expect(own > 0 && own < worst)
    let before = "late.csv --at \(date(95))"
    let expected = try workspace.run("predict naive.safetensors \(before) --quiet").output
    let forecast = try workspace.run("predict model.safetensors \(before)")
    #expect(
      forecast.status == 0 && forecast.errors.contains("1 of 2 series have no value"), "\(forecast.errors)")
    func ofLate(_ text: String) -> [Substring] { text.split(separator: "\n").filter { $0.hasPrefix("b,") } }
    #expect(ofLate(forecast.output) == ofLate(expected) && ofLate(expected).count == 3)
  }

  /// Series that were chosen for the fit are those of later commands, as chosen columns are.
  @Test func theSeriesOfAFitAreThoseOfLaterCommands() throws {
    let workspace = try Workspace()
    let rows = ["a", "b", "c"].flatMap { id in (0..<60).map { "\(id),\(date($0)),\(20 + $0 % 7 + $0 % 3)" } }
    // A series that is left out may be unfit for everything.
    let broken = ["d,\(date(0)),1", "d,\(date(0)),2"]
    try workspace.write((["id,day,y"] + rows + broken).joined(separator: "\n") + "\n", to: "shops.csv")
    let fit = "fit shops.csv --series-column id --series a,b --model ses --horizon 1 --no-baselines --quiet"
    #expect(try workspace.run(fit).status == 0)
    func ids(_ command: String) throws -> [String] {
      let run = try workspace.run(command)
      #expect(run.status == 0, "\(run.errors)")
      return run.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    }
    #expect(try ids("predict") == ["a", "b"])
    #expect(try ids("predict model.safetensors shops.csv") == ["a", "b"])
    #expect(try ids("predict model.safetensors shops.csv --series c,a") == ["a", "c"])
    #expect(
      try ids("predict model.safetensors shops.csv --series all --duplicates last") == ["a", "b", "c", "d"])
    #expect(try workspace.run("inspect model.safetensors").output.contains("2, chosen by name"))
    // Of another file those that it has; where it has none, the advice is followed.
    let later = rows.filter { !$0.hasPrefix("b") }
    try workspace.write((["id,day,y"] + later).joined(separator: "\n") + "\n", to: "later.csv")
    #expect(try ids("predict model.safetensors later.csv") == ["a"])
    let others = rows.filter { $0.hasPrefix("c") }
    try workspace.write((["id,day,y"] + others).joined(separator: "\n") + "\n", to: "others.csv")
    expectFailure(
      try workspace.run("predict model.safetensors others.csv"), 65, "'a', 'b', chosen by name",
      "try --series all")
    #expect(try ids("predict model.safetensors others.csv --series all") == ["c"])
    // A series may be called so.
    let named = rows.map { $0.hasPrefix("a,") ? "all\($0.dropFirst())" : $0 }
    try workspace.write((["id,day,y"] + named).joined(separator: "\n") + "\n", to: "named.csv")
    let one = "fit named.csv --series-column id --series all --model ses --horizon 1 --no-baselines --quiet"
    #expect(try workspace.run(one).status == 0)
    #expect(try ids("predict model.safetensors named.csv") == ["all"])
  }

  /// A rule that is asked for by its name continues a series shorter than the lookback too, by the rows that it has.
  @Test(arguments: [
    ("mean", "", ["4.8", "4.8"]), ("last-value", "", ["12", "12"]), ("drift", "", ["13", "14"]),
    ("seasonal-naive", " --set season=3", ["6", "5"]),
  ])
  func aRuleContinuesShortSeriesItself(_ model: String, _ setting: String, _ expected: [String]) throws {
    let workspace = try Workspace()
    let long = ["a", "b"].flatMap { id in (0..<120).map { "\(id),\(date($0)),\(20 + $0 % 7 + $0 % 3)" } }
    let short = [3, 1, 4, 1, 5, 9, 2, 6, 5, 12].enumerated().map { "c,\(date($0)),\($1)" }
    try workspace.write((["id,day,y"] + long + short).joined(separator: "\n") + "\n", to: "shops.csv")
    let options = "--series-column id --model \(model)\(setting) --lookback 30 --horizon 2"
    let note = "1 of 3 series are shorter than the lookback of 30 rows: \(model) continues them"
    let fit = try workspace.run("fit shops.csv \(options) --no-baselines --quiet")
    #expect(fit.status == 0 && fit.errors.contains(note), "\(fit.errors)")
    let run = try workspace.run("predict model.safetensors shops.csv")
    #expect(run.errors.contains(note), "\(run.errors)")
    let lines = run.output.split(separator: "\n").filter { $0.hasPrefix("c,") }
    let rows = [0, 1].map { "c,\(date(10 + $0)),\(expected[$0])" }
    #expect(lines.map(String.init) == rows, "\(run.output)")
    // A row is missing in the only series of a file.
    let alone = short.enumerated().map { "c,\(date($0 < 4 ? $0 : $0 + 1)),\($1.split(separator: ",")[2])" }
    try workspace.write((["id,day,y"] + alone).joined(separator: "\n") + "\n", to: "one.csv")
    let one = try workspace.run("predict model.safetensors one.csv")
    #expect(one.status == 0 && one.output.split(separator: "\n").count == 3, "\(one.errors)")
    let scored = try workspace.run("evaluate model.safetensors one.csv")
    expectFailure(scored, 65, "add rows, or take the file that it was fitted on (shops.csv)")
    #expect(!scored.errors.contains("--lookback"), "\(scored.errors)")
  }

  /// A series that does not move while it is learnt from has the scale of the others beside its mean, which is said.
  @Test func seriesThatStandStillAreNamed() throws {
    let workspace = try Workspace()
    let rows = ["a", "b"].flatMap { id in
      (0..<60).map { "\(id),\(date($0)),\(id == "b" && $0 < 50 ? 5 : 20 + $0 % 7 + $0 % 3)" }
    }
    try workspace.write((["id,day,y"] + rows).joined(separator: "\n") + "\n", to: "still.csv")
    let fit = "fit still.csv --series-column id --model last-value --lookback 3 --horizon 2 --quiet"
    let words = "still.csv: 1 of 2 series have the same value in all of their training rows"
    let run = try workspace.run(fit)
    #expect(run.status == 0 && run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.contains("beside their means: 'b'"), "\(run.errors)")
    let shared = try workspace.run(fit + " --scaling shared")
    #expect(shared.status == 0 && !shared.errors.contains("same value in all"), "\(shared.errors)")
  }

  /// Series of 150 and 60 days: the baselines look back further than the shorter one has rows before its test rows.
  @Test func baselinesOnOtherWindowsAreNamed() throws {
    let workspace = try Workspace()
    let rows = [("a", 150), ("b", 60)].flatMap { id, count in
      (0..<count).map { "\(id),\(date($0)),\(20 + $0 % 7 + $0 % 3)" }
    }
    try workspace.write((["id,day,y"] + rows).joined(separator: "\n") + "\n", to: "ragged.csv")
    let run = try workspace.run("fit ragged.csv --series-column id --model ses --horizon 5 --json")
    let json = try run.json
    let own = try json.member("test").member("windows").integer()
    let others = try json.member("baselines").member("last-value").member("windows").integer()
    #expect(others < own)
    let words = "scored on \(others) test windows, where the model has \(own): they look back"
    #expect(run.errors.contains(words), "\(run.errors)")
    // One series has rows enough before all of its test rows.
    let even = try workspace.run(
      "fit ragged.csv --series-column id --series a --model ses --horizon 5 --json")
    #expect(!even.errors.contains("where the model has"), "\(even.errors)")
  }
}
