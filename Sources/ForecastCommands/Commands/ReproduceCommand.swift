import ArgumentParser
import Experiments
import Persistence
import Presentation
import Tensors
import Text
import TimeSeries

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Runs a published protocol and says how close the numbers come.",
    discussion: """
      Exit code 1 says that a cell misses its limit. Runs are kept in the output folder: after an interruption, give \
      the same command.

      The competitions \(Competition.all.map(\.name).joined(separator: ", ")) fit local models (--models) to every series \
      of the folder competitions of FORECAST_DATA_DIR and keep nothing; --json then prints one object for each model and \
      frequency, a line each, frequency all last.
      """)

  @Argument(
    help: ArgumentHelp(
      "The protocol: \(Self.names.joined(separator: " | ")).", valueName: "name"))
  var name: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Data sets by name or path. (default: the protocol's)", valueName: "data"))
  var data: [String] = []

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Horizons. (default: 96 192 336 720)", valueName: "rows"))
  var horizons: [Int] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Seeds. (default: the protocol's)", valueName: "seed"))
  var seeds: [UInt64] = []

  @Option(
    help: ArgumentHelp("Local models of a competition. (default: the competition's)", valueName: "a,b"))
  var models: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where records and tables go. (default: reproduce-NAME)", valueName: "folder"))
  var output: String?

  @OptionGroup var fits: FitWorkerOptions

  @OptionGroup var printing: PrintingOptions

  func validate() throws {
    for horizon in horizons { try requireCount(horizon, "--horizons") }
    for seed in seeds { try requireSeed(seed, "--seeds") }
  }

  func run() throws {
    if let competition = Competition.named(name) {
      return try reportingFailures(wording: .none) { try compete(in: competition) }
    }
    guard let reproduction = Reproduction.named(name) else {
      let names = Self.names
      let hint = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
      throw CommandFailure(
        .usage,
        "there is no protocol \(name.quoted); \(hint ?? "the protocols are \(names.joined(separator: ", "))")"
      )
    }
    if models != nil {
      try IdleOption("--models is for competitions; \(name) has models of its own").refuse()
    }
    try reportingFailures(wording: .none) { try reproduce(reproduction) }
  }

  private static var names: [String] { Reproduction.all.map(\.name) + Competition.all.map(\.name) }

  private func reproduce(_ reproduction: Reproduction) throws {
    let spec = reproduction.spec(
      data: data.isEmpty ? nil : data, horizons: horizons.isEmpty ? nil : horizons,
      seeds: seeds.isEmpty ? nil : seeds)
    let session = SweepSession(
      spec: spec, output: output ?? "reproduce-\(reproduction.name)", workers: fits.workers,
      threads: fits.threading.workers.threadCount, isQuiet: printing.quiet)
    let table = try session.run()
    let comparisons = reproduction.comparisons(table)
    let report = ReproductionReport(reproduction: reproduction, comparisons: comparisons)
    try Console.standardOutput.print(printing.json ? report.json.line : report.text)
    try session.requireNoInterruption()
    let bad = comparisons.filter { [.missed, .incomplete].contains($0.verdict) }
    guard bad.isEmpty else {
      throw CommandFailure(
        .incomplete,
        "\(TextFormatting.count(bad.count, "cell")) of \(comparisons.count) missed the limit or failed")
    }
  }
}
