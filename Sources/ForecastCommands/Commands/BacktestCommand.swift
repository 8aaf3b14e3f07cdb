import ArgumentParser
import Backtests
import Experiments
import Forecasters
import Persistence
import Runs
import Text
import TimeSeries

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Forecasts from several earlier rows of each series and compares the forecasts with what came.",
    discussion: """
      The cutoffs of a series lie --stride rows apart, and the forecast of the last one ends at its last row. Models see \
      nothing behind a cutoff. Every metric is taken over the forecasts of one series and averaged over series; scaled errors \
      are measured by the rows before the first cutoff. The bias is the mean of forecast less truth.

      With --output an interrupted backtest goes on with the same command, and several processes may share the work, each \
      with a --shard of its own; the same command without --shard then puts their forecasts together.

      EXAMPLES
        forecast backtest sales.csv --model ets,theta,arima --level 80,95 -o out.csv
        forecast backtest load.csv --model dlinear --horizon 24 --windows 10 --refit
      """)

  @Argument(help: .data)
  var data: String

  @Option(
    help: ArgumentHelp(
      "The models, separated by commas or one by one (see: forecast models). (default: \(Self.usualModels.joined(separator: ",")))",
      valueName: "a,b"))
  var model: [String] = []

  @Option(
    help: ArgumentHelp(
      "A setting of the model, repeatable, where there is one model.", valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rows to forecast. (default: \(TaskOptions.usualHorizons); fewer if the data is short)",
      valueName: "rows"))
  var horizon: Int?

  @Option(
    help: ArgumentHelp(
      "Cutoffs of each series. (default: 5, fewer if the data or the shorter quarter of the series is short)",
      valueName: "n"))
  var windows: Int?

  @Option(help: ArgumentHelp("Rows between two cutoffs. (default: the horizon)", valueName: "rows"))
  var stride: Int?

  @Flag(
    help: ArgumentHelp(
      "Fit at every cutoff. (default: fit to the rows before the first one; models that keep a state filter it forward)"
    ))
  var refit = false

  @Option(
    help: ArgumentHelp(
      "Past rows to forecast from, of models that look back. (default: 512, fewer if the data is short)",
      valueName: "rows"))
  var lookback: Int?

  @Option(
    help: ArgumentHelp(
      "Levels of intervals in percent: columns MODEL-lo-95 and MODEL-hi-95, and their coverage; beside it that of intervals that learn from each outcome.",
      valueName: "80,95"))
  var level: String?

  @Option(help: .features)
  var features = "M"

  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Columns") var roles: RoleOptions
  @OptionGroup var threading: ThreadOptions

  @Option(help: "Seeds first weights and the order of windows.")
  var seed: UInt64 = 1

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the forecasts are written, a row for each series, cutoff and step.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Where a page with drawings is written.", valueName: "file.html"))
  var report: String?

  @Option(help: ArgumentHelp("Do every N-th part of the work, from part I on (from 0).", valueName: "I/N"))
  var shard: Shard?

  @Flag(help: "Show the errors of each step of the horizon.")
  var perStep = false

  @Flag(help: "Show the errors of each series.")
  var perSeries = false

  @OptionGroup var printing: PrintingOptions

  /// The models that are compared unless others are asked for.
  static let usualModels = ["seasonal-naive", "theta", "ets"]

  func validate() throws {
    try requireCount(horizon, "--horizon")
    try requireCount(windows, "--windows")
    try requireCount(stride, "--stride")
    try requireCount(lookback, "--lookback")
    try requireSeed(seed, "--seed")
    do { _ = try Features(features) } catch { throw ValidationError("--features: \(error)") }
    _ = try LevelList(level, option: "--level")
    let names = model.flatMap(Self.names)
    _ = try SettingArguments(set, of: names.count == 1 ? names[0] : nil)
    try require(shard, "--shard", Shard.accepted, \.isThere)
    if shard != nil, output == nil {
      throw ValidationError("--shard shares the folder beside --output FILE; name the file")
    }
  }

  func run() throws {
    try reportingFailures {
      let session = BacktestSession(command: self)
      try session.run()
    }
  }

  /// The models in order, each once.
  var modelNames: [String] {
    get throws(CommandFailure) {
      let names = model.isEmpty ? Self.usualModels : model.flatMap(Self.names)
      for name in names where ForecasterCatalog.forecaster(named: name) == nil {
        throw CommandFailure(RequestError.unknownModel(name))
      }
      guard Set(names).count == names.count else {
        throw CommandFailure(.usage, "--model names a model twice: \(names.joined(separator: ","))")
      }
      if !set.isEmpty, names.count > 1 {
        throw CommandFailure(.usage, "--set is for one model; with several name a variant, such as ets:A,A,A")
      }
      return names
    }
  }

  /// A lookback where none of the models looks back.
  private func idleLookback(of models: [String]) -> IdleOption? {
    guard lookback != nil,
      models.allSatisfy({ ForecasterCatalog.forecaster(named: $0)?.looksBack == false })
    else { return nil }
    return IdleOption(
      "--lookback applies to none of the models, which keep a state of the whole past; leave it out")
  }

  /// Names between commas, but for the commas within a variant: `ets:M,Ad,M,theta` is two names.
  private static func names(_ text: String) -> [String] {
    var names: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      if let last = names.last, last.contains(":"), ForecasterCatalog.forecaster(named: part) == nil {
        names[names.count - 1] = "\(last),\(part)"
      } else {
        names.append(part)
      }
    }
    return names
  }

  /// The request of the options.
  func request() throws -> BacktestRequest {
    let workers = threading.workers
    var request = BacktestRequest(data: .file(data), models: try modelNames, workers: workers)
    let features = try Features(features)
    try idleLookback(of: request.models)?.refuse()
    try reading.idleMissingRule(of: request.models, knownAhead: roles.future != nil)?.refuse()
    request.reading = try reading.reading(threads: workers.threadCount)
    try roles.apply(to: &request.reading, features: features)
    request.target = features == .multivariate ? nil : roles.target
    request.features = features
    request.settings = try SettingArguments(set).settings
    (request.horizon, request.windows, request.stride) = (horizon, windows, stride)
    (request.refits, request.lookback, request.seed) = (refit, lookback, seed)
    request.levels = try LevelList(level, option: "--level").levels
    request.recipe = try training.changes()
    return request
  }
}
