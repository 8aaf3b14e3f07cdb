import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import TimeSeries

/// The errors of a stored model over the validation and test rows recorded in it.
public struct Evaluation: Sendable {
  /// The model.
  public let model: ModelFile
  /// Number of learnt values.
  public let parameterCount: Int
  /// Errors over the validation windows; nil if the split has none.
  public let validation: ForecastScore?
  /// Errors over the test windows; nil if the split has none.
  public let test: ForecastScore?
  /// Warnings, one line each.
  public let notes: [String]
  /// Wall-clock time.
  public let seconds: FitSeconds

  /// Evaluates `model` on the file at `path`.
  ///
  /// - Throws: `DataError` if the data does not fit the model, `ModelFileError` if the model is damaged.
  public init(_ model: ModelFile, data path: String, reading: CSVOptions, workers: Workers) throws {
    let start = ContinuousClock.now
    let stored = StoredModel(model)
    let frame = try stored.read(path, reading)
    let windows = try stored.windows(frame, path)
    let loaded = ContinuousClock.now
    let deviations = model.description.shape.targetDeviations(
      model.description.columns.scaler, model.description.columns.channels)
    let (validation, test, count) = try stored.scores(windows, workers: workers)
    self.model = model
    parameterCount = count
    self.validation = validation.scoreIfAny(deviations)
    self.test = test.scoreIfAny(deviations)
    notes = try stored.notes(onData: path)
    seconds = FitSeconds(
      load: (loaded - start) / .seconds(1), total: (ContinuousClock.now - start) / .seconds(1))
  }
}

/// A forecast of the rows after the last one.
public struct Prediction: Sendable {
  /// The forecast in data units with its time stamps.
  public let table: ForecastTable
  /// Warnings, one line each.
  public let notes: [String]

  /// Forecasts what follows the last row of the file at `path`.
  ///
  /// - Throws: `DataError` if the data does not fit the model, `ModelFileError` if the model is damaged.
  public init(_ model: ModelFile, data path: String, reading: CSVOptions, workers: Workers) throws {
    let stored = StoredModel(model)
    try self.init(stored, after: stored.read(path, reading), path: path)
  }

  /// Forecasts what follows the last row of `frame`, which was read from the file at `path`.
  package init(_ stored: StoredModel, after frame: TimeSeriesFrame, path: String) throws {
    let model = stored.file
    let shape = model.description.shape
    let scaler = model.description.columns.scaler
    let (inputs, targets) = try shape.resolvedChannels(in: frame.channels)
    guard frame.rowCount >= shape.lookback else {
      throw DataError(
        .tooFewRows, "the model looks back \(shape.lookback) rows, the data has \(frame.rowCount)",
        fix: "add rows"
      ).inFile(path)
    }
    let history = Tensor(
      shape: [1, inputs.count, shape.lookback],
      values: scaler.transform(last: shape.lookback, of: frame, channels: inputs))
    let forecast = try stored.forecast(history, after: frame, targets: targets)
    let columns = targets.map { inputs[$0] }
    table = ForecastTable(
      after: frame, channels: columns, values: scaler.inverse(forecast.values, channels: columns))
    notes =
      frame.irregularities.contains { frame.line(ofRow: frame.rowCount - shape.lookback) <= $0.line }
      ? ["\(path): the last \(shape.lookback) rows have irregular time stamps (see: forecast check \(path))"]
      : []
  }
}
