import Persistence
import Testing

@Suite struct AutoFitTests {
  private static let options = "fit f.csv --model auto --horizon 12 --lookback 48"

  @Test func everyCandidateIsShownAndTheBestIsKept() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run(Self.options + " --json --log fit.jsonl")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.errors.contains("auto: last-value, seasonal-naive, mean, drift, linear-closed-form and samformer"))
    let json = try run.json
    let candidates = try json.member("candidates").elements()
    let names = try candidates.map { try $0.member("model").string() }
    #expect(names == ["last-value", "seasonal-naive", "mean", "drift", "linear-closed-form", "samformer"])
    let errors = try candidates.map { try $0.member("validation").member("mse_norm").number() }
    let model = try json.member("model").string()
    let best = try #require(errors.min())
    #expect(try errors[#require(names.firstIndex(of: model))] == best)
    #expect(try json.member("validation").member("mse_norm").number() == best)
    #expect(
      try json.member("baselines").object().keys == ["last-value", "seasonal-naive", "linear-closed-form"])

    #expect(try workspace.run("inspect --json").json.member("config").member("model").string() == model)
    let lines = try workspace.run("predict").output.split(separator: "\n")
    #expect(lines.count == 13)
    let events = try workspace.lines("fit.jsonl").map { try JSONReader(JSONValue(parsing: $0)) }
    let tried = try events.filter { try $0.member("event").string() == "tried" }
    #expect(try tried.map { try $0.member("settings").string() } == names)
  }

  @Test func theTableSaysWhatWasChosenAndWhy() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run(Self.options + " --epochs 1 --quiet")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].split(separator: " ") == ["validation", "mse_norm", "mae_norm", "fitted", "in"])
    #expect(lines[1].hasPrefix("last-value "))
    #expect(lines[6].hasPrefix("samformer "))
    #expect(
      lines[7].hasPrefix("chose ") && lines[7].hasSuffix(", which has the smallest validation mse_norm"))
    #expect(lines.contains { $0.hasPrefix("test, last-value ") })
    #expect(run.errors.isEmpty)
  }

  /// What is kept is the same, bit for bit, as fitting that model alone.
  @Test func theChosenModelIsThatOfItsOwnFit() throws {
    let workspace = try Workspace.withData()
    let auto = try workspace.run(Self.options + " --epochs 2 --json --quiet").json
    let model = try auto.member("model").string()
    let epochs = model == "samformer" ? "--epochs 2" : ""
    let alone = try workspace.run(
      "fit f.csv --model \(model) --horizon 12 --lookback 48 \(epochs) --json --quiet"
    ).json
    #expect(try auto.member("weights_sha256").string() == alone.member("weights_sha256").string())
    #expect(try auto.member("test").value == alone.member("test").value)
  }

  @Test func optionsOfOneModelAreRefused() throws {
    let workspace = try Workspace.withData()
    for option in ["--set hiddenSize=8", "--initial-weights w.safetensors"] {
      expectFailure(
        try workspace.run(Self.options + " " + option), 64, "belong to one model; name it instead")
    }
    expectFailure(
      try workspace.run(Self.options + " --split 0.8/0/0.2"), 64, "no validation rows, which choose the model"
    )
    #expect(!workspace.exists("model.safetensors"))
  }
}
