import Testing

/// One meaning of "parameters", whoever counts them: the values that are learnt.
@Suite struct ParameterCountTests {
  @Test(arguments: ["samformer", "tsmixer", "patchtst", "linear-closed-form", "last-value", "cyclenet"])
  func fitEvaluateInspectAndModelsAgree(_ model: String) throws {
    let workspace = try Workspace()
    #expect(try workspace.run("datasets generate etth f.csv --rows 1200 --seed 1").status == 0)
    let isTrained = try workspace.run("models \(model) --json").json.member("recipe").value != .null
    let fit = try workspace.run(
      "fit f.csv --model \(model) --lookback 512 --horizon 96 --quiet --json --no-baselines"
        + (isTrained ? " --epochs 1" : ""))
    #expect(fit.status == 0, "\(fit.errors)")
    let count = try fit.json.member("parameters").integer()
    #expect(try workspace.run("inspect --json").json.member("parameters").integer() == count)
    #expect(try workspace.run("evaluate --json").json.member("parameters").integer() == count)
    #expect(try workspace.run("models \(model) --json").json.member("parameters").integer() == count)
  }
}
