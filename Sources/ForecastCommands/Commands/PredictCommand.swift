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

extension ForecastTable {
  /// One JSON object per step: the time stamp as in the data, then each column.
  fileprivate var jsonLines: String {
    (0..<stepCount).map { step in
      let stamp: (String, JSONValue) = (timeColumn, .string(timestampFormat.string(for: timestamps[step])))
      let columns = channels.indices.map { (channels[$0], Self.json(value(channel: $0, step: step))) }
      return JSONValue.object(JSONObject([stamp] + columns)).text(.printable) + "\n"
    }.joined()
  }

  /// The number with the digits of ``number(_:)``.
  private static func json(_ value: Double) -> JSONValue {
    Double(Float(value)) == value ? JSONValue(Float(value)) : .number(value)
  }
}
