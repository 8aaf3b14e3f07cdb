import Persistence
import Platform
import TestSupport
import Testing

@Suite struct OutputTests {
  @Test(arguments: [
    "--output nowhere/m.safetensors", "--output /proc/m.safetensors", "--log nowhere/l.jsonl",
  ])
  func anOutputThatCannotBeMadeFailsBeforeTraining(_ option: String) throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small) \(option)")
    expectFailure(run, 73, "cannot be created")
    #expect(!run.errors.contains("training on"))
    #expect(workspace.names == ["f.csv"])
  }

  @Test func aFolderInPlaceOfTheOutputIsRefused() throws {
    let workspace = try Workspace.withData()
    expectFailure(try workspace.run("fit f.csv \(Workspace.small) -o ."), 73, "it is a folder")
  }

  @Test func nothingElseIsWritten() throws {
    let workspace = try Workspace.withData()
    #expect(try workspace.run("fit f.csv \(Workspace.small) -o m.safetensors --log l.jsonl").status == 0)
    #expect(workspace.names == ["f.csv", "l.jsonl", "m.safetensors"])
  }

  /// The page of the commands names every member of every line.
  @Test(arguments: [
    "\(Workspace.small) --log-attention", "\(Workspace.small) --loss gaussian",
    "--model linear-closed-form --horizon 12",
  ])
  func whatALogHoldsIsOnThePage(_ options: String) throws {
    let path = PackageFolder.path + "/Sources/ForecastCommands/ForecastCommands.docc/ForecastCommands.md"
    let page = String(decoding: try FileContents.bytes(ofFile: path), as: UTF8.self)
    let workspace = try Workspace.withData()
    #expect(try workspace.run("fit f.csv \(options) --log l.jsonl --quiet").status == 0)
    for line in try workspace.lines("l.jsonl") {
      guard case .object(let members) = try JSONValue(parsing: line) else {
        Issue.record("\(line) is no object")
        return
      }
      for member in members { #expect(page.contains("`\(member.key)`"), "\(member.key)") }
    }
  }

  @Test func theLogIsJSONLines() throws {
    let workspace = try Workspace.withData()
    #expect(try workspace.run("fit f.csv \(Workspace.small) --log l.jsonl --quiet").status == 0)
    let events = try workspace.lines("l.jsonl").map { JSONReader(try JSONValue(parsing: $0)) }
    #expect(
      try events.map { try $0.member("event").string() } == [
        "fit", "start", "epoch", "epoch", "end", "scores",
      ])
    #expect(try events[0].member("config").member("model").string() == "samformer")
    #expect(try events[1].member("train_windows").integer() == 840 - 48 - 12 + 1)
    #expect(try events[3].member("epoch").integer() == 2)
    #expect(try events[3].member("val_mse_norm").number() > 0)
    #expect(try events[5].member("result").member("weights_sha256").string().count == 64)
  }

  @Test func theLogHoldsTheAttentionOfEachEpochIfAsked() throws {
    let workspace = try Workspace.withData()
    let options = "\(Workspace.small) --log l.jsonl --quiet"
    #expect(try workspace.run("fit f.csv \(options) --log-attention").status == 0)
    let events = try workspace.lines("l.jsonl").map { JSONReader(try JSONValue(parsing: $0)) }
    let order = ["fit", "start", "attention", "epoch", "attention", "epoch", "end", "scores"]
    #expect(try events.map { try $0.member("event").string() } == order)
    #expect(try events[4].member("epoch").integer() == 2)
    #expect(try events[4].member("windows").integer() == 32)
    let layer = try #require(try events[4].member("layers").elements().first)
    #expect(try layer.member("layer").string() == "channels")
    let measures = try layer.member("measures")
    let (entropy, largest) = (
      try measures.member("entropy").number(), try measures.member("largest_entropy").number()
    )
    #expect(entropy > 0 && entropy <= largest)
    // The file of the kept epoch, looked into by itself.
    let best = try events[6].member("best_epoch").integer()
    let run = try workspace.run(
      "diagnose model.safetensors f.csv --json --quiet --hessian-steps 0 --windows 8 --attention-of validation"
    )
    let diagnosis = JSONReader(try JSONValue(parsing: run.output))
    let stored = try #require(try diagnosis.member("attention").elements().first).member("measures")
    let logged = try #require(try events[2 * best].member("layers").elements().first).member("measures")
    for key in ["entropy", "diagonal_mass", "nuclear_norm", "stable_rank"] {
      #expect(try stored.member(key).number() == logged.member(key).number(), "\(key)")
    }
  }

  @Test func attentionThatIsNotThereOrGoesNowhereIsRefused() throws {
    let workspace = try Workspace.withData()
    expectFailure(try workspace.run("fit f.csv \(Workspace.small) --log-attention"), 64, "--log FILE.jsonl")
    expectFailure(
      try workspace.run("fit f.csv --model mlp --epochs 1 --log l.jsonl --log-attention"), 64,
      "leave out --log-attention")
    #expect(workspace.names == ["f.csv"])
  }

  @Test func progressGoesToStandardErrorAsPlainLines() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small)")
    #expect(run.errorLines.filter { $0.hasPrefix("epoch ") }.count == 2)
    #expect(!run.errors.contains("\u{1B}") && !run.errors.contains("\r"))
    #expect(!run.output.contains("epoch"))
  }

  @Test func quietShowsResultsAlone() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small) --quiet")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.hasPrefix(" "))
  }

  @Test func aTerminalShowsALiveLineThatNeverWraps() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run(
      "fit f.csv --model samformer --lookback 256 --horizon 96 --epochs 2 --batch-size 1",
      environment: ["TERM": "xterm"],
      terminalWidth: 40)
    #expect(run.status == 0)
    let drawn = run.errors.split(separator: "\r\u{1B}[K").filter {
      $0.hasPrefix("epoch") && $0.contains("step")
    }
    #expect(!drawn.isEmpty)
    #expect(drawn.allSatisfy { $0.count < 40 })
  }

  @Test(arguments: [["TERM": "dumb"], ["TERM": "dumb", "NO_COLOR": "1"]])
  func aDumbTerminalGetsPlainLines(_ environment: [String: String]) throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small)", environment: environment, terminalWidth: 80)
    #expect(run.status == 0)
    #expect(!run.errors.contains("\u{1B}"))
  }

  @Test func noColorLeavesNoColor() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run(
      "fit f.csv \(Workspace.small)", environment: ["TERM": "xterm", "NO_COLOR": "1"], terminalWidth: 80)
    #expect(run.status == 0)
    #expect(!run.errors.replacing("\u{1B}[K", with: "").contains("\u{1B}"))
  }

  @Test func aDeviceCanBeTheOutput() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small) -o /dev/null --quiet")
    #expect(run.status == 0, "\(run.errors)")
    #expect(workspace.names == ["f.csv"])
  }
}
