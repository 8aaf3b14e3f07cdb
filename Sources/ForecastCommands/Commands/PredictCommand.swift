import ArgumentParser
import Persistence
import Runs
import TimeSeries

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Forecasts the rows that follow the last row of a CSV file, in its units and columns.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, jsonl
  }

  @OptionGroup var files: ModelOptions
  @OptionGroup var threading: ThreadOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the forecast is written. (default: standard output)", valueName: "file"))
  var output: String?

  @Option(
    name: .customLong("future-values"),
    help: ArgumentHelp("A file with the columns known ahead for the steps that are forecast.", valueName: "file"))
  var futureValues: String?

  @Option(help: "The form of the forecast.")
  var format = Format.csv

  @Flag(help: "Show no warnings.")
  var quiet = false

  func run() throws {
    let model = try files.read()
    try files.withData(of: model) { path in
      if let output {
        try UsedFile.requireDistinct(
          read: [UsedFile("the model", files.path), UsedFile("the data", path)],
          written: [UsedFile("--output", output)])
      }
      let prediction = try Prediction(model, data: .file(path), reading: files.reading(threading))
      if !quiet { Console.standardError.warn(prediction.notes) }
      let text = format == .csv ? prediction.table.csv : prediction.table.jsonLines
      guard let output else { return try Console.standardOutput.print(text) }
      try AtomicFile.write(text, to: output)
    }
  }
}
