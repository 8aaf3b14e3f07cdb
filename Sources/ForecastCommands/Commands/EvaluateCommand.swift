import ArgumentParser
import Experiments
import Forecasting
import Persistence
import Presentation
import Runs
import Text

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores a stored model over the validation and test rows recorded in it.",
    discussion: """
      EXAMPLES
        forecast evaluate
        forecast evaluate model.safetensors newer.csv --from 2024-01-01
        forecast evaluate --residuals --report errors.html
      """)

  @OptionGroup var files: ModelOptions

  @Option(
    help: ArgumentHelp(
      "What other data than the fitted ones are standardised by: the model's scale, or that of their own training rows.",
      valueName: "model|data"))
  var scale: EvaluationScale = .model

  @Option(
    help: ArgumentHelp(
      "Score the rows from this stamp on instead, such as those that came after the fit.", valueName: "stamp")
  )
  var from: String?

  @Flag(help: "Add the test error of each step of the horizon.")
  var perStep = false

  @Flag(help: "Show the test errors of every series, not only of the best, the median and the worst.")
  var perSeries = false

  @Flag(
    help: ArgumentHelp(
      "Add intervals that learn from each outcome as it comes, a protocol of its own: each knows what was known on the row before its forecast."
    ))
  var adaptive = false

  @Flag(
    help: "Add what the errors tell: where the model is low or high, and whether errors follow each other.")
  var residuals = false

  @Option(
    help: ArgumentHelp(
      "Where a page is written that shows the errors, forecast less truth: by step, how they follow each other, beside a normal law.",
      valueName: "file.html"))
  var report: String?

  @OptionGroup var printing: PrintingOptions

  func validate() throws {
    if from != nil, scale == .data {
      throw ValidationError(
        "--scale data has the scale of recorded training rows, and --from scores others; leave one out")
    }
  }

  func run() throws {
    let model = try files.read()
    try idlePerSeries(of: model.description)?.refuse()
    try files.withData(of: model) { path in
      if let page = self.report {
        try UsedFile.requireDistinct(
          read: [UsedFile("the model", files.path), UsedFile("the data", path)],
          written: [UsedFile("--report", page)])
        try AtomicFile.requireCreatable(page)
      }
      let evaluation = try Evaluation(
        model, data: .file(path), reading: try files.reading, scale: scale, from: from,
        followsOutcomes: adaptive, examinesResiduals: residuals || self.report != nil,
        workers: files.workers)
      let report = ScoreReport(
        evaluation, of: path, showsSteps: perStep, showsSeries: perSeries, showsResiduals: residuals)
      if !printing.quiet { Console.standardError.warn(evaluation.notes + report.warnings) }
      if let file = self.report, let page = ResidualPage(evaluation) {
        try AtomicFile.write(page.text, to: file)
      }
      try Console.results(beside: [self.report], json: printing.json).print(
        printing.json ? report.json.line : report.table)
    }
  }

  /// Errors of every series of a model of one.
  private func idlePerSeries(of model: ModelDescription) -> IdleOption? {
    guard perSeries, model.series.isEmpty, !model.joinsSeries else { return nil }
    return IdleOption(
      "--per-series is for models of several series, and \(files.path) is of one; leave it out")
  }
}

extension EvaluationScale: ExpressibleByArgument {}
