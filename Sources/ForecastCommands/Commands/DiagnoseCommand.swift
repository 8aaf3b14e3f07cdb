import ArgumentParser
import Forecasters
import Forecasting
import Persistence
import Presentation
import Studies

struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Looks into a stored model: attention, sharpness of its loss, errors of each channel.",
    discussion: """
      Loss, gradient and Hessian are those of the training loss over evenly spread training windows; attention and errors are of \
      test windows.

      EXAMPLES
        forecast diagnose model.safetensors data.csv -o diagnosis.html
        forecast diagnose model.safetensors data.csv --json --hessian-steps 0
      """)

  @OptionGroup var files: ModelOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write a page with heat maps and curves.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Training windows of loss and Hessian. (default: 1024)", valueName: "n"))
  var windows: Int?

  @Option(
    help: ArgumentHelp("Products with the Hessian; 0 for no eigenvalues. (default: 30)", valueName: "n"))
  var hessianSteps: Int?

  @Option(help: ArgumentHelp("Seed of random directions.", valueName: "seed"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The windows of attention: test, or validation, which 'fit --log-attention' looks at.",
      valueName: "rows"))
  var attentionOf = ModelDiagnosis.AttentionRows.test

  @OptionGroup var printing: PrintingOptions

  func validate() throws {
    try requireCount(windows, "--windows")
    try require(hessianSteps, "--hessian-steps", "0 … 1,000") { (0...1000).contains($0) }
  }

  func run() throws {
    let model = try files.read()
    try idleOption(of: model.description.model)?.refuse()
    try files.withData(of: model) { path in
      if let output { try files.requireCreatable(output, besides: path) }
      var effort = ModelDiagnosis.Effort()
      effort.windowCount = windows ?? effort.windowCount
      effort.hessianSteps = hessianSteps ?? effort.hessianSteps
      effort.seed = seed
      effort.attentionRows = attentionOf
      let diagnosis = try ModelDiagnosis(
        model, data: .file(path), reading: try files.reading, effort: effort,
        workers: files.workers)
      if !printing.quiet { Console.standardError.warn(diagnosis.notes) }
      if let output { try AtomicFile.write(diagnosis.html, to: output) }
      try Console.results(beside: [output], json: printing.json).print(
        printing.json ? diagnosis.json.line : diagnosis.text)
    }
  }

  /// Options of a loss where there is none.
  private func idleOption(of model: String) -> IdleOption? {
    guard windows != nil || hessianSteps != nil,
      let type = ForecasterCatalog.forecaster(named: model), !(type is any NeuralForecaster.Type)
    else { return nil }
    return IdleOption(
      "--windows and --hessian-steps are of a loss that gradients make smaller, and \(model) has none; leave them out"
    )
  }
}

extension ModelDiagnosis.AttentionRows: ExpressibleByArgument {}
