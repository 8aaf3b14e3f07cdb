import ArgumentParser
import Datasets
import Persistence
import Presentation
import Text
import TimeSeries

struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets", abstract: "Lists and fetches public benchmark files, and makes synthetic ones.",
    subcommands: [List.self, Generate.self, Fetch.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the data sets that are known by name.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      if json { return try Console.standardOutput.print(DatasetCatalog.manifest.line) }
      let files = DatasetCatalog.all.map { dataset in
        [
          dataset.name, "\(TextFormatting.grouped(dataset.rowCount)) × \(dataset.channelCount)",
          "every \(dataset.frequency)",
          dataset.licence, dataset.source,
        ]
      }
      let synthetic = SyntheticDataset.all.map {
        ["\($0.name)", "\(TextFormatting.grouped($0.rowCount)) × \($0.channelNames.count)", $0.summary]
      }
      try Console.standardOutput.print(
        "Public files (forecast datasets fetch NAME):\n" + TextFormatting.table(files.leftAligned)
          + "\nSynthetic data (forecast datasets generate NAME FILE):\n"
          + TextFormatting.table(synthetic.leftAligned))
    }
  }

  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "generate",
      abstract: "Makes a synthetic file of the shape of a benchmark file: etth | weather | exchange.")

    @Argument(help: "etth | weather | exchange")
    var name: String

    @Argument(help: "The CSV file to write; - is standard output.")
    var file: String

    @Option(help: ArgumentHelp("Number of rows. (default: as in the benchmark file)", valueName: "n"))
    var rows: Int?

    @Option(help: "The same seed gives the same file.")
    var seed: UInt64 = 1

    func validate() throws {
      try require(rows, "--rows", "1 … 100,000,000") { (1...100_000_000).contains($0) }
    }

    func run() throws {
      guard let dataset = SyntheticDataset.named(name) else {
        throw CommandFailure(
          .usage, unknown(name, among: SyntheticDataset.all.map(\.name), "synthetic data set"))
      }
      let file = file == "-" ? "/dev/stdout" : file
      try reportingFailures { try dataset.write(to: file, rows: rows, seed: seed) }
      Console.standardError.show(
        "wrote \(OutputArguments.words(file).printable): \(TextFormatting.grouped(rows ?? dataset.rowCount)) rows × \(dataset.channelNames.count) channels\n"
      )
    }
  }

  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fetch", abstract: "Downloads a public benchmark file with curl and verifies it.")

    @Argument(help: "The data set (see: forecast datasets list).")
    var name: String

    @Option(help: ArgumentHelp("The folder to put the file in.", valueName: "folder"))
    var directory = "."

    func run() throws {
      guard let dataset = DatasetCatalog.named(name) else {
        throw CommandFailure(.usage, unknown(name, among: DatasetCatalog.all.map(\.name), "data set"))
      }
      Interruption.enter(.working)
      let outcome = try reportingFailures {
        try DatasetFetcher(into: directory).fetch(dataset) { Interruption.hasHappened }
      }
      switch outcome {
      case .downloaded(let path):
        Console.standardError.show("downloaded \(path.printable), SHA-256 verified\n")
      case .present(let path):
        Console.standardError.show("\(path.printable) is already there, SHA-256 verified\n")
      }
    }
  }
}

private func unknown(_ name: String, among names: [String], _ kind: String) -> String {
  let hint =
    nearest(to: name, among: names).map { "did you mean '\($0)'?" } ?? "use \(names.joined(separator: ", "))"
  return "there is no \(kind) \(name.quoted); \(hint)"
}
