import ArgumentParser
import Experiments
import Forecasting
import Persistence
import TimeSeries

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract:
      "Fits a model to a CSV file, chooses its best epoch on validation rows, and scores it on test rows.",
    discussion: "The defaults are those of the model's publication; see: forecast models NAME.")

  @Argument(
    help: ArgumentHelp(
      "CSV file: a header, one column of time stamps, number columns.", valueName: "data.csv"))
  var data: String

  @Option(help: "The model to fit (see: forecast models).")
  var model = "samformer"

  @Option(
    help: ArgumentHelp("Rows to forecast. (default: 96, fewer if the data is short)", valueName: "rows"))
  var horizon: Int?

  @Option(
    help: ArgumentHelp(
      "Past rows to forecast from. (default: 512, fewer if the data is short)", valueName: "rows"))
  var lookback: Int?

  @Option(help: "M: all channels; S: the target alone; MS: all channels forecast the target.")
  var features = "M"

  @Option(help: ArgumentHelp("Target of S and MS. (default: OT, else the last column)", valueName: "column"))
  var target: String?

  @Option(help: "auto | ett-hourly | ett-minutely | ratios such as 0.7/0.1/0.2.")
  var split = "auto"

  @Option(
    help: ArgumentHelp(
      "A setting of the model, repeatable (see: forecast models NAME).", valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp("First weights from a safetensors file instead of random ones.", valueName: "file"))
  var initialWeights: String?

  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup var threading: ThreadOptions

  @Option(help: "Seeds the first weights and the order of the windows.")
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model is written.", valueName: "file"))
  var output = "model.safetensors"

  @Flag(help: "Go on from the checkpoint that an interrupted fit left beside its output.")
  var resume = false

  @Option(help: ArgumentHelp("Write every event of the fit as a line of JSON.", valueName: "file.jsonl"))
  var log: String?

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if let horizon, horizon < 1 { throw ValidationError("--horizon must be at least 1") }
    if let lookback, lookback < 1 { throw ValidationError("--lookback must be at least 1") }
    if target != nil, features.uppercased() == "M" {
      throw ValidationError("--target applies to --features S or MS; with M all channels are forecast")
    }
  }

  func run() throws {
    try reportingFailures(model: resume ? checkpointPath : initialWeights) { try fit() }
  }

  private var checkpointPath: String { output + ".checkpoint" }

  private func fit() throws {
    let display = ProgressDisplay(isQuiet: quiet)
    let events = try log.map { try EventLog($0, continuing: resume) }
    try AtomicFile.requireCreatable(output)
    var fit = Fit(try request())
    fit.checkpointPath = checkpointPath
    fit.resumes = resume
    fit.willTrain = { preview in
      preview.lines.forEach(display.note)
      preview.notes.forEach(display.warn)
      events?.record(preview)
    }
    Interruption.catchSignals()
    fit.control.isInterrupted = { Interruption.hasHappened }
    fit.control.report = { event in
      display.show(event)
      events?.record(event)
    }
    let result = try fit.run()
    try finish(result, display)
    try events?.close(result)
  }

  private func finish(_ result: FitResult, _ display: ProgressDisplay) throws {
    let isInterrupted = result.summary.ending == .interrupted
    if isInterrupted, result.summary.epochs.isEmpty {
      throw CommandFailure(
        .interrupted, "interrupted before the first epoch was validated; nothing was written")
    }
    try result.model.write(to: output)
    let report = ScoreReport(
      model: result.model, parameterCount: result.parameterCount, validation: result.validation,
      test: result.test,
      baselines: result.baselines, seconds: result.seconds)
    Console.standardOutput.write(json ? report.json.text() + "\n" : report.table)
    display.note("wrote \(output) in \(TextFormatting.duration(result.seconds.total))")
    if isInterrupted {
      throw CommandFailure(.interrupted, "interrupted; go on with the same command and --resume")
    }
    try AtomicFile.removeIfPresent(checkpointPath)
  }

  private func request() throws -> FitRequest {
    let workers = threading.workers
    var request = FitRequest(data: data, workers: workers)
    request.reading = reading.reading(threads: workers.threadCount)
    request.model = model
    request.settings = try set.map(Self.setting)
    (request.lookback, request.horizon) = (lookback, horizon)
    request.features = try Features(features)
    request.target = target
    request.split = try SplitRule(split)
    request.recipe = training.changes
    request.seed = seed
    request.initialWeights = initialWeights
    return request
  }

  private static func setting(_ text: String) throws(CommandFailure) -> (key: String, value: String) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw CommandFailure(.usage, "--set \(text) is not of the form key=value")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}

extension FitPreview {
  /// What is about to be fitted, in a few lines.
  fileprivate var lines: [String] {
    let shape = description.shape
    let first = rows.timestamps.first.map { rows.timestampFormat.string(for: $0) } ?? ""
    let last = rows.timestamps.last.map { rows.timestampFormat.string(for: $0) } ?? ""
    let parts = description.split.rows
    return [
      "\(rows.source): \(TextFormatting.grouped(rows.rowCount)) rows × \(rows.channelCount) channels, "
        + "every \(rows.frequency), \(first) to \(last)",
      "split \(description.split.rule): \(TextFormatting.grouped(parts.train.count)) training, "
        + "\(TextFormatting.grouped(parts.validation.count)) validation, \(TextFormatting.grouped(parts.test.count)) test rows",
      "\(description.model): \(TextFormatting.grouped(parameterCount)) parameters, lookback \(shape.lookback), "
        + "horizon \(shape.horizon), features \(shape.features)",
      description.recipe.map { "recipe: \($0.summary), seed \(description.seed)" },
    ].compactMap(\.self)
  }
}

extension TrainingRecipe {
  /// The recipe in one line.
  var summary: String {
    var parts = [
      "\(epochs) epochs at most (patience \(patience))", "batch size \(batchSize)", "loss \(loss)",
      "\(optimizer.rawValue) at learning rate \(learningRate) (\(schedule))",
    ]
    if weightDecay > 0 { parts.append("weight decay \(weightDecay)") }
    if rho > 0 { parts.append("\(isAdaptive ? "ASAM" : "SAM") with rho \(rho)") }
    if let gradientLimit { parts.append("gradients clipped at \(gradientLimit)") }
    return parts.joined(separator: ", ")
  }
}
