import ArgumentParser
import Persistence
import Presentation
import Runs
import Text
import TimeSeries

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Forecasts the rows that follow the last row of a CSV file, in its units and columns.",
    discussion: """
      EXAMPLES
        forecast predict > next.csv
        forecast predict model.safetensors data.csv --level 80,95 -o next.csv
        forecast predict --future calendar.csv
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, jsonl
  }

  @OptionGroup var files: ModelOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the forecast is written. (default: standard output)", valueName: "file"))
  var output: String?

  @Option(help: .futureFile)
  var future: String?

  @Option(
    help: ArgumentHelp(
      "Forecast as if the row with this stamp were the last one. (default: the last row)", valueName: "stamp")
  )
  var at: String?

  @Option(
    help: ArgumentHelp(
      "Rows to forecast; columns known ahead need values for those of the fit all the same. (default and most: those of the fit)",
      valueName: "rows"))
  var horizon: Int?

  @Option(
    help: ArgumentHelp(
      "Levels of intervals in percent: columns NAME-lo-95 and NAME-hi-95 beside the forecast.",
      valueName: "80,95"))
  var level: String?

  @Option(
    help: ArgumentHelp(
      "Probabilities of quantiles: columns NAME-q-0.1 behind the forecast.", valueName: "0.1,0.5,0.9"))
  var quantiles: String?

  @Option(help: "The form of the forecast.")
  var format = Format.csv

  @Flag(help: "Show no warnings.")
  var quiet = false

  func validate() throws {
    _ = try LevelList(level, option: "--level")
    _ = try QuantileList(quantiles)
    try requireCount(horizon, "--horizon")
  }

  func run() throws {
    let model = try files.read()
    let prediction = try files.withData(of: model) { path in
      if let output {
        try UsedFile.requireDistinct(
          read: [UsedFile("the model", files.path), UsedFile("the data", path)]
            + (future.map { [UsedFile("--future", $0)] } ?? []),
          written: [UsedFile("--output", output)])
      }
      return try Prediction(
        model, data: .file(path), reading: files.reading, future: future.map { .file($0) },
        after: at, steps: horizon,
        levels: try LevelList(level, option: "--level").levels,
        quantiles: try QuantileList(quantiles).probabilities)
    }
    let text = try format == .csv ? prediction.table.csv : prediction.table.jsonLines
    if !quiet { Console.standardError.warn(prediction.notes) }
    guard let output else { return try Console.standardOutput.print(text) }
    try AtomicFile.write(text, to: output)
  }
}
