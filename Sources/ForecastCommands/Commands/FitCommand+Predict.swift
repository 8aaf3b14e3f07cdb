import Forecasting
import Persistence
import Presentation
import Runs
import Text
import TimeSeries

extension FitCommand {
  /// Fits a local model to all rows of every series and writes the forecasts, without scores and without a model file.
  func predict(to path: String) throws {
    try idleOption?.refuse()
    if printing.json, direct.predict == "-" {
      throw CommandFailure(.usage, "--json and --predict - both write to standard output; name a file")
    }
    let path = path == "-" ? "/dev/stdout" : path
    try UsedFile.requireDistinct(
      read: [UsedFile("the data", data)], written: [UsedFile("--predict", path)])
    try AtomicFile.requireCreatable(path)
    var run = try StreamedForecast(request(), levels: LevelList(direct.level, option: "--level").levels)
    let display = StreamDisplay(model: task.model, isQuiet: printing.quiet)
    display.note(
      "\(task.model): fitted to all rows of each series; no rows are kept back for scores, and no model is kept"
    )
    run.report = display.show
    let summary = try run.write(to: path)
    display.clear()
    Console.standardError.warn(summary.notes)
    if printing.json { try Console.standardOutput.print(summary.json.line) }
    display.note(
      "wrote \(OutputArguments.words(path)): \(TextFormatting.count(summary.horizon, "row")) for each of \(TextFormatting.grouped(summary.seriesCount)) series in \(TextFormatting.duration(summary.seconds))"
    )
  }

  /// What is about a model that is kept and scored.
  private var idleOption: IdleOption? {
    let given = [
      ("--output", output != Self.defaultOutput), ("--log", log != nil), ("--log-attention", logAttention),
      ("--resume", resume), ("--refit", refit == true), ("--no-refit", refit == false),
      ("--initial-weights", initialWeights != nil), ("--no-baselines", noBaselines),
      ("--lookback", task.lookback != nil), ("--split", task.split != "auto"),
      ("--scaling", task.scaling != .series), ("--channels", task.channels != .columns),
    ]
    return given.first(where: \.1).map { option, _ in
      IdleOption(
        "\(option) does not go with --predict, which fits each series to all of its rows and keeps no model; leave one of them out"
      )
    }
  }
}
