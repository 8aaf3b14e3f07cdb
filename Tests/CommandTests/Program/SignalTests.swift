import Glibc
import Platform
import Testing

/// Signals end loading, scoring and waiting at once; training keeps its state.
@Suite struct SignalTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGALRM])
  func waitingForDataEnds(_ signal: Int32) throws {
    let workspace = try Workspace()
    try #require(mkfifo(workspace.file("pipe"), 0o600) == 0)
    for command in ["fit pipe", "check pipe"] {
      let program = try workspace.start(command)
      // Returns when the program has opened the other end.
      let end = open(workspace.file("pipe"), O_WRONLY | O_CLOEXEC)
      defer { close(end) }
      program.send(signal)
      let run = try program.finish()
      expectFailure(run, 128 + signal, "interrupted")
      #expect(workspace.names == ["pipe"])
    }
  }

  @Test func aFileThatIsBeingWrittenLeavesNothing() throws {
    // A busy machine may show the file only when it is whole.
    for _ in 1...5 {
      let workspace = try Workspace()
      let program = try workspace.start("datasets generate etth f.csv --rows 100000")
      while !workspace.names.contains(where: { $0.hasPrefix(".forecast-") || $0 == "f.csv" }) { usleep(500) }
      program.send(SIGTERM)
      let run = try program.finish()
      #expect(!workspace.names.contains { $0.hasPrefix(".forecast-") })
      if run.status == 0 { continue }
      expectFailure(run, 128 + SIGTERM, "interrupted")
      return #expect(workspace.names.isEmpty)
    }
    Issue.record("the signal came too late five times")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func scoringEndsAndTheFitCanGoOn(_ signal: Int32) throws {
    let workspace = try Workspace()
    #expect(try workspace.run("datasets generate etth f.csv --rows 20000 --seed 1").status == 0)
    // Few windows to train on, many seconds of windows to score.
    let fit =
      "fit f.csv --model transformer --set hiddenSize=64 --lookback 96 --horizon 96 --split 0.01/0.01/0.98 --epochs 1"
    let program = try workspace.start(fit)
    program.waitForErrors(containing: "kept the weights")
    program.send(signal)
    expectFailure(try program.finish(), 128 + signal, "interrupted; go on with the same command and --resume")
    #expect(workspace.names == ["f.csv", "model.safetensors.checkpoint"])
  }

  /// A sweep does not finish the scores it is at: there is no record, and the next sweep goes on with them.
  @Test(arguments: [SIGINT, SIGTERM])
  func aSweepEndsWhileItScores(_ signal: Int32) throws {
    let workspace = try Workspace()
    #expect(try workspace.run("datasets generate etth f.csv --rows 20000 --seed 1").status == 0)
    // Nothing to train, many seconds of windows to score.
    try workspace.write(
      """
      data: f.csv
      models: [{name: transformer, set: {hiddenSize: 64}}]
      horizons: [96]
      lookbacks: [96]
      split: 0.01/0.01/0.98
      training: {epochs: 0}
      """, to: "spec.yaml")
    let program = try workspace.start("sweep spec.yaml -o out")
    program.waitForErrors(containing: "1 worker")
    while !workspace.exists("out/plan.json") { usleep(1000) }
    program.send(signal)
    let run = try program.finish()
    #expect(run.status == 128 + signal, "\(run.errors)")
    #expect(run.errorLines.last?.hasPrefix("forecast: interrupted") == true, "\(run.errors)")
    let records = (try? Folder.names(in: workspace.file("out/runs"))) ?? []
    #expect(records.allSatisfy { !$0.hasSuffix(".json") })
  }

  /// The records are there, and the tables can be made anew: a batch system begins the command again.
  @Test func theSignalOfABatchSystemIsToldWhileTablesAreWritten() throws {
    let workspace = try Workspace.withData()
    // A page that nobody reads keeps the program waiting.
    try #require(mkfifo(workspace.file("page"), 0o600) == 0)
    let program = try workspace.start(
      "backtest f.csv --model last-value --horizon 12 --windows 2 --output o.csv --report page")
    program.waitForErrors(containing: "wrote o.csv")
    program.send(SIGUSR1)
    expectFailure(try program.finish(), 75, "interrupted; go on with the same command")
  }

  /// What is whole is kept; the part that it is at would be lost anyway, and is not waited for.
  @Test func aPartThatTakesLongIsCutOff() throws {
    let workspace = try Workspace()
    #expect(try workspace.run("datasets generate etth f.csv --rows 60000 --seed 1").status == 0)
    // Many seconds of one fit.
    let program = try workspace.start(
      "backtest f.csv --features S --target OT --model arima --windows 1 --horizon 24 -o o.csv")
    program.waitForErrors(containing: "fitted to the rows")
    while !workspace.exists("o.csv.records") { usleep(1000) }
    let start = ContinuousClock.now
    program.send(SIGINT)
    expectFailure(try program.finish(), 130, "interrupted; go on with the same command")
    #expect(ContinuousClock.now - start < .seconds(5))
    let records = try Folder.names(in: workspace.file("o.csv.records"), includingHidden: true)
    #expect(!workspace.exists("o.csv") && records.isEmpty)
  }

  @Test func aSecondSignalEndsTheProcessAtOnce() throws {
    let workspace = try Workspace.withData()
    // One step takes long.
    let program = try workspace.start(
      "fit f.csv --model samformer --lookback 256 --horizon 96 --batch-size 400 --set hiddenSize=2048 --set valuePath=full --threads 1"
    )
    program.waitForErrors(containing: "training on")
    program.send(SIGINT)
    program.send(SIGTERM)
    let run = try program.finish()
    #expect([143, 130].contains(run.status))
    #expect(workspace.names == ["f.csv"])
  }

  /// What ends the process within the handler takes the place of the line of progress, as `timeout -s ALRM` does.
  @Test func theLiveLineIsTakenAwayByASignalToo() throws {
    let workspace = try Workspace.withData()
    let program = try workspace.start(
      "fit f.csv --model samformer --lookback 256 --horizon 96 --epochs 60 --batch-size 1",
      environment: ["TERM": "xterm"], terminalWidth: 80)
    program.waitForErrors(containing: "\r\u{1B}[Kepoch")
    program.send(SIGALRM)
    let run = try program.finish()
    #expect(run.status == 128 + SIGALRM)
    let lines = run.errors.replacing("\u{1B}[K", with: "").split(whereSeparator: \.isNewline)
    #expect(lines.last == "forecast: interrupted", "\(run.errors)")
  }

  @Test func aClosedTerminalKeepsTheState() throws {
    let workspace = try Workspace.withData()
    let program = try workspace.start(
      "fit f.csv --model samformer --lookback 48 --horizon 12 --epochs 60 --patience 60")
    program.waitForErrors(containing: "epoch 2 ")
    program.send(SIGHUP)
    #expect(try program.finish().status == 129)
    #expect(workspace.exists("model.safetensors.checkpoint"))
  }

  @Test func nohupIsHonoured() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.shell(
      "trap '' HUP; forecast fit f.csv \(Workspace.small) --quiet & kill -HUP $!; wait $!")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func fetchingEndsAndLeavesNothing() throws {
    let workspace = try Workspace()
    // A download that never ends, and says that it has begun.
    try workspace.write("#!/bin/sh\necho begun >&2\nexec cat \"$PIPE\"\n", to: "text")
    try #require(mkfifo(workspace.hiddenFile("never"), 0o600) == 0)
    #expect(try workspace.shell("mkdir ../bin; install -m 700 text ../bin/curl; rm text").status == 0)
    let program = try workspace.start(
      "datasets fetch ETTh1 --directory d",
      environment: ["PATH": "\(workspace.path)/../bin:/usr/bin:/bin", "PIPE": workspace.hiddenFile("never")])
    program.waitForErrors(containing: "begun")
    program.send(SIGTERM)
    let run = try program.finish()
    #expect(run.status == 143)
    #expect(run.errorLines.last == "forecast: interrupted; nothing was saved")
    #expect(try workspace.shell("ls -A d").output.isEmpty)
  }
}
