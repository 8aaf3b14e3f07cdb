import Glibc
import Persistence
import Platform
import TestSupport
import Testing

@Suite struct SweepTests {
  /// A workspace with data and a spec of two models, two horizons and two seeds: six runs that take a moment each,
  /// and one without training per horizon.
  private func workspace(_ extra: String = "") throws -> Workspace {
    let workspace = try Workspace.withData()
    try workspace.write(
      """
      name: small
      data: f.csv
      models:
        - samformer
        - {name: samformer, label: plain, training: {rho: 0}}
        - last-value
      horizons: [6, 12]
      lookbacks: [48]
      seeds: [1, 2]
      training: {epochs: 6}
      \(extra)
      """, to: "spec.yaml")
    return workspace
  }

  /// The files of the sweep of ``workspace(_:)``, made once for all tests by several workers.
  private static let whole = Result {
    let workspace = try SweepTests().workspace()
    let run = try workspace.run("sweep spec.yaml -o whole --quiet --workers 2 --threads 4")
    try #require(run.status == 0, "\(run.errors)")
    return try (workspace.contents("whole") + workspace.contents("whole/runs").map { "runs/\($0)" })
      .filter { $0 != "runs" }.map { (name: $0, bytes: try workspace.bytes("whole/\($0)")) }
  }

  /// A workspace with the spec and its finished sweep in the folder `whole`.
  private func workspaceWithTheWhole() throws -> Workspace {
    let workspace = try workspace()
    try Folder.create(workspace.file("whole/runs"))
    for file in try Self.whole.get() { try workspace.write(file.bytes, to: "whole/\(file.name)") }
    return workspace
  }

  /// `results.csv` without its column of times.
  private func results(_ workspace: Workspace, _ folder: String) throws -> [String] {
    let rows = try workspace.lines("\(folder)/results.csv").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let timing = try #require(rows.first?.firstIndex(of: "seconds_mean"))
    return rows.map { row in
      row.enumerated().filter { $0.offset != timing }.map { String($0.element) }.joined(separator: ",")
    }
  }

  @Test func aFileInTheFoldersPlaceIsRefusedBeforeStepsAreTimed() throws {
    let workspace = try workspace()
    try workspace.write("mine", to: "out")
    let run = try workspace.run("sweep spec.yaml --output out")
    expectFailure(run, 73, "out: is no folder; give --output another name")
    #expect(run.errorLines.count == 1, "\(run.errors)")
    #expect(try workspace.text("out") == "mine")
  }

  @Test func aSweepKilledAtThreeRandomMomentsAndResumedGivesTheSameTables() throws {
    let workspace = try workspaceWithTheWhole()
    for done in (1...9).shuffled().prefix(3).sorted() {
      let program = try workspace.start("sweep spec.yaml -o killed")
      program.waitForErrors(containing: "[\(done)/10]")
      usleep(UInt32.random(in: 0..<20_000))
      program.send(SIGKILL)
      _ = try program.finish()
    }
    let last = try workspace.run("sweep spec.yaml -o killed")
    #expect(last.status == 0, "\(last.errors)")
    #expect(try results(workspace, "killed") == results(workspace, "whole"))
    #expect(try workspace.bytes("killed/report.md") == workspace.bytes("whole/report.md"))
    #expect(try workspace.bytes("killed/plan.json") == workspace.bytes("whole/plan.json"))
  }

