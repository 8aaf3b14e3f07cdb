import ArgumentParser
import Experiments
import Persistence
import Presentation

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs every combination of data, models, horizons and seeds of a spec, and makes tables.",
    subcommands: [Run.self, Collect.self], defaultSubcommand: Run.self)
}

extension SweepCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Runs what has no record yet. (the default)",
      discussion: """
        A run whose record is in the output folder is not run again: after an interruption of any kind, give the same \
        command. Several processes may share the folder: each takes the runs that no other has begun, or those of a \
        --shard of its own. The exit code is 1 if runs failed: all others are done, and the tables are made. Data may also \
        be named as forecast datasets list does.

        EXAMPLE OF A SPEC
          data: [ETTh1.csv]          # beside the spec or in $FORECAST_DATA_DIR
          models:
            - last-value
            - samformer
            - {name: samformer, label: wide, set: {hiddenSize: 64}}
            - {name: dlinear, training: {epochs: 5}, grid: {batchSize: [8, 32]}}
          horizons: [96, 192]
          lookbacks: [512]           # optional, as all that follows
          seeds: [1, 2, 3]
          training: {epochs: 30, batchSize: 32}
          grid: {rho: [0.1, 0.5]}    # of each cell, validation chooses one
          reading: {gaps: fill}      # of the data, as the options of fit are called
          features: M
          split: auto
          name: my sweep
        """)

    @Argument(help: ArgumentHelp("What to run, in YAML.", valueName: "spec.yaml"))
    var spec: String

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("Where records and tables go; only --dry-run does without.", valueName: "folder"))
    var output: String?

    @OptionGroup var fits: FitWorkerOptions

    @Option(help: ArgumentHelp("Run every N-th cell, from cell I on (from 0).", valueName: "I/N"))
    var shard: Shard?

    @Flag(help: "Run again what has failed.")
    var retryFailed = false

    @Flag(help: "Only say what would be run.")
    var dryRun = false

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
      try require(shard, "--shard", Shard.accepted, \.isThere)
      if output == nil, !dryRun {
        throw ValidationError("name the folder for records and tables: --output FOLDER (or --dry-run)")
      }
    }

    func run() throws {
      try reportingFailures(wording: .spec) { try sweep() }
    }
  }

  struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "collect", abstract: "Makes the tables from the records that are there.",
      discussion: "The exit code is 1 if runs failed.")

    @Argument(help: ArgumentHelp("The output folder of a sweep.", valueName: "folder"))
    var folder: String

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func run() throws {
      try reportingFailures {
        let folder = SweepFolder(folder)
        try UsedFile.requireDistinct(
          read: ReportSource.files(of: folder.path).map { UsedFile("the record or plan", $0) },
          written: folder.tables.map { UsedFile("the page", $0) })
        guard folder.hasPlan else {
          throw CommandFailure(
            .missingFile, "\(folder.path): no plan of a sweep; name the output folder of forecast sweep")
        }
        let table = folder.table(of: try folder.plan())
        try folder.write(table)
        try SweepReport(table: table, folder: folder.path, seconds: nil).print(json: json)
        try SweepReport.requireSuccess(table)
      }
    }
  }
}

extension SweepOutline {
  fileprivate func print(json: Bool) throws(CommandFailure) {
    try Console.standardOutput.print(json ? self.json.line : text + "\n")
  }
}

extension SweepReport {
  fileprivate func print(json: Bool) throws(CommandFailure) {
    try Console.standardOutput.print(json ? self.json.line : text)
  }

  /// - Throws: `CommandFailure` with the first reason if runs have failed.
  fileprivate static func requireSuccess(_ table: ResultTable) throws(CommandFailure) {
    if let failure = failure(of: table) { throw CommandFailure(.incomplete, failure) }
  }
}

/// One part of a sweep that several processes share.
struct Shard: ExpressibleByArgument, CustomStringConvertible {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    (self.index, self.count) = (index, count)
  }

  /// As it is told: `0/2`.
  var description: String { "\(index)/\(count)" }

  /// Whether there is such a part; the first one is 0.
  var isThere: Bool { index >= 0 && index < count }

  /// What is accepted, in words.
  static let accepted = "I/N with I from 0 on and below N, such as 0/2"

  /// The runs of every `count`-th cell.
  func selected(_ jobs: [SweepJob]) -> [SweepJob] {
    jobs.filter { $0.cell % count == index }
  }
}

extension SweepCommand.Run {
  private func sweep() throws {
    let session = SweepSession(
      spec: try SweepSpec(reading: spec), output: output, workers: fits.workers,
      threads: fits.threading.workers.threadCount, shard: shard, retriesFailed: retryFailed,
      isQuiet: printing.quiet)
    guard let folder = session.folder, !dryRun else {
      return try session.outline().print(json: printing.json)
    }
    let start = ContinuousClock.now
    let table = try session.run()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try SweepReport(table: table, folder: folder.path, seconds: seconds).print(json: printing.json)
    try session.requireNoInterruption()
    try SweepReport.requireSuccess(table)
  }
}
