import Persistence
import Testing
import TimeSeries

@Suite struct ClosedFormTests {
  @Test func whatIsChosenIsSaidAndStored() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv --model linear-closed-form --horizon 12 --log fit.jsonl --json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("chose normalization "))
    #expect(run.errors.contains("(choose with --lookback)"))
    let json = try run.json
    let lookback = try json.member("lookback").integer()
    #expect([96, 192, 336, 414].contains(lookback))
    #expect(try json.member("parameters").integer() == 12 * lookback + 12)
    #expect(try json.member("epochs").integer() == 0)

    let configuration = try workspace.run("inspect --json").json.member("config").member("configuration")
    #expect(["instance", "last"].contains(try configuration.member("normalization").string()))
    #expect(try configuration.member("ridge").number() > 0)
    let events = try workspace.lines("fit.jsonl").map { try JSONReader(JSONValue(parsing: $0)) }
    let names = try events.map { try $0.member("event").string() }
    #expect(names == ["fit"] + Array(repeating: "tried", count: 8) + ["chose", "scores"])
    let tried = try events.filter { try $0.member("event").string() == "tried" }.map {
      try $0.member("val_mse").number()
    }
    #expect(try events[9].member("val_mse").number() == tried.min())
  }

  /// The fit that chose the lookback is the model's, and the model is the baseline of its name.
  @Test func whatHasBeenFittedIsNotFittedAgain() throws {
    let workspace = try Workspace.withData()
    func fit(_ options: String) throws -> JSONReader {
      try workspace.run("fit f.csv --horizon 12 --no-refit --json --quiet \(options)").json
    }
    let chosen = try fit("--model linear-closed-form")
    let lookback = try chosen.member("lookback").integer()
    let told = try fit("--model linear-closed-form --lookback \(lookback)")
    for key in ["weights_sha256", "validation", "test", "baselines"] {
      #expect(try chosen.member(key).value == told.member(key).value, "\(key)")
    }
    let other = try fit("--model mean --lookback \(lookback)")
    #expect(try chosen.member("baselines").value == other.member("baselines").value)
    // A model with other settings stands beside the usual ones.
    let set = try fit("--model linear-closed-form --lookback \(lookback) --set ridge=10")
    #expect(try set.member("baselines").value == other.member("baselines").value)
  }

  /// By squared errors, whatever is minimised then: fits with absolute ones are long.
  @Test func aLookbackIsChosenBySquaredErrors() throws {
    let workspace = try Workspace.withData()
    let settings = "fit f.csv --model linear-closed-form --horizon 3 --no-refit --no-baselines --json --quiet"
    let (squared, absolute) = try (workspace.run(settings).json, workspace.run("\(settings) --loss mae").json)
    let lookback = try squared.member("lookback").integer()
    #expect(try absolute.member("lookback").integer() == lookback)
    let told = try workspace.run("\(settings) --loss mae --lookback \(lookback)").json
    for key in ["weights_sha256", "test"] {
      #expect(try absolute.member(key).value == told.member(key).value, "\(key)")
    }
    #expect(try absolute.member("weights_sha256").value != squared.member("weights_sha256").value)
  }

  /// Residuals of a pattern that repeats are near 0, and their weights without bound: the penalty must not grow with them.
  @Test func aPatternThatRepeatsIsForecastByAbsoluteErrorsToo() throws {
    let workspace = try Workspace()
    let lines = (0..<700).map { "\(Frequency.hours(1).advance(Timestamp(year: 2021), by: $0)),\($0 % 7)\n" }
    try workspace.write("date,a\n" + lines.joined(), to: "saw.csv")
    let fit = try workspace.run(
      "fit saw.csv --model linear-closed-form --horizon 6 --lookback 48 --loss mae --no-refit --json --quiet")
    #expect(try fit.json.member("test").member("mse_norm").number() < 1e-4)
  }

  @Test func aStoredModelForecastsAsItWasFitted() throws {
    let workspace = try Workspace.withData()
    let fit = try workspace.run(
      "fit f.csv --model linear-closed-form --lookback 48 --horizon 12 --no-refit --json --quiet")
    let evaluation = try workspace.run("evaluate model.safetensors f.csv --json").json
    #expect(try evaluation.member("test").value == fit.json.member("test").value)
    let lines = try workspace.run("predict").output.split(separator: "\n")
    #expect(lines.count == 13)
  }

  @Test func theNumberOfThreadsDoesNotMatter() throws {
    let workspace = try Workspace.withData()
    let digests = try [1, 2].map {
      try workspace.run(
        "fit f.csv --model linear-closed-form --lookback 48 --horizon 12 --json --quiet --threads \($0)"
      ).json.member("weights_sha256").string()
    }
    #expect(digests[0] == digests[1])
  }

  @Test func choosingNeedsValidationRows() throws {
    let workspace = try Workspace.withData()
    let options = "fit f.csv --model linear-closed-form --lookback 48 --horizon 12 --split 0.8/0/0.2 --quiet"
    expectFailure(try workspace.run(options), 64, "no validation rows to choose settings on")
    #expect(try workspace.run(options + " --set normalization=last --set ridge=0.1").status == 0)
  }

  @Test func trainingOptionsAreRefused() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run("fit f.csv --model linear-closed-form --epochs 3"), 64,
      "nothing to train step by step")
  }

  @Test func aSeasonThatDoesNotFitIsSaid() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv --model seasonal-naive --lookback 12 --horizon 6 --no-baselines")
    #expect(run.status == 0)
    #expect(run.errors.contains("a season of 24 rows does not fit into the lookback; repeats the last value"))
    expectFailure(
      try workspace.run("fit f.csv --model seasonal-naive --set season=24 --lookback 12 --horizon 6"), 64,
      "season: 24 is not accepted; use 1 … 12")
  }
}