  @Test func twoShardsAtOnceAndCollectEqualOneSweep() throws {
    let workspace = try workspaceWithTheWhole()
    let shards = try (0..<2).map { try workspace.start("sweep spec.yaml -o parts --shard \($0)/2 --quiet") }
    for shard in shards { #expect(try shard.finish().status == 0) }
    #expect(try workspace.run("sweep collect parts").status == 0)
    #expect(try results(workspace, "parts") == results(workspace, "whole"))
    #expect(try workspace.bytes("parts/report.md") == workspace.bytes("whole/report.md"))
  }

  /// Without shards each takes the runs that the other has not begun; the tables are those of whoever is done last.
  @Test func twoProcessesAtOnceDoEachRunOnce() throws {
    let workspace = try workspaceWithTheWhole()
    let both = try (0..<2).map { _ in try workspace.start("sweep spec.yaml -o parts --workers 1") }
    let runs = try both.map { try $0.finish() }
    for run in runs { #expect(run.status == 0, "\(run.errors)") }
    let made = runs.flatMap(\.errorLines).filter { $0.hasPrefix("[") && $0.contains("test mse ") }
    #expect(made.count == 10, "\(made)")
    #expect(try results(workspace, "parts") == results(workspace, "whole"))
    #expect(try workspace.bytes("parts/report.md") == workspace.bytes("whole/report.md"))
    let names = try Folder.names(in: workspace.file("parts/runs"), includingHidden: true)
    #expect(names.count { $0.hasSuffix(".json") } == 10 && names.count == 10, "\(names)")
  }

  /// A run that another process is at is left to it, and the tables too.
  @Test func aRunThatAnotherProcessIsAtIsLeftToIt() throws {
    let workspace = try Workspace.withData()
    try workspace.write(
      "data: f.csv\nmodels: [last-value, mean]\nhorizons: [6]\nlookbacks: [48]", to: "s.yaml")
    #expect(try workspace.run("sweep s.yaml -o out --quiet").status == 0)
    let names = try Folder.names(in: workspace.file("out/runs")).filter { $0.hasSuffix(".json") }
    for name in names { try workspace.remove("out/runs/\(name)") }
    try workspace.remove("out/results.csv")
    let id = try #require(names.first).dropLast(".json".count)
    let held = try FileDescriptor(creating: workspace.file("out/runs/\(id).lock"), isPrivate: false)
    let isHeld = held.lock()
    #expect(isHeld)
    let run = try workspace.run("sweep s.yaml -o out")
    #expect(run.status == 0 && run.errors.contains(": another process is at it"), "\(run.errors)")
    #expect(run.errors.contains("another process is at 1 run"), "\(run.errors)")
    #expect(!workspace.exists("out/results.csv") && run.output.contains("1 missing"), "\(run.output)")
    _ = consume held
    #expect(try workspace.run("sweep s.yaml -o out --quiet").status == 0)
    #expect(workspace.exists("out/results.csv"))
  }

  @Test func workersAndThreadsDoNotChangeTheResult() throws {
    let workspace = try workspaceWithTheWhole()
    #expect(try workspace.run("sweep spec.yaml -o one --quiet --workers 1 --threads 1").status == 0)
    #expect(try results(workspace, "one") == results(workspace, "whole"))
  }

  @Test func aSecondRunDoesNothing() throws {
    let second = try workspaceWithTheWhole().run("sweep spec.yaml -o whole --json")
    #expect(second.status == 0 && second.errors.contains("nothing is left to run"))
    #expect(!second.errors.contains("[1/10]"))
    #expect(try second.json.member("runs").member("finished").integer() == 10)
    #expect(try second.json.member("results").elements().count == 6)
  }

  @Test func moreSeedsRunOnlyWhatIsNew() throws {
    let workspace = try workspaceWithTheWhole()
    let spec = try workspace.text("spec.yaml").replacing("seeds: [1, 2]", with: "seeds: [1, 2, 3]")
    try workspace.write(spec, to: "spec.yaml")
    let more = try workspace.run("sweep spec.yaml -o whole")
    #expect(more.errors.contains("14 runs, 10 done, 4 left"), "\(more.errors)")
    #expect(more.errorLines.count { $0.hasPrefix("[") } == 4)
  }

  @Test func theTablesOfAnotherSweepAreNotReplaced() throws {
    let workspace = try Workspace.withData()
    func spec(_ models: String) -> String {
      "data: f.csv\nmodels: [\(models)]\nhorizons: [6]\nlookbacks: [48]\n"
    }
    try workspace.write(spec("last-value"), to: "one.yaml")
    try workspace.write(spec("mean"), to: "other.yaml")
    try workspace.write(spec("last-value, mean"), to: "both.yaml")
    #expect(try workspace.run("sweep one.yaml -o out --quiet").status == 0)
    let table = try workspace.text("out/results.csv")
    expectFailure(try workspace.run("sweep other.yaml -o out"), 64, "'one'", "try --output out-2")
    // Nothing is lost of a sweep that has no records yet, unless a process is at a run.
    #expect(try workspace.run("sweep one.yaml -o begun --quiet").status == 0)
    let records = workspace.contents("begun/runs").filter { $0.hasSuffix(".json") }
    #expect(records.count == 1)
    for name in records {
      try workspace.remove("begun/runs/\(name)")
      let lock = "begun/runs/\(name.dropLast(5)).lock"
      try workspace.write("", to: lock)
      expectFailure(try workspace.run("sweep other.yaml -o begun"), 64, "of which 1 run would be left out")
      try workspace.remove(lock)
    }
    #expect(try workspace.run("sweep other.yaml -o begun --quiet").status == 0)
    #expect(try workspace.text("out/results.csv") == table)
    #expect(try workspace.run("sweep other.yaml --output out-2 --quiet").status == 0)
    #expect(try workspace.run("sweep both.yaml -o out --quiet").status == 0)
  }

  /// Data that cannot be read fail their own runs, each with a record; when they can be, the runs are made and those records are gone.
  @Test func runsOnDataThatAreNotThereHaveRecords() throws {
    let workspace = try Workspace.withData()
    try workspace.write(
      "data: [f.csv, later.csv, never.csv]\nmodels: [last-value, mean]\nhorizons: [6]\nlookbacks: [48]",
      to: "s.yaml")
    let run = try workspace.run("sweep s.yaml -o out --json --quiet")
    #expect(run.status == 1, "\(run.errors)")
    #expect(try run.json.member("runs").member("failed").integer() == 4)
    func records() throws -> [String] {
      try Folder.names(in: workspace.file("out/runs")).filter { $0.hasSuffix(".json") }
        .map { try workspace.text("out/runs/\($0)") }
    }
    func count(_ data: String, _ status: String) throws -> Int {
      try records().count { $0.contains("\"data\":\"\(data)\"") && $0.contains("\"status\":\"\(status)\"") }
    }
    #expect(try records().count == 6)
    #expect(try count("f.csv", "finished") == 2 && count("later.csv", "failed") == 2)
    #expect(try workspace.run("sweep collect out").output.contains("never.csv"))
    try workspace.write(workspace.lines("f.csv").prefix(1101).joined(separator: "\n"), to: "later.csv")
    #expect(try workspace.run("sweep s.yaml -o out --quiet").status == 1)
    #expect(try records().count == 6)
    #expect(try count("later.csv", "finished") == 2 && count("never.csv", "failed") == 2)
  }

  /// Rows that do not hold the sizes of a cell fail this cell alone.
  @Test func aCellThatDoesNotFitItsDataFailsAlone() throws {
    let workspace = try Workspace.withData()
    try workspace.write(workspace.lines("f.csv").prefix(101).joined(separator: "\n"), to: "short.csv")
    try workspace.write(
      "data: [f.csv, short.csv]\nmodels: [last-value, linear-closed-form]\nhorizons: [2, 60]\nlookbacks: [24]\n",
      to: "s.yaml")
    let run = try workspace.run("sweep s.yaml -o out --json")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("warning: short.csv: "), "\(run.errors)")
    for row in try run.json.member("results").elements() {
      let fits = try row.member("data").string() == "f.csv" || row.member("horizon").integer() == 2
      #expect(try row.member("failed").integer() == (fits ? 0 : 1))
    }
    #expect(try workspace.text("out/report.md").contains("- short.csv last-value h=60"))
  }

  /// What no rows would mend ends the sweep before it begins.
  @Test func aTargetThatOneFileLacksEndsTheSweep() throws {
    let workspace = try Workspace()
    let rows = (0..<400).map { "\(SampleDate.day($0)),\($0 % 7)\n" }.joined()
    try workspace.write("date,a\n" + rows, to: "f.csv")
    try workspace.write("date,b\n" + rows, to: "g.csv")
    try workspace.write(
      "data: [f.csv, g.csv]\nmodels: [last-value]\nhorizons: [2]\nlookbacks: [24]\nfeatures: S\ntarget: a\n",
      to: "s.yaml")
    expectFailure(try workspace.run("sweep s.yaml -o out"), 65, "g.csv")
  }

  @Test func aFailedRunIsRecordedShownAndNotAveragedOver() throws {
    let workspace = try workspace("grid: {learningRate: [0.001, 1e30]}")
    let run = try workspace.run("sweep spec.yaml -o out --json")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errorLines.last?.contains("8 runs failed") == true, "\(run.errors)")
    #expect(try run.json.member("runs").member("failed").integer() == 8)
    for row in try run.json.member("results").elements() {
      let isTrained = try row.member("model").string() != "last-value"
      #expect(try row.member("failed").integer() == (isTrained ? 2 : 0))
      #expect(try row.member("grid").string() == (isTrained ? "learningRate=0.001" : ""))
      #expect(try row.member("mse_norm_mean").number().isFinite)
    }
    #expect(try workspace.text("out/report.md").contains("the loss became infinite"))
    let again = try workspace.run("sweep spec.yaml -o out")
    #expect(again.status == 1 && again.errors.contains("nothing is left to run"))
    #expect(again.output.split(separator: "\n").first?.hasSuffix("chosen") == true, "\(again.output)")
    let retried = try workspace.run("sweep spec.yaml -o out --retry-failed")
    #expect(retried.status == 1 && retried.errors.contains("18 runs, 10 done, 8 left"), "\(retried.errors)")
  }

