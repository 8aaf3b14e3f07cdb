import ArgumentParser
import Runs
import Text

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores a stored model over the validation and test rows recorded in it.")

  @OptionGroup var files: ModelOptions
  @OptionGroup var threading: ThreadOptions

  @Option(
    help: ArgumentHelp(
      "What other data than the fitted ones are standardised by: the model's scale, or that of their own training rows. "
        + "(default: model)", valueName: "model|data"))
  var scale: EvaluationScale = .model

  @Flag(help: "Add the test error of each step of the horizon.")
  var perStep = false

  @Flag(help: "Show the test errors of every series, not only of the best, the median and the worst.")
  var perSeries = false

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  func run() throws {
    let model = try files.read()
    try files.withData(of: model) { path in
      let evaluation = try Evaluation(
        model, data: .file(path), reading: try files.reading(threading), scale: scale,
        workers: threading.workers)
      Console.standardError.warn(evaluation.notes)
      let report = ScoreReport(
        model: model, parameterCount: evaluation.parameterCount, validation: evaluation.validation,
        test: evaluation.test, seconds: evaluation.seconds, data: path, showsSteps: perStep,
        testIntervals: evaluation.testIntervals, seriesNames: evaluation.seriesNames, showsSeries: perSeries)
      Console.standardError.warn(report.warnings)
      try Console.standardOutput.print(json ? report.json.text(.printable) + "\n" : report.table)
    }
  }
}

extension EvaluationScale: ExpressibleByArgument {}
