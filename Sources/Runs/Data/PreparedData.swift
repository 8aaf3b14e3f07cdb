import Forecasting
import Persistence
import TimeSeries

/// A data file on its way from bytes to windows: read, split, scaled and cut, each step a value.
struct PreparedData {
  /// What the data was cut from.
  let scaledData: ScaledData
  private(set) var windows: WindowSet
  let shape: WindowSet.Shape
  private(set) var task: ForecastTask
  let notes: [String]
  /// What was chosen for the user, one line each.
  private(set) var choices: [FitChoice] = []

  /// Cuts windows for a fit.
  ///
  /// - Parameter looksBack: Whether the forecaster has a lookback; without one it is 1 row unless it is asked for.
  /// - Throws: `DataError` if the request does not fit the data.
  init(_ request: FitRequest, _ data: ScaledData, looksBack: Bool = true) throws(DataError) {
    let (panel, split) = (data.panel, data.split)
    scaledData = data
    var (lookback, horizon) = Self.sizes(request, split.rows)
    if !looksBack {
      lookback = request.lookback ?? 1
      horizon = request.horizon ?? min(horizon, panel.frequency.usualHorizon)
    }
    shape = WindowSet.Shape(
      lookback: lookback, horizon: horizon, features: request.features, target: request.target)
    windows = try WindowSet(data.scaled, splits: data.splits, shape: shape)
    let roles = try shape.roles(in: panel)
    task = ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: roles.inputs.count,
      targetChannels: roles.targets, futureCount: roles.columns(.future).count,
      fixedCount: panel.fixedColumns.count, frequency: panel.frequency)
    notes =
      data.notes + (looksBack ? Self.sizeNote(request, split.rows, lookback, horizon) : [])
      + Self.shortSeriesNotes(panel, lookback: lookback, looksBack)
  }

  var panel: Panel { scaledData.panel }
  var file: ModelDescription.DataFile { scaledData.file }
  var split: ModelDescription.StoredSplit { scaledData.split }

  /// Series that are continued without the forecaster.
  private static func shortSeriesNotes(_ panel: Panel, lookback: Int, _ looksBack: Bool) -> [String] {
    guard looksBack, panel.series.count > 1 else { return [] }
    let short = panel.series.count { $0.targetEnd < lookback }
    return short == 0 ? [] : [ShortSeries.note(short, of: panel, lookback: lookback)]
  }

  /// The scaler's deviation of each forecast channel, which turns errors into data units.
  ///
  /// Of many series the errors in data units are summed beside the others; it is then that of all together.
  var targetDeviations: [Double] { windows.test.targetColumns.map { scaledData.scaler.deviations[$0] } }

  /// The same data without the columns that a forecaster cannot use.
  func hiding(_ roles: Set<ColumnRole>) -> PreparedData {
    var copy = self
    (copy.windows, copy.task) = (windows.hiding(roles), task.hiding(roles))
    return copy
  }

  /// The same data with another line about what was chosen.
  func adding(choice: FitChoice) -> PreparedData {
    var copy = self
    copy.choices.append(choice)
    return copy
  }

  /// The sizes asked for or, where none are and the usual ones do not fit, smaller ones.
  static func sizes(_ request: FitRequest, _ split: Split) -> (lookback: Int, horizon: Int) {
    let train = split.train.count
    let shortest = [split.validation.count, split.test.count].filter { $0 > 0 }.min() ?? train
    let horizon = request.horizon ?? max(1, min(FitRequest.defaultHorizon, shortest, train / 4))
    let lookback = request.lookback ?? max(1, min(FitRequest.defaultLookback, (train - horizon) / 2))
    return (lookback, horizon)
  }

  private static func sizeNote(_ request: FitRequest, _ split: Split, _ lookback: Int, _ horizon: Int)
    -> [String]
  {
    let isSmaller =
      (request.lookback == nil && lookback < FitRequest.defaultLookback)
      || (request.horizon == nil && horizon < FitRequest.defaultHorizon)
    return isSmaller
      ? [
        "only \(split.train.count) training rows: using lookback \(lookback) and horizon \(horizon) "
          + "(others may be given)"
      ] : []
  }
}

extension Frequency {
  /// The horizon of local models where none is asked for: a season of 12 rows or more, two shorter ones, 6 rows without; 96 from seasons of a day of hours on.
  var usualHorizon: Int {
    switch defaultSeasonLength {
    case ..<2: 6
    case ..<12: 2 * defaultSeasonLength
    case ..<24: defaultSeasonLength
    case 52: 26
    default: FitRequest.defaultHorizon
    }
  }
}

extension [TimeIrregularity] {
  /// One line per irregularity, the first few of them.
  func summarized(limit: Int = 5) -> [String] {
    let shown = prefix(limit).map { "\($0)" }
    return count > limit ? shown + ["\(count - limit) more irregular time stamps"] : shown
  }
}
