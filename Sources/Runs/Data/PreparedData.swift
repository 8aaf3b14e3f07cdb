import Forecasting
import Persistence
import TimeSeries

/// A data file on its way from bytes to windows: read, split, scaled and cut, each step a value.
struct PreparedData {
  let frame: TimeSeriesFrame
  let file: ModelDescription.DataFile
  let split: ModelDescription.StoredSplit
  let scaler: StandardScaler
  let windows: WindowSet
  let shape: WindowSet.Shape
  let task: ForecastTask
  let notes: [String]
  /// What was chosen for the user, one line each.
  private(set) var choices: [String] = []

  /// Cuts windows for a fit.
  ///
  /// - Throws: `DataError` if the request does not fit the data.
  init(_ request: FitRequest, _ data: ScaledData) throws(DataError) {
    (frame, file, split, scaler) = (data.frame, data.file, data.split, data.scaler)
    let (lookback, horizon) = Self.sizes(request, split.rows)
    shape = WindowSet.Shape(
      lookback: lookback, horizon: horizon, features: request.features, target: request.target)
    windows = try WindowSet(data.series, split: split.rows, shape: shape)
    let channels = try shape.resolvedChannels(in: frame.channels)
    task = ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: channels.inputs.count,
      targetChannels: channels.targets, frequency: frame.frequency)
    notes = Self.notes(frame, scaler) + Self.sizeNote(request, split.rows, lookback, horizon)
  }

  /// The scaler's deviation of each forecast channel, which turns errors into data units.
  var targetDeviations: [Double] { shape.targetDeviations(scaler, frame.channels) }

  /// The same data with another line about what was chosen.
  func adding(choice: String) -> PreparedData {
    var copy = self
    copy.choices.append(choice)
    return copy
  }

  /// The sizes asked for or, where none are and the usual ones do not fit, smaller ones.
  private static func sizes(_ request: FitRequest, _ split: Split) -> (lookback: Int, horizon: Int) {
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
          + "(choose with --lookback and --horizon)"
      ] : []
  }

  /// What a user should know about the data before trusting a forecast.
  static func notes(_ frame: TimeSeriesFrame, _ scaler: StandardScaler) -> [String] {
    frame.irregularities.summarized(source: frame.source)
      + frame.sentinels().map { "\(frame.source): \($0)" }
      + scaler.constantChannels.map {
        "\(frame.source): column '\(frame.channels[$0])' is constant over the training rows; kept, with scale 1"
      }
  }
}

extension [TimeIrregularity] {
  /// One line per irregularity, the first few of them.
  fileprivate func summarized(source: String, limit: Int = 5) -> [String] {
    let shown = prefix(limit).map { "\(source): \($0)" }
    return count > limit ? shown + ["\(source): \(count - limit) more irregular time stamps"] : shown
  }
}
