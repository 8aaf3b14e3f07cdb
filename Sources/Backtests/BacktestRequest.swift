import Forecasting
import Runs
import Tensors
import TimeSeries

/// What is forecast from which past rows, and by which models. Values that are nil are chosen to suit the data.
///
/// ```swift
/// var request = BacktestRequest(data: .panel(panel), models: ["theta", "seasonal-naive"], workers: workers)
/// (request.horizon, request.windows) = (24, 3)
/// let plan = try BacktestPlan(request)
/// let memory = BacktestMemory()
/// try plan.run(plan.jobs, into: memory)
/// var scores = BacktestScores(plan)
/// try plan.forEachPart(in: memory) { scores.add($0) }
/// for result in scores.results { print(result.model, result.total[0]) }
/// ```
public struct BacktestRequest: Sendable {
  /// The data: a file, or a panel in memory.
  public var data: DataSource
  /// How a file is read; a panel in memory has been told the same when it was made.
  public var reading = ReadingOptions()
  /// Names of forecasters, each once; `ets:M,Ad,M` is `ets` with a setting.
  public var models: [String]
  /// Settings of the models' configurations as key and text, applied in order.
  public var settings: [(key: String, value: String)] = []
  /// Rows of forecast; nil for the usual ones of the frequency.
  public var horizon: Int?
  /// Cutoffs of each series; nil for five, or fewer where the data, or the shorter quarter of the series, is short.
  public var windows: Int?
  /// Rows between two cutoffs; nil for the horizon.
  public var stride: Int?
  /// Whether models are fitted anew at each cutoff; otherwise to the rows before the first one, and those that keep a state filter it
  /// forward.
  public var refits = false
  /// Levels of intervals, such as 0.95, between 0 and 1.
  public var levels: [Double] = []
  /// Rows of history; nil for 512, or fewer where the data is short.
  public var lookback: Int?
  /// Which channels are read and forecast.
  public var features = Features.multivariate
  /// The target of S and MS.
  public var target: String?
  /// Changes to the recipes of the models that are trained.
  public var recipe = RecipeChanges()
  /// The seed of everything random, `Int.max` at most.
  public var seed: UInt64 = 1
  /// The threads; they do not change the result.
  public var workers: Workers

  /// A backtest with all defaults.
  public init(data: DataSource, models: [String], workers: Workers) {
    (self.data, self.models, self.workers) = (data, models, workers)
  }

  /// The request with every level once, in ascending order.
  ///
  /// - Throws: `RequestError` where there is no model, and for sizes, levels and a seed that cannot be.
  func bounded() throws(RequestError) -> BacktestRequest {
    guard !models.isEmpty else { throw .noModels }
    let counts = [("horizon", horizon), ("windows", windows), ("stride", stride), ("lookback", lookback)]
    for (name, count) in counts { try RequestError.requireCount(count, name) }
    try RequestError.requireShares(levels, "level")
    try RequestError.requireSeed(seed)
    var request = self
    request.levels = Set(levels).sorted()
    return request
  }
}