  @Test(arguments: [
    (SIGINT, "", 130), (SIGTERM, "", 143), (SIGHUP, "", 129), (SIGTERM, "--shard 0/1", 75), (SIGUSR1, "", 75),
  ])
  func aSignalKeepsTheStateAndTheSameCommandGoesOn(signal: Int32, option: String, status: Int32) throws {
    let workspace = try workspaceWithTheWhole()
    let program = try workspace.start("sweep spec.yaml -o out \(option)")
    program.waitForErrors(containing: "[2/10]")
    program.send(signal)
    let run = try program.finish()
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errorLines.last == "forecast: interrupted; go on with the same command")
    #expect(try workspace.run("sweep spec.yaml -o out \(option) --quiet").status == 0)
    #expect(try results(workspace, "out") == results(workspace, "whole"))
    #expect(workspace.contents("out/runs").allSatisfy { $0.hasSuffix(".json") })
  }

  @Test func aDryRunShowsThePlanAndWritesNothing() throws {
    let workspace = try workspace()
    let run = try workspace.run("sweep spec.yaml --dry-run -o out")
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.contains("small: 6 cells, 10 runs"))
    #expect(run.output.contains("time: at most") && run.output.contains("MB a worker besides the data"))
    #expect(!workspace.exists("out"))
    let json = try workspace.run("sweep spec.yaml --dry-run --json").json
    #expect(try json.member("runs").member("total").integer() == 10)
  }

  @Test func thePlanKnowsTimeAndMemoryOfEachModel() throws {
    let workspace = try workspace()
    /// Bytes of a worker for a Transformer whose batches have `size` windows.
    func bytes(batchSize size: Int) throws -> Int {
      try workspace.write(
        """
        name: memory
        data: f.csv
        models: [last-value, {name: transformer, set: {hiddenSize: 32, feedForwardSize: 32}}, dlinear]
        horizons: [6]
        lookbacks: [48]
        seeds: [1, 2]
        training: {epochs: 1, batchSize: \(size)}
        """, to: "memory.yaml")
      let json = try workspace.run("sweep memory.yaml --dry-run --json").json
      #expect(try json.member("untimed_runs").integer() == 1, "last-value has no steps")
      #expect(try json.member("seconds_at_most").number() > 0)
      return try json.member("bytes_per_worker").integer()
    }
    let (small, large) = (try bytes(batchSize: 4), try bytes(batchSize: 32))
    // A layer keeps at least its 54 tokens of 32 values.
    #expect(small > 4 * 54 * 32 * 4 && large > 4 * small, "\(small), \(large)")
  }

  @Test func aTerminalShowsAnOverview() throws {
    let workspace = try workspace()
    let run = try workspace.run("sweep spec.yaml -o out", environment: ["TERM": "xterm"], terminalWidth: 90)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("running  f.csv samformer h=6 L=48 seed 1"))
    #expect(run.errors.contains("best     f.csv samformer h=6 L=48: validation mse"))
    #expect(!run.errors.contains("[1/10]"))
  }

  @Test func recordsHaveTheKeysOfFit() throws {
    let workspace = try workspaceWithTheWhole()
    let fit = try workspace.run(
      "fit f.csv --model samformer --lookback 48 --horizon 6 --epochs 6 --seed 2 --json --quiet"
    ).json
    let records = try workspace.contents("whole/runs").map {
      JSONReader(try JSONValue(parsing: workspace.text("whole/runs/\($0)")))
    }
    let record = try #require(
      try records.first {
        try $0.member("weights_sha256").string() == fit.member("weights_sha256").string()
      }, "no run has the weights of the same fit")
    for key in try fit.object().keys where !["baselines", "recipe", "refit"].contains(key) {
      #expect(try record.object().keys.contains(key), "\(key)")
    }
    for key in ["mse_norm", "mae_norm", "mse", "mae", "windows"] {
      #expect(try record.member("test").member(key).value == fit.member("test").member(key).value)
    }
    #expect(try record.member("spec").member("recipe").value == fit.member("recipe").value)
  }

  /// A file that is not there, and one that is no table: their runs fail, and the others are run.
  @Test func dataThatCannotBeReadFailsItsOwnRunsOnly() throws {
    let workspace = try Workspace.withData()
    try workspace.write("date,a\n2020-01-01,x\n", to: "bad.csv")
    try workspace.write(
      "data: [g.csv, f.csv, bad.csv]\nmodels: [last-value, mean]\nhorizons: 6\nlookbacks: 24\nseeds: [1, 2]",
      to: "spec.yaml")
    let run = try workspace.run("sweep spec.yaml -o out --json")
    #expect(run.status != 0)
    #expect(run.errors.contains("warning: spec.yaml:1:8: there is no file 'g.csv'"), "\(run.errors)")
    let runs = try run.json.member("runs")
    #expect(try runs.member("finished").integer() == 2 && runs.member("failed").integer() == 4)
    let failures = try run.json.member("failures").elements()
    #expect(Set(try failures.map { try $0.member("data").string() }) == ["g.csv", "bad.csv"])
    #expect(try workspace.text("out/report.md").contains("bad.csv"))
    // Once the files are there the same command runs what is left.
    let data = try workspace.text("f.csv")
    for name in ["g.csv", "bad.csv"] { try workspace.write(data, to: name) }
    let again = try workspace.run("sweep spec.yaml -o out --json")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try again.json.member("runs").member("failed").integer() == 0)
  }
}

extension Workspace {
  /// Names of the files in a folder of the workspace.
  fileprivate func contents(_ folder: String) -> [String] {
    (try? Folder.names(in: file(folder))) ?? []
  }
}
