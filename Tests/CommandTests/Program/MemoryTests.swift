import Testing

/// What does not fit into memory is said in one line.
@Suite struct MemoryTests {
  @Test func aModelFileLargerThanMemoryIsRefused() throws {
    let workspace = try Workspace.withData()
    for command in [
      "inspect big", "predict big f.csv", "report big", "fit f.csv --model samformer --initial-weights big",
    ] {
      let run = try workspace.shell(
        "truncate -s 8G big; ulimit -v 4000000; forecast \(command) --quiet".replacing(
          "inspect big --quiet", with: "inspect big"
        ).replacing("report big --quiet", with: "report big"))
      expectFailure(run, 70, "big: cannot be read: it does not fit into memory")
    }
  }

  /// There is room for the weights, 70 MB, and not for the copies that become a file.
  @Test func aModelThatCannotBeWrittenIsOneLine() throws {
    let workspace = try Workspace.withData()
    let fit = "forecast fit f.csv --model mlp --set hiddenSize=4096 --lookback 24 --horizon 12 --epochs 0"
    expectFailure(
      try workspace.shell("ulimit -v 240000; \(fit) --no-baselines --quiet --threads 1 -o big"), 70, "memory")
    #expect(workspace.names == ["f.csv"])
  }

  /// However little there is: one line, or enough.
  @Test(arguments: [
    "fit f.csv --model samformer --lookback 48 --horizon 12 --epochs 1 --set hiddenSize=2048 --batch-size 512 --quiet",
    "fit short.csv --model transformer --lookback 96 --horizon 12 --epochs 1 --quiet --no-baselines",
  ])
  func tensorsThatDoNotFitAreOneLine(_ command: String) throws {
    let workspace = try Workspace.withData()
    // One step: ten million weights take as much memory then as in an hour.
    try workspace.write(workspace.lines("f.csv").prefix(169).joined(separator: "\n"), to: "short.csv")
    for megabytes in [250, 450, 900] {
      let run = try workspace.shell("ulimit -v \(megabytes)000; forecast \(command) --threads 1 -o m")
      if run.status == 0 { return }
      expectFailure(run, 70, "memory")
    }
  }

  /// Arrays too: the runtime's line, and one of the program.
  @Test(arguments: ["linear-closed-form", "linear-stack", "theta"])
  func arraysThatDoNotFitAreTwoLines(_ model: String) throws {
    let workspace = try Workspace.withData()
    var refusals = 0
    for megabytes in stride(from: 40, through: 80, by: 5) {
      let run = try workspace.shell(
        "ulimit -v \(megabytes)000; forecast fit f.csv --model \(model) --quiet --threads 1 -o m")
      if run.status == 0 { break }
      // Below some size not even the libraries of the system fit.
      if run.status == 127 { continue }
      refusals += 1
      expectFailure(run, 70, "memory")
    }
    #expect(refusals > 0)
  }

  /// Where the first rows do not fit, the file is not an empty one.
  @Test func rowsThatDoNotFitAreNotMissing() throws {
    let workspace = try Workspace()
    let columns = 0..<20_000
    let header = "date," + columns.map { "c\($0)" }.joined(separator: ",")
    let values = columns.map { String($0 % 97) }.joined(separator: ",")
    let rows = (1...28).map { "2024-01-\($0 < 10 ? "0" : "")\($0)," + values }
    try workspace.write(([header] + rows).joined(separator: "\n") + "\n", to: "wide.csv")
    var refusals = 0
    for megabytes in stride(from: 40, through: 65, by: 5) {
      let run = try workspace.shell("ulimit -v \(megabytes)000; forecast check wide.csv")
      if run.status == 0 { break }
      if run.status == 127 { continue }
      refusals += 1
      expectFailure(run, 70, "memory")
    }
    #expect(refusals > 0)
  }
}
