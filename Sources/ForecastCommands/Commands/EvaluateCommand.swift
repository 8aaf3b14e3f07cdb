import ArgumentParser
import Runs

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores a stored model over the validation and test rows recorded in it.")

  @OptionGroup var files: ModelOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Add the test error of each step of the horizon.")
  var perStep = false

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  func run() throws {
    let model = try files.read()
    try reportingFailures(model: files.path) {
      let path = files.data ?? model.description.data.path
      let evaluation = try Evaluation(
        model, data: path, reading: files.reading(threading), workers: threading.workers)
      evaluation.notes.forEach { Console.standardError.write("warning: \($0)\n") }
      let report = ScoreReport(
        model: model, parameterCount: evaluation.parameterCount, validation: evaluation.validation,
        test: evaluation.test, seconds: evaluation.seconds, data: path, showsSteps: perStep)
      Console.standardOutput.write(json ? report.json.text() + "\n" : report.table)
    }
  }
}
