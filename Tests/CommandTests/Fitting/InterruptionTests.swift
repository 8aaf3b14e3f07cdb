import Glibc
import Testing

@Suite struct InterruptionTests {
  /// Many short epochs: after the second there is time for a signal.
  private static let long = "fit f.csv --model samformer --lookback 48 --horizon 12 --epochs 60 --patience 60"

  /// The weights of the fit that nothing interrupts, fitted once for all tests.
  private static let uninterruptedDigest = Result {
    let run = try Workspace.withData().run("\(long) --json --quiet -o whole.safetensors")
    return try run.json.member("weights_sha256").string()
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptKeepsTheBestModelAndResumingGivesTheSameWeights(_ signal: Int32) throws {
    let workspace = try Workspace.withData()
    let program = try workspace.start("\(Self.long) --json --log l.jsonl")
    program.waitForErrors(containing: "epoch 2 ")
    program.send(signal)
    let interrupted = try program.finish()
    #expect(interrupted.status == 128 + signal, "\(interrupted.errors)")
    #expect(interrupted.errorLines.last == "forecast: interrupted; go on with the same command and --resume")
    #expect(workspace.exists("model.safetensors.checkpoint"))
    let epochs = try interrupted.json.member("epochs").integer()
    #expect((2..<60).contains(epochs))
    #expect(try workspace.run("evaluate --json").json.member("epochs").integer() == epochs)

    let resumed = try workspace.run("\(Self.long) --json --log l.jsonl --resume")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("going on with epoch \(epochs + 1)"))
    #expect(try resumed.json.member("weights_sha256").string() == Self.uninterruptedDigest.get())
    #expect(try resumed.json.member("epochs").integer() == 60)
    #expect(!workspace.exists("model.safetensors.checkpoint"))
    let events = try workspace.lines("l.jsonl")
    #expect(events.filter { $0.contains("\"event\":\"epoch\"") }.count == 60)
  }

  @Test func resumingAfterKillGivesTheSameWeights() throws {
    let workspace = try Workspace.withData()
    try workspace.write("old model", to: "model.safetensors")
    let program = try workspace.start(Self.long)
    program.waitForErrors(containing: "epoch 3 ")
    program.send(SIGKILL)
    #expect(try program.finish().status == -SIGKILL)
    #expect(try workspace.text("model.safetensors") == "old model")
    let resumed = try workspace.run("\(Self.long) --json --resume --threads 1")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try resumed.json.member("weights_sha256").string() == Self.uninterruptedDigest.get())
  }

  @Test func anInterruptInTheFirstEpochWritesNothing() throws {
    let workspace = try Workspace.withData()
    try workspace.write("old model", to: "model.safetensors")
    let program = try workspace.start(
      "fit f.csv --model samformer --lookback 512 --horizon 96 --batch-size 1 --set hiddenSize=512")
    program.waitForErrors(containing: "training on")
    program.send(SIGINT)
    let run = try program.finish()
    expectFailure(run, 130, "interrupted before the first epoch was validated; nothing was written")
    #expect(try workspace.text("model.safetensors") == "old model")
    #expect(workspace.names == ["f.csv", "model.safetensors"])
  }

  @Test func resumingWithOtherSettingsNamesThem() throws {
    let workspace = try Workspace.withData()
    try interrupt(workspace)
    let checkpoint = try workspace.bytes("model.safetensors.checkpoint")
    for (option, name) in [
      ("--learning-rate 0.002", "recipe.learningRate: 0.001 then, 0.002 now"),
      ("--seed 2", "seed: 1 then, 2 now"),
      ("--set hiddenSize=8", "configuration.hiddenSize: 16 then, 8 now"),
      ("--horizon 13", "horizon: 12 then, 13 now"),
    ] {
      expectFailure(
        try workspace.run("\(Self.long) \(option) --resume --quiet"), 64,
        "model.safetensors.checkpoint: belongs to a fit with other settings (\(name))", "leave out --resume")
    }
    #expect(try workspace.bytes("model.safetensors.checkpoint") == checkpoint)
  }

  @Test func resumingOnOtherDataIsRefused() throws {
    let workspace = try Workspace.withData()
    try interrupt(workspace)
    for rows in ["1200 --seed 2", "1210 --seed 1"] {
      #expect(try workspace.run("datasets generate etth f.csv --rows \(rows)").status == 0)
      expectFailure(
        try workspace.run("\(Self.long) --resume --quiet"), 64,
        "checkpoint: belongs to a fit on other data (f.csv has changed)", "leave out --resume")
    }
    let command = Self.long.replacing("f.csv", with: "g.csv")
    try workspace.write(try workspace.bytes("f.csv"), to: "g.csv")
    expectFailure(
      try workspace.run("\(command) --resume --quiet"), 64, "on other data (f.csv then, g.csv now)")
  }

  @Test func startingAfreshBesideACheckpointIsAWarning() throws {
    let workspace = try Workspace.withData()
    try interrupt(workspace)
    let run = try workspace.run("fit f.csv \(Workspace.small) --quiet")
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: replacing model.safetensors.checkpoint of an interrupted fit"))
  }

  @Test func resumingWithoutACheckpointSaysWhatToDo() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run("\(Self.long) --resume"), 66,
      "model.safetensors.checkpoint: no such file; leave out --resume")
  }

  @Test func aDamagedCheckpointIsRefused() throws {
    let workspace = try Workspace.withData()
    try interrupt(workspace)
    let whole = try workspace.bytes("model.safetensors.checkpoint")
    for size in [0, 7, 100, whole.count / 2, whole.count - 1] {
      try workspace.write(Array(whole.prefix(size)), to: "model.safetensors.checkpoint")
      expectFailure(
        try workspace.run("\(Self.long) --resume --quiet"), 65,
        "model.safetensors.checkpoint: is a damaged checkpoint, or none: ",
        "remove it, and leave out --resume to start anew")
    }
    // A sound file that is no checkpoint.
    try workspace.write(workspace.bytes("model.safetensors"), to: "model.safetensors.checkpoint")
    expectFailure(try workspace.run("\(Self.long) --resume --quiet"), 65, "is a damaged checkpoint, or none")
  }

  private func interrupt(_ workspace: Workspace) throws {
    let program = try workspace.start(Self.long)
    program.waitForErrors(containing: "epoch 2 ")
    program.send(SIGINT)
    #expect(try program.finish().status == 130)
  }
}
