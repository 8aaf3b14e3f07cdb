import Forecasters
import Forecasting
import Persistence
import Runs
import Text
import TimeSeries

/// A backtest whose data, cutoffs and jobs are settled.
///
/// Every series has the same number of cutoffs, `stride` rows apart; the forecast of the last one ends at its last row. A series that
/// is too short for some has only the later ones.
public struct BacktestPlan: Sendable {
  /// What was asked for.
  public let request: BacktestRequest
  /// The series that are forecast, with all their rows.
  public let panel: Panel
  /// Rows of forecast.
  public let horizon: Int
  /// Cutoffs of a series.
  public let windowCount: Int
  /// Rows between two cutoffs.
  public let stride: Int
  /// The columns that are forecast, as indices of the panel.
  public let targets: [Int]
  /// What is to be done, in the order in which it is begun.
  public let jobs: [BacktestJob]
  /// Series that are forecast from one cutoff at least.
  public let seriesCount: Int
  /// What should be known about the data, one line each.
  public let notes: [String]
  /// Path and digest of the data.
  let file: ModelDescription.DataFile

  /// A row on which a forecast begins.
  public struct Origin: Sendable, Equatable {
    /// The place of the cutoff among those of the backtest, the first one 0.
    public let window: Int
    /// The row of the series, counted from 0, behind the cutoff.
    public let row: Int
  }

  /// Reads the data and settles the cutoffs.
  ///
  /// - Throws: `DataError`; `RequestError` for models that there are not, and for sizes, levels and a seed that cannot be.
  public init(_ asked: BacktestRequest) throws {
    let request = try asked.bounded()
    for model in request.models where ForecasterCatalog.forecaster(named: model) == nil {
      throw RequestError.unknownModel(model)
    }
    try Self.requireTrained(request)
    let data = try request.data.load(request.reading)
    let panel = data.panel
    let longest = panel.series[panel.longestSeries].targetEnd
    let horizon = request.horizon ?? max(1, min(panel.frequency.usualHorizon, longest / 5))
    let stride = request.stride ?? horizon
    let wanted = request.windows ?? Self.usualWindowCount(panel, horizon: horizon, stride: stride)
    let roles = try WindowSet.Shape(
      lookback: 1, horizon: horizon, features: request.features, target: request.target
    ).roles(in: panel)
    let cutoffs = BacktestCutoffs(
      horizon: horizon, count: wanted, stride: stride, targets: roles.columns(.target)
    ).withoutEmptyOnes(in: panel)
    let windowCount = cutoffs.count
    let present = panel.series.indices.count { !cutoffs.origins(in: panel, ofSeries: $0).isEmpty }
    guard present > 0 else {
      throw Self.nothingToForecast(horizon: horizon, longest: longest).inFile(data.file.path)
    }
    (self.request, self.panel, file, self.cutoffs) = (request, panel, data.file, cutoffs)
    (self.horizon, self.windowCount, self.stride, targets) = (horizon, windowCount, stride, cutoffs.targets)
    seriesCount = present
    jobs = Self.jobs(request, seriesCount: panel.series.count, windowCount: windowCount)
    notes = cutoffs.notes(panel, asked: wanted)
  }

  /// Why no series has a cutoff.
  ///
  /// - Parameter longest: The rows of the longest series.
  private static func nothingToForecast(horizon: Int, longest: Int) -> DataError {
    let needed = BacktestCutoffs.fewestRows(horizon: horizon) + horizon
    guard longest < needed else {
      return DataError(
        .missingValue, "the rows behind every cutoff have no value to compare a forecast with",
        fix: "remove rows without a value from the end of the data")
    }
    return DataError(
      .tooFewRows, "a forecast of \(horizon) rows needs \(needed) rows or more, there are \(longest)",
      remedy: .horizon(max(1, (longest - 4) / 2)))
  }

  /// Five cutoffs, or as many as leave three quarters of the series enough rows before the first one: two seasons and a row, three
  /// horizons, ten. Methods fitted to less look worse than they are. Series too short for any forecast do not count.
  private static func usualWindowCount(_ panel: Panel, horizon: Int, stride: Int) -> Int {
    let fewest = max(2 * panel.frequency.defaultSeasonLength + 1, 3 * horizon, 10)
    let lengths = panel.series.map(\.targetEnd).filter {
      $0 >= BacktestCutoffs.fewestRows(horizon: horizon) + horizon
    }.sorted()
    guard !lengths.isEmpty else { return 1 }
    return max(1, min(5, (lengths[(lengths.count - 1) / 4] - horizon - fewest) / stride + 1))
  }

  /// Least and most rows that models are fitted to at the first cutoff of a series.
  public var firstRows: ClosedRange<Int> {
    let rows = panel.series.indices.compactMap { origins(ofSeries: $0).first?.row }
    return (rows.min() ?? 0)...(rows.max() ?? 0)
  }

  private let cutoffs: BacktestCutoffs

  /// The rows on which the forecasts of a series begin, in order; empty for one that is too short.
  public func origins(ofSeries series: Int) -> [Origin] { cutoffs.origins(in: panel, ofSeries: series) }

  /// A cutoff as the file writes stamps; nil where series have different ones.
  public func cutoff(ofWindow window: Int) -> String? {
    var stamps: Set<Timestamp> = []
    for series in panel.series.indices {
      for origin in origins(ofSeries: series) where origin.window == window {
        stamps.insert(panel.series[series].timestamps[origin.row - 1])
      }
      if stamps.count > 1 { return nil }
    }
    return stamps.first.map { panel.stampForm.text(for: $0) }
  }

  /// Series of local models that are done at once; the size depends on the data alone.
  static func blockSize(seriesCount: Int) -> Int { max(32, (seriesCount + 255) / 256) }

  /// The series of each part in which results are put together.
  var blocks: [Range<Int>] { Self.blocks(panel.series.count) }

  private static func blocks(_ count: Int) -> [Range<Int>] {
    let size = blockSize(seriesCount: count)
    return Swift.stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
  }

  /// Models that learn from all series together come first: they take longest.
  private static func jobs(
    _ request: BacktestRequest, seriesCount: Int, windowCount: Int
  ) -> [BacktestJob] {
    let windows: [Int?] = request.refits ? (0..<windowCount).map { $0 } : [nil]
    func jobs(ofBlocks blocks: [Range<Int>], isLocal: Bool) -> [BacktestJob] {
      blocks.flatMap { block in
        request.models.indices.filter { Self.isLocal(request.models[$0]) == isLocal }.flatMap { model in
          windows.map { BacktestJob(model: model, window: $0, series: block) }
        }
      }
    }
    return jobs(ofBlocks: [0..<seriesCount], isLocal: false)
      + jobs(ofBlocks: blocks(seriesCount), isLocal: true)
  }

  private static func requireTrained(_ request: BacktestRequest) throws(RequestError) {
    guard request.recipe != RecipeChanges() else { return }
    guard request.models.contains(where: ForecasterCatalog.isNetwork) else {
      throw .nothingToTrain(models: request.models)
    }
  }

  /// Whether a model is fitted to each series by itself.
  static func isLocal(_ model: String) -> Bool {
    ForecasterCatalog.forecaster(named: model) is any LocalForecaster.Type
  }
}
