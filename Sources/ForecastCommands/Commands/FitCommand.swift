import ArgumentParser
import Forecasters
import Forecasting
import Persistence
import Platform
import Presentation
import Runs
import Text
import TimeSeries
import Training

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fits a model to a CSV file, chooses on validation rows, and scores it on test rows.",
    discussion: """
      Without --model forecasters that suit the data are chosen and combined. The defaults of a named one are those of \
      its publication; see: forecast models NAME.

      EXAMPLES
        forecast fit sales.csv
        forecast fit sales.csv --model ets --horizon 12
        forecast fit shops.csv --target sales --future promotion
        forecast fit ETTh1.csv --model samformer --horizon 96 --seed 1
      """)

  @Argument(help: .data)
  var data: String

  @OptionGroup(title: "Model and data") var task: TaskOptions
  @OptionGroup(title: "Many series") var direct: DirectOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Columns") var roles: RoleOptions
  @OptionGroup var threading: ThreadOptions

  @Option(
    help: ArgumentHelp("First weights from a safetensors file instead of random ones.", valueName: "file"))
  var initialWeights: String?

  @Option(help: "Seeds the first weights and the order of the windows.")
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model is written.", valueName: "file"))
  var output = Self.defaultOutput

  /// Where the model is written unless told.
  static let defaultOutput = "model.safetensors"

  @Flag(help: "Go on from the checkpoint that an interrupted fit left beside its output.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Write every event of the fit as a line of JSON: at once, so that no line is lost with the program, and all of "
        + "them are on the disk when it has ended.", valueName: "file.jsonl"))
  var log: String?

  @Flag(
    help: ArgumentHelp(
      "Also write to the log, after each epoch, how concentrated the attention of each layer is and of what rank, over 32 "
        + "validation windows."))
  var logAttention = false

  @Flag(
    inversion: .prefixedNo, exclusivity: .exclusive,
    help: ArgumentHelp(
      "Fit again on all rows after scoring, before the model is written. (default: for auto and models that are solved "
        + "exactly or fitted series by series)"))
  var refit: Bool?

  @Flag(help: "Do not score last-value, seasonal-naive and linear-closed-form beside the model.")
  var noBaselines = false

  @OptionGroup var printing: PrintingOptions

  func validate() throws {
    try requireSeed(seed, "--seed")
    guard !logAttention || log != nil else {
      throw ValidationError("--log-attention writes to the log; name one with --log FILE.jsonl")
    }
  }

  func run() throws {
    if let path = direct.predict { return try reportingFailures { try predict(to: path) } }
    try reportingFailures(model: resume ? checkpointPath : initialWeights) {
      do { try fit() } catch let error as DataError where error.kind == .unknownColumn {
        if error.value == roles.target?.shortened() { try severalTargets?.refuse() }
        throw error
      }
    }
  }

  /// Several targets where one is forecast: looked at when there is no column of that name, as names may have commas themselves.
  private var severalTargets: IdleOption? {
    guard task.features != Features.multivariate.rawValue, let target = roles.target, target.contains(",")
    else { return nil }
    return IdleOption(
      "--features \(task.features) forecasts one column, and --target \(target) names several; name one, or leave out "
        + "--features")
  }

  private var checkpointPath: String { output + ".checkpoint" }

  private func fit() throws {
    let display = ProgressDisplay(isQuiet: printing.quiet)
    defer { display.clear() }
    let isTrained = ForecasterCatalog.isNetwork(task.model)
    try requireFiles(isTrained: isTrained)
    var fit = Fit(try request())
    let keepsCheckpoint = !AtomicFile.isStream(output) && isTrained
    fit.checkpoint = keepsCheckpoint ? .init(path: checkpointPath, model: output) : nil
    fit.resumes = resume
    fit.scoresBaselines = !noBaselines
    fit.refits = refit
    var events: EventLog?
    fit.willTrain = { preview in
      try idleOption(on: preview)?.refuse()
      // Not opened before: a request that cannot be met leaves an old log as it is.
      events = try log.map { try EventLog($0, continuing: resume) }
      (preview.lines + preview.remarks + preview.choices.map(\.sentence)).forEach(display.note)
      preview.notes.forEach(display.warn)
      if keepsCheckpoint, !resume, preview.isTrained, FileContents.exists(checkpointPath) {
        display.warn(
          "replacing \(checkpointPath) of an interrupted fit; to go on with that one, use --resume")
      }
      events?.record(preview)
    }
    fit.control.isInterrupted = { Interruption.hasHappened }
    fit.control.report = { event in
      if isTrained { Interruption.follow(event, keepsCheckpoint: keepsCheckpoint) }
      display.show(event)
      events?.record(event)
    }
    if logAttention { fit.reportAttention = { events?.record($0) } }
    let result = try training.naming(
      besides: ["--initial-weights": initialWeights != nil, "--resume": resume]
    ) { try fit.run() }
    Interruption.enter(.working)
    let keepsOldModel: Bool
    do { keepsOldModel = try store(result) } catch {
      try? events?.close(result)
      throw error
    }
    // Before the scores: an object of JSON is the last line of standard output, where the log may go too.
    var failure: FileError?
    do throws(FileError) { try events?.close(result) } catch { failure = error }
    try finish(result, keepsOldModel: keepsOldModel, display)
    if let failure { throw failure }
  }

  /// Finds out before hours of training whether the files can be read and written.
  private func requireFiles(isTrained: Bool) throws {
    try UsedFile.requireDistinct(
      read: [UsedFile("the data", data)] + (initialWeights.map { [UsedFile("--initial-weights", $0)] } ?? []),
      written: [UsedFile("--output", output), UsedFile("the checkpoint", checkpointPath)]
        + (log.map { [UsedFile("--log", $0)] } ?? []))
    try UsedFile.requireBinary(output, "a model")
    try AtomicFile.requireCreatable(output)
    try CheckpointFile.requireRegularFile(checkpointPath)
    if isTrained { try Paths.requireNameable(checkpointPath) }
    if let log { try AtomicFile.requireCreatable(log) }
    if isTrained, !resume, FileContents.exists(checkpointPath), !CheckpointFile.isCheckpoint(checkpointPath) {
      throw CommandFailure(
        .usage,
        "\(checkpointPath) is no checkpoint, and would be replaced by that of this fit; move it away, or write the model elsewhere with --output"
      )
    }
    if resume, !FileContents.exists(checkpointPath) {
      throw CommandFailure(
        .missingFile, "\(checkpointPath): no such file; leave out --resume to start from the beginning")
    }
  }

  /// Writes the model.
  ///
  /// - Returns: Whether a model of another fit stays in its place instead.
  private func store(_ result: FitResult) throws -> Bool {
    let isInterrupted = result.summary.ending == .interrupted
    if isInterrupted, result.summary.epochs.isEmpty {
      throw CommandFailure(
        Interruption.status, "interrupted before the first epoch was validated; nothing was written")
    }
    let keepsOldModel = isInterrupted && !mayReplaceModel(result)
    // A pipe may keep the program waiting; a file is worth waiting for.
    if AtomicFile.isStream(output) { Interruption.enter(.idle) }
    if !keepsOldModel { try result.model.write(to: output) }
    // Before anything is printed: a reader that closes the pipe ends the process.
    if !isInterrupted, result.ownsCheckpoint { try Paths.removeIfPresent(checkpointPath) }
    Interruption.enter(.idle)
    return keepsOldModel
  }

  private func finish(_ result: FitResult, keepsOldModel: Bool, _ display: ProgressDisplay) throws {
    try show(result, display)
    if keepsOldModel {
      display.note("\(output) is of another fit and stays; \(checkpointPath) has the weights of this one")
    } else {
      display.note("wrote \(output) in \(TextFormatting.duration(result.seconds.total))")
    }
    if result.summary.ending == .interrupted {
      throw CommandFailure(Interruption.status, "interrupted; go on with the same command and --resume")
    }
  }

  private func show(_ result: FitResult, _ display: ProgressDisplay) throws {
    let report = ScoreReport(result)
    result.notes.forEach(display.note)
    if result.isRefit { display.note("fitted again on all rows; the scores are those before") }
    report.warnings.forEach(display.warn)
    let console = Console.results(beside: [log], json: printing.json)
    if printing.json { return try console.print(report.json.line) }
    // An interrupted fit has no scores.
    if result.summary.ending != .interrupted { try console.print(report.table) }
  }

  /// Whether what stands where the model of an interrupted fit would go is nothing, or an earlier state of the same fit.
  private func mayReplaceModel(_ result: FitResult) -> Bool {
    guard FileContents.exists(output), !AtomicFile.isStream(output) else { return true }
    guard let old = try? ModelFile(reading: output).description else { return false }
    var new = result.model.description
    guard old.training.epochs <= new.training.epochs else { return false }
    new.training = old.training
    return old == new
  }

  /// A lookback where nothing looks back.
  private var idleLookback: IdleOption? {
    guard task.lookback != nil, let type = ForecasterCatalog.forecaster(named: task.model), !type.looksBack
    else { return nil }
    return IdleOption(
      "--lookback does not apply to \(task.model), which keeps a state of the whole past; leave it out")
  }

  /// The first option that would change nothing about what is fitted.
  private func idleOption(on preview: FitPreview) throws -> IdleOption? {
    if task.scaling == .shared, preview.rows.series.count == 1, preview.rows.only.id == nil {
      return IdleOption(
        "--scaling shared is for many series, and \(data) is fitted as one; leave it out")
    }
    guard let recipe = preview.description.recipe else { return nil }
    return try training.idleOption(rho: recipe.rho, epochs: recipe.epochs)
  }

  func request() throws -> FitRequest {
    let workers = threading.workers
    var request = FitRequest(data: data, workers: workers)
    let features = try Features(task.features)
    request.reading = try reading.reading(threads: workers.threadCount)
    try roles.apply(to: &request.reading, features: features)
    request.target = features == .multivariate ? nil : roles.target
    try task.apply(to: &request)
    try idleLookback?.refuse()
    try reading.idleMissingRule(of: [request.model], knownAhead: roles.future != nil)?.refuse()
    request.recipe = try training.changes()
    request.seed = seed
    request.initialWeights = initialWeights
    return request
  }
}
