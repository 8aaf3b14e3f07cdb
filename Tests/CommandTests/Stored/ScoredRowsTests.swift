import Persistence
import TestSupport
import Testing

/// Which rows an evaluation scores, and what it says where there are none.
@Suite struct ScoredRowsTests {
  @Test func anEvaluationSaysWhichRowsItScored() throws {
    let workspace = try Workspace.withModel()
    let stamps = try workspace.lines("f.csv").map { String($0.prefix { $0 != "," }) }
    let run = try workspace.run("evaluate")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("validation: rows 841 to 960 of 1,200, \(stamps[841]) to \(stamps[960])"))
    #expect(lines.contains("test: rows 961 to 1,200 of 1,200, \(stamps[961]) to \(stamps[1200])"))
    let rows = try workspace.run("evaluate --json").json.member("rows").member("test")
    #expect(try rows.member("first_row").integer() == 961)
    #expect(try rows.member("last_row").integer() == 1200)
    #expect(try rows.member("first").string() == stamps[961])
    #expect(try rows.member("last").string() == stamps[1200])
  }

  @Test func laterRowsAreSaidToo() throws {
    let workspace = try Workspace.withModel()
    let stamps = try workspace.lines("f.csv").map { String($0.prefix { $0 != "," }) }
    let run = try workspace.run(arguments: ["evaluate", "--json", "--from", stamps[1101]])
    let rows = try run.json.member("rows")
    #expect(try rows.member("validation").value == .null)
    #expect(try rows.member("test").member("first_row").integer() == 1101)
    #expect(try rows.member("test").member("last_row").integer() == 1200)
  }

  /// A state that has seen the rows is not taken back to each of them: the method is fitted once to the rows before, as the fit was.
  @Test(arguments: ["ets", "auto"])
  func rowsThatAStateHasSeenAreForecastByAFitToThoseBefore(model: String) throws {
    let workspace = try Workspace()
    let rows = (0..<120).map { row -> String in
      let noise = Double((row * row * 7 + row * 3) % 41) / 10
      let season = [0, 1.5, 2.6, 3, 2.6, 1.5, 0, -1.5, -2.6, -3, -2.6, -1.5][row % 12]
      return
        "\(SampleDate(months: row, after: 2010).iso),\(10 + season + noise + 0.05 * Double(row))"
    }
    try workspace.write((["date,y"] + rows).joined(separator: "\n"), to: "m.csv")
    let members = model == "auto" ? "--set members=ets+theta " : ""
    let fit = try workspace.run(
      "fit m.csv --model \(model) \(members)--split 0.8/0/0.2 --horizon 6 --quiet --json")
    try #require(fit.status == 0, "\(fit.errors)")
    let usual = try workspace.run("evaluate --json").json
    let first = try usual.member("rows").member("test").member("first").string()
    let run = try workspace.run("evaluate --json --from \(first)")
    #expect(run.errors.contains("was fitted to those before"), "\(run.errors)")
    let (test, found) = try (usual.member("test"), run.json.member("test"))
    for key in ["windows", "mse", "mae", "mse_norm"] {
      #expect(try found.member(key).number() == test.member(key).number(), "\(key)")
    }
    #expect(try fit.json.member("test").member("mse").number() == test.member("mse").number())
  }

  /// Stamps of several columns are shown, and can be asked for, side by side.
  @Test func stampsOfSeveralColumnsAreOneText() throws {
    let workspace = try Workspace()
    let rows = (0..<400).map { row in
      let (day, hour) = (row / 24 + 1, row % 24)
      return "\(day < 10 ? "0" : "")\(day)/01/2024,\(hour < 10 ? "0" : "")\(hour):00,\(hour + row % 5)"
    }
    try workspace.write((["Date,Time,v"] + rows).joined(separator: "\n"), to: "two.csv")
    let fit = "fit two.csv --model last-value --lookback 24 --horizon 2 --quiet"
    try #require(workspace.run(fit).status == 0)
    let evaluation = try workspace.run("evaluate")
    #expect(evaluation.output.contains(" to 17/01/2024 15:00\n"), "\(evaluation.output)")
    let last = try workspace.run("evaluate --json").json.member("rows").member("test").member("last")
    #expect(try last.string() == "17/01/2024 15:00")
    let texts = ["05/01/2024 03:00", "05/01/2024,03:00", "2024-01-05 03:00"]
    let forecasts = try texts.map { try workspace.run(arguments: ["predict", "--at", $0]).output }
    #expect(forecasts[0].hasPrefix("Date,Time,v\n05/01/2024,04:00,"), "\(forecasts)")
    #expect(Set(forecasts).count == 1)
    let run = try workspace.run("predict --at soon")
    expectFailure(run, 64, "'soon' is no stamp like '01/01/2024 00:00'")
  }

  /// Rows between gaps may all be too few for a window.
  @Test func laterRowsBetweenGapsMayHoldNoWindow() throws {
    let workspace = try Workspace.withData()
    let lines = try workspace.lines("f.csv")
    try workspace.write(lines[...301].joined(separator: "\n"), to: "first.csv")
    let parts = [lines[0]] + lines[302..<312] + lines[332..<342]
    try workspace.write(parts.joined(separator: "\n"), to: "parts.csv")
    let fit = "fit first.csv --gaps segment --model last-value --lookback 12 --horizon 4 --quiet"
    try #require(workspace.run(fit).status == 0)
    let from = String(lines[302].prefix { $0 != "," })
    let run = try workspace.run(arguments: ["evaluate", "model.safetensors", "parts.csv", "--from", from])
    expectFailure(
      run, 65, "no rows without a gap are enough for the lookback of 12 and the horizon of 4", "begin earlier"
    )
    #expect(!run.errors.contains("--from"), "\(run.errors)")
  }

  /// A state cannot go on where a row was revised: the method is fitted once, as it is to rows that the state has seen.
  @Test func laterRowsBehindARevisedOneAreForecastByOneFit() throws {
    let workspace = try Workspace()
    func text(_ count: Int, revised: Int? = nil) -> String {
      "date,y\n"
        + (0..<count).map { row in
          let value = 50 + row + (row * row * 7 + row * 3) % 11 + (row == revised ? 20 : 0)
          return "\(SampleDate(months: row, after: 2010).iso),\(value)\n"
        }.joined()
    }
    try workspace.write(text(60), to: "m.csv")
    try workspace.write(text(72, revised: 55), to: "revised.csv")
    try workspace.write(text(60, revised: 55), to: "before.csv")
    try #require(workspace.run("fit m.csv --model holt --horizon 3 --quiet").status == 0)
    let run = try workspace.run("evaluate model.safetensors revised.csv --from 2015-01-01 --json")
    #expect(run.errors.contains("was fitted to those before"), "\(run.errors)")
    try #require(
      workspace.run("fit before.csv --model holt --horizon 3 --quiet -o b.safetensors").status == 0)
    let other = try workspace.run("evaluate b.safetensors revised.csv --from 2015-01-01 --json")
    #expect(!other.errors.contains("was fitted to those before"), "\(other.errors)")
    let (found, expected) = try (run.json.member("test"), other.json.member("test"))
    #expect(try found.member("mae").number() == expected.member("mae").number())
    #expect(try found.member("windows").integer() == 10)
  }

  @Test func manySeriesAreCounted() throws {
    let workspace = try Workspace()
    var lines = ["shop,month,sales"]
    for (shop, first) in [("a", 0), ("b", 12)] {
      for row in first..<60 {
        lines.append("\(shop),\(SampleDate(months: row, after: 2018).iso),\(20 + row % 7)")
      }
    }
    try workspace.write(lines.joined(separator: "\n"), to: "shops.csv")
    let fit = try workspace.run(
      "fit shops.csv --model last-value --lookback 6 --horizon 3 --no-refit --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let rows = try workspace.run("evaluate --json").json.member("rows").member("test")
    #expect(try rows.member("series").integer() == 2)
    #expect(try rows.member("last").string() == "2022-12-01")
    let text = try workspace.run("evaluate").output
    #expect(text.contains("\ntest: rows of 2 series, ") && text.contains(" to 2022-12-01\n"), "\(text)")
  }

  /// A model without test rows has nothing to show but what comes later.
  @Test func aModelWithoutTestRowsSaysSo() throws {
    let workspace = try Workspace()
    try workspace.write(SampleFile.hourly(rows: 300), to: "a.csv")
    let sizes = "--lookback 24 --horizon 6"
    let moments = try workspace.run("moments a.csv \(sizes) --quiet")
    try #require(moments.status == 0, "\(moments.errors)")
    let solve = try workspace.run("solve a.moments --set ridge=0.01 --quiet")
    try #require(solve.status == 0, "\(solve.errors)")
    let run = try workspace.run("evaluate model.safetensors a.csv")
    expectFailure(run, 64, "holds no test rows", "--from STAMP")
    #expect(!run.errors.contains("fitted again"))
    expectFailure(
      try workspace.run("plot model.safetensors a.csv --evaluate"), 64, "leave out --evaluate")
    let stamp = String(try workspace.lines("a.csv")[281].prefix { $0 != "," })
    let later = try workspace.run(
      arguments: ["evaluate", "model.safetensors", "a.csv", "--json", "--from", stamp])
    #expect(try later.json.member("rows").member("test").member("first_row").integer() == 281)
    #expect(later.errors.contains("fitted to all of its rows") && !later.errors.contains("fitted again"))
    let quiet = try workspace.run(
      arguments: ["evaluate", "model.safetensors", "a.csv", "--quiet", "--from", stamp])
    #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet.errors)")
  }

  @Test func inspectIsQuietToo() throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.run("inspect --quiet")
    #expect(run.status == 0 && run.output.hasPrefix("model      samformer"), "\(run.errors)")
  }

  /// The rows to score are recorded series by series.
  @Test(arguments: ["ets", "linear-closed-form --lookback 12"])
  func otherSeriesAreScoredFromAStampOn(_ model: String) throws {
    let workspace = try Workspace()
    func shops(_ names: [String]) -> String {
      let rows = names.flatMap { name in
        (0..<96).map { month in
          "\(name),\(SampleDate(months: month, after: 2015).iso),\(100 + 9 * (month * 7 % 12) + month % 5)"
        }
      }
      return (["shop,month,sales"] + rows).joined(separator: "\n") + "\n"
    }
    try workspace.write(shops(["A", "B"]), to: "ab.csv")
    try workspace.write(shops(["C", "D"]), to: "cd.csv")
    let fit = try workspace.run("fit ab.csv --model \(model) --horizon 6 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    for command in ["evaluate", "plot --evaluate", "diagnose"] {
      let words = command.split(separator: " ")
      let run = try workspace.run(
        arguments: ([words[0], "model.safetensors", "cd.csv"] + words.dropFirst()).map(String.init))
      expectFailure(
        run, 64, "the model knows none of these series", "forecast evaluate MODEL DATA --from STAMP")
    }
    let scored = try workspace.run("evaluate model.safetensors cd.csv --from 2022-01-01")
    #expect(scored.status == 0, "\(scored.errors)")
  }
}
