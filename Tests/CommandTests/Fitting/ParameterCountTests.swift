import TestSupport
import Testing

/// One meaning of "parameters", whoever counts them: the values that are learnt.
@Suite struct ParameterCountTests {
  @Test(arguments: ["samformer", "tsmixer", "patchtst", "linear-closed-form", "last-value", "cyclenet"])
  func fitEvaluateInspectAndModelsAgree(_ model: String) throws {
    let workspace = try Workspace.withData()
    let isTrained = try workspace.run("models \(model) --json").json.member("recipe").value != .null
    let fit = try workspace.run(
      "fit f.csv --model \(model) --lookback 512 --horizon 96 --quiet --json --no-baselines"
        + (isTrained ? " --epochs 0" : ""))
    #expect(fit.status == 0, "\(fit.errors)")
    let count = try fit.json.member("parameters").integer()
    #expect(try workspace.run("inspect --json").json.member("parameters").integer() == count)
    #expect(try workspace.run("evaluate --json").json.member("parameters").integer() == count)
    #expect(try workspace.run("models \(model) --json").json.member("parameters").integer() == count)
  }

  /// All rows may choose other orders than those before the test did: the stored model is the one that is counted.
  @Test func ofAModelFittedAgainTheStoredOneIsCounted() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { row -> String in
      "\(SampleDate(months: row, after: 2010).iso),\(50 + row + (row * row * 7 + row * 3) % 11)"
    }
    try workspace.write((["date,y"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let fit = "fit m.csv --model arima --horizon 4 --quiet --json --no-baselines"
    let scored = try workspace.run("\(fit) --no-refit -o scored.safetensors").json.member("parameters")
      .integer()
    let count = try workspace.run(fit).json.member("parameters").integer()
    #expect(count != scored)
    #expect(try workspace.run("inspect --json").json.member("parameters").integer() == count)
    #expect(try workspace.run("evaluate --json").json.member("parameters").integer() == count)
  }
}
