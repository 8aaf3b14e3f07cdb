import Persistence
import TestSupport
import Testing

@Suite struct EvaluateTests {
  /// Months are no days: what is said of them counts dates.
  @Test func errorsOfMonthsAreCountedAsDates() throws {
    let workspace = try Workspace()
    let rows = (0..<240).map { row in
      let value = 100 + (row % 12 == 0 ? 100 : 0) + (row * 7 + row / 12) % 5
      return "\(SampleDate(months: row, after: 2000).iso),\(value)\n"
    }
    try workspace.write("month,v\n" + rows.joined(), to: "m.csv")
    let fit = try workspace.run(
      "fit m.csv --model last-value --horizon 3 --split 0.5/0.1/0.4 --no-baselines --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let output = try workspace.run("evaluate --residuals").output
    #expect(output.contains("(one step ahead, 8 dates)") && !output.contains(" days)"), "\(output)")
  }

  @Test func itRepeatsTheScoresOfTheFitExactly() throws {
    let workspace = try Workspace.withData()
    let fit = try workspace.run("fit f.csv \(Workspace.small) --json --quiet --threads 2").json
    let evaluation = try workspace.run("evaluate model.safetensors f.csv --json --threads 1").json
    for key in [
      "model", "data", "lookback", "horizon", "seed", "parameters", "epochs", "best_epoch", "validation",
      "test",
      "weights_sha256",
    ] {
      #expect(try evaluation.member(key).value == fit.member(key).value, "\(key)")
    }
  }

  /// Programs find the same keys whether there were enough residuals or not.
  @Test func levelsWithoutIntervalsAreNull() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { "\($0),\($0 * $0 % 7)" }
    try workspace.write((["row,y"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let fit = try workspace.run("fit m.csv --model linear-closed-form --lookback 2 --horizon 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let test = try workspace.run("evaluate --json --quiet").json.member("test")
    for key in ["coverage_95", "width_95"] { #expect(try test.member(key).value == .null, "\(key)") }
    #expect(try test.member("width_80").number() >= 0)
  }

  @Test func theStepsAverageToThePooledErrors() throws {
    let workspace = try Workspace.withModel()
    let test = try workspace.run("evaluate --json --per-step").json.member("test")
    let steps = try test.member("per_step").elements()
    #expect(steps.count == 12)
    for key in ["mse_norm", "mae_norm", "mse", "mae"] {
      let mean = try steps.reduce(0) { try $0 + $1.member(key).number() } / 12
      let pooled = try test.member(key).number()
      #expect(abs(mean - pooled) <= 1e-12 * pooled)
    }
    let table = try workspace.run("evaluate --per-step").output
    #expect(table.contains("\nstep 12 "))
  }

  @Test func otherDataIsScoredWithAWarning() throws {
    let workspace = try Workspace.withModel()
    #expect(try workspace.run("datasets generate etth other.csv --rows 1200 --seed 2").status == 0)
    let run = try workspace.run("evaluate model.safetensors other.csv --json")
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: other.csv: not the file that the model was fitted on"))
    #expect(try run.json.member("data").string() == "other.csv")
  }

  @Test func dataThatEndsBeforeTheTestRowsIsRefused() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("evaluate --per-series"), 64, "--per-series is for models of several series")
    try workspace.write(workspace.lines("f.csv").prefix(1000).joined(separator: "\n"), to: "short.csv")
    expectFailure(
      try workspace.run("evaluate model.safetensors short.csv"), 65,
      "the model was fitted on 1200 rows or more, the data has 999; evaluate on the file it was fitted on (f.csv)"
    )
  }

  /// The same columns a hundred times as large: no other data to the model once they are standardised by themselves.
  @Test func dataOfAnotherScaleIsRefusedUntilItHasItsOwn() throws {
    let workspace = try Workspace.withModel()
    let lines = try workspace.lines("f.csv")
    let scaled =
      [lines[0]]
      + lines.dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return ([String(cells[0])] + cells.dropFirst().map { "\((Double($0) ?? 0) * 100)" }).joined(
          separator: ",")
      }
    try workspace.write(scaled.joined(separator: "\n"), to: "large.csv")
    expectFailure(
      try workspace.run("evaluate model.safetensors large.csv"), 64, "too far apart for the model's scale",
      "--scale data")
    let own = try workspace.run("evaluate model.safetensors large.csv --scale data --json")
    #expect(own.status == 0 && own.errors.contains("standardised by its own first 840 rows"))
    let here = try workspace.run("evaluate --json").json.member("test")
    let there = try own.json.member("test")
    let (norm, other) = (try here.member("mse_norm").number(), try there.member("mse_norm").number())
    #expect(abs(norm - other) < 1e-4 * norm)
    let (units, larger) = (try here.member("mse").number(), try there.member("mse").number())
    #expect(abs(larger - 1e4 * units) < 1e-3 * larger)
  }

  /// The rows from the first test row on are the test rows; later ones are scored alone.
  @Test func rowsFromAStampOnAreScored() throws {
    let workspace = try Workspace.withModel()
    let stamps = try workspace.lines("f.csv").map { String($0.prefix { $0 != "," }) }
    let run = { (row: Int) in
      try workspace.run(arguments: [
        "evaluate", "model.safetensors", "f.csv", "--json", "--from", stamps[row + 1],
      ])
    }
    let all = try workspace.run("evaluate model.safetensors f.csv --json").json.member("test")
    let same = try run(960).json.member("test")
    for key in ["mse", "mae", "mase", "mse_norm", "windows"] {
      #expect(try same.member(key).number() == all.member(key).number(), "\(key)")
    }
    #expect(try run(1100).json.member("test").member("windows").integer() == 1200 - 1100 - 12 + 1)
    #expect(try run(1100).json.member("validation").value == .null)
    expectFailure(try run(1195), 65, "fewer rows than the horizon of 12")
    expectFailure(
      try workspace.run("evaluate model.safetensors f.csv --from 2101-01-01"), 65, "no row is as late as")
  }

  /// Rows before the first one that is scored only say what scaled errors are measured by: there may be few of them, but two days are needed.
  @Test func rowsAreScoredFromTheFirstOneThatHasAHistory() throws {
    let workspace = try Workspace.withModel()
    let lines = try workspace.lines("f.csv").prefix(71)
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "few.csv")
    for stamp in [String(lines[1].prefix { $0 != "," }), "1999-01-01"] {
      let run = try workspace.run(arguments: [
        "evaluate", "model.safetensors", "few.csv", "--json", "--from", stamp,
      ])
      try #require(run.status == 0, "\(run.errors)")
      let test = try run.json.member("test")
      #expect(try test.member("windows").integer() == 70 - 48 - 12 + 1)
      #expect(try test.member("mase").value == .null)
      #expect(run.errors.contains("(MASE) only where 49 rows"), "\(run.errors)")
    }
    // Rows that were fitted to have none before them either.
    let fitted = try workspace.run(arguments: [
      "evaluate", "model.safetensors", "f.csv", "--json", "--from", "1999-01-01",
    ])
    #expect(try fitted.json.member("test").member("mase").value == .null)
    #expect(fitted.errors.contains("(MASE) only where 49 rows"), "\(fitted.errors)")
    let later = String(lines[50].prefix { $0 != "," })
    let run = try workspace.run(arguments: [
      "evaluate", "model.safetensors", "few.csv", "--json", "--from", later,
    ])
    #expect(try run.json.member("test").member("mase").number() > 0)
    #expect(!run.errors.contains("MASE"), "\(run.errors)")
  }

  @Test func theFittedFileThatIsReadOtherwiseIsNotToBeLookedFor() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("evaluate model.safetensors f.csv --skip-rows 1"), 65, "the data has 1199",
      "read the file as for the fit")
  }

  /// One window tells nothing in time: every interval that learns from outcomes is without end.
  @Test func intervalsWithoutEndHaveNoWidth() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map {
      "\(SampleDate(months: $0, after: 2015).iso),\(50 + 9 * ($0 % 12) + $0 % 5)"
    }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let fit = try workspace.run("fit m.csv --model theta --horizon 12 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run("evaluate --adaptive")
    #expect(run.output.contains("80 % held 100.0 % (100.0 % without end)"), "\(run.output)")
  }
}
