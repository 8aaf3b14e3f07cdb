import ArgumentParser
import Experiments
import Persistence
import Tensors
import TimeSeries

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs every combination of data, models, horizons and seeds of a spec, and makes tables.",
    subcommands: [Run.self, Collect.self], defaultSubcommand: Run.self)
}

extension SweepCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs what has no record yet. (the default)",
      discussion: """
        A run whose record is in the output folder is not run again: after an interruption of any kind, give the same
        command. Several processes may share the folder, each with a --shard of its own.
        """)

    @Argument(help: ArgumentHelp("What to run, in YAML.", valueName: "spec.yaml"))
    var spec: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where records and tables go.", valueName: "folder"))
    var output: String?

    @Option(help: ArgumentHelp("Fits that run at the same time. (default: one per thread)", valueName: "n"))
    var workers: Int?

    @OptionGroup var threading: ThreadOptions

    @Option(help: ArgumentHelp("Run every N-th cell, from cell I on (from 0).", valueName: "I/N"))
    var shard: Shard?

    @Flag(help: "Run again what has failed.")
    var retryFailed = false

    @Flag(help: "Only say what would be run.")
    var dryRun = false

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @Flag(help: "Show no progress.")
    var quiet = false

    func validate() throws {
      try require(workers, "--workers", "1 … 256") { (1...256).contains($0) }
      if output == nil, !dryRun {
        throw ValidationError("name the folder for records and tables: --output FOLDER (or --dry-run)")
      }
    }

    func run() throws {
      try reportingFailures { try sweep() }
    }
  }

  struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes the tables from the records that are there.")

    @Argument(help: ArgumentHelp("The output folder of a sweep.", valueName: "folder"))
    var folder: String

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func run() throws {
      try reportingFailures {
        let folder = SweepFolder(folder)
        let table = try folder.table(of: try folder.plan())
        try folder.write(table)
        SweepReport(table: table, folder: folder.path, seconds: nil).show(json: json)
        try SweepReport.requireSuccess(table)
      }
    }
  }
}

/// One part of a sweep that several processes share.
struct Shard: ExpressibleByArgument {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count > 0, (0..<count).contains(index)
    else { return nil }
    (self.index, self.count) = (index, count)
  }

  /// The runs of every `count`-th cell.
  func selected(_ jobs: [SweepJob]) -> [SweepJob] {
    jobs.filter { $0.cell % count == index }
  }
}

extension SweepCommand.Run {
  private func sweep() throws {
    let spec = try SweepSpec(reading: spec)
    let threads = threading.workers.threadCount
    let locator = DataLocator(folder: spec.folder, dataFolder: Environment["FORECAST_DATA_DIR"])
    let prepared = try SweepPlanner(
      spec, finding: locator, reading: CSVOptions(threadCount: threads)
    ).prepare()
    let mine = shard?.selected(prepared.jobs) ?? prepared.jobs
    let folder = output.map { SweepFolder($0) }
    let done = try folder.map { try doneRuns(mine, $0) } ?? []
    let left = mine.filter { !done.contains($0.id) }
    let workerCount = max(1, min(workers ?? threads, left.count, 256))
    let crew = (workers: workerCount, threads: max(1, threads / workerCount))
    let outline = SweepOutline(
      plan: prepared.plan, shard: shard, runCount: mine.count, leftCount: left.count, workers: crew.workers,
      threads: crew.threads, estimate: try SweepEstimate(left, threads: crew.threads))
    guard let folder, !dryRun else { return outline.show(json: json) }
    let display = SweepDisplay(total: mine.count, done: done.count, workers: crew.workers, isQuiet: quiet)
    display.note(outline.text)
    try folder.keep(prepared.plan)
    try run(
      left, Sweep(into: folder.records, workerCount: crew.workers, threadsPerWorker: crew.threads), display)
    try finish(prepared.plan, folder, display)
  }

  /// The runs that have a record; those that failed are forgotten first if they are to be retried.
  private func doneRuns(_ jobs: [SweepJob], _ folder: SweepFolder) throws -> Set<String> {
    var done: Set<String> = []
    for job in jobs {
      guard let record = try folder.records.record(job.id) else { continue }
      if retryFailed, record.failure != nil {
        try AtomicFile.removeIfPresent(folder.records.file(of: job.id))
      } else {
        done.insert(job.id)
      }
    }
    return done
  }

  private func run(_ jobs: [SweepJob], _ sweep: Sweep, _ display: SweepDisplay) throws {
    Interruption.catchSignals([SIGINT, SIGTERM, SIGUSR1])
    defer { display.clear() }
    try sweep.run(jobs, observing: { display.show($0) }, until: { Interruption.hasHappened })
  }

  private func finish(_ plan: SweepPlan, _ folder: SweepFolder, _ display: SweepDisplay) throws {
    let table = try folder.table(of: plan)
    let isWhole = shard == nil || table.rows.allSatisfy { $0.missing == 0 }
    // While other shards are at work, the tables are theirs to finish.
    if isWhole { try folder.write(table) }
    SweepReport(table: table, folder: folder.path, seconds: display.seconds).show(json: json)
    if let number = Interruption.signalNumber {
      let isToBeRequeued = number == SIGUSR1 || (number == SIGTERM && shard != nil)
      throw CommandFailure(
        isToBeRequeued ? .tryAgain : .interrupted, "interrupted; go on with the same command")
    }
    display.note(
      isWhole
        ? "wrote \(folder.path)/results.csv and report.md"
        : "this shard is done; when all are: forecast sweep collect \(folder.path)")
    try SweepReport.requireSuccess(table)
  }
}
