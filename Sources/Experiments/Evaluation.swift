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
    let rows = model.description.split.rows
    guard rows.test.upperBound <= frame.rowCount else {
      throw DataError(
        .tooFewRows,
        "the model was fitted on \(rows.test.upperBound) rows or more, the data has \(frame.rowCount)",
        fix: "evaluate on the file it was fitted on (\(model.description.data.path))"
      ).inFile(path)
    }
    let windows = try WindowSet(
      model.description.columns.scaler.transform(frame), split: rows, shape: model.description.shape)
    let loaded = ContinuousClock.now
    let deviations = model.description.shape.targetDeviations(
      model.description.columns.scaler, model.description.columns.channels)
    let (validation, test, count) = try stored.scores(windows, workers: workers)
    self.model = model
    parameterCount = count
    self.validation = validation.scoreIfAny(deviations)
    self.test = test.scoreIfAny(deviations)
    let isSameData = try SHA256.hexDigest(ofFile: path) == model.description.data.sha256
    notes =
      isSameData ? [] : ["\(path): not the file that the model was fitted on; errors are for these rows"]
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
    let frame = try stored.read(path, reading)
    let shape = model.description.shape
    let scaler = model.description.columns.scaler
    let (inputs, targets) = try shape.resolvedChannels(in: frame.channels)
    let series = try scaler.transform(frame)
    guard frame.rowCount >= shape.lookback else {
      throw DataError(
        .tooFewRows, "the model looks back \(shape.lookback) rows, the data has \(frame.rowCount)",
        fix: "add rows"
      ).inFile(path)
    }
    let history = Tensor(
      shape: [1, inputs.count, shape.lookback], values: series.last(shape.lookback, of: inputs))
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

/// A model file with its forecaster still to be opened.
private struct StoredModel {
  let file: ModelFile

  init(_ file: ModelFile) {
    self.file = file
  }

  /// The model's columns of the file at `path`, in the model's order.
  func read(_ path: String, _ reading: CSVOptions) throws(DataError) -> TimeSeriesFrame {
    let columns = file.description.columns
    var options = reading
    options.timeColumn = reading.timeColumn ?? columns.time
    let frame = try CSVFile.read(path, options: options)
    let missing = columns.channels.filter { !frame.channels.contains($0) }
    guard missing.isEmpty else {
      let names = missing.map(\.quoted).joined(separator: ", ")
      throw DataError(
        .unknownColumn, "the model was fitted on columns that are not here: \(names)",
        fix: "rename or add them, or fit a model on this data"
      ).inFile(path).at(line: 1)
    }
    guard frame.frequency == columns.frequency else {
      throw DataError(
        .noFrequency, "rows are \(frame.frequency) apart, the model was fitted on \(columns.frequency)",
        fix: "give data with the model's step, or fit a model on this data"
      ).inFile(path)
    }
    return try frame.selecting(channels: columns.channels)
  }

  func scores(
    _ windows: WindowSet, workers: Workers
  ) throws -> (validation: ForecastErrors, test: ForecastErrors, parameterCount: Int) {
    let type = try self.type
    return try scores(type, windows, workers)
  }

  private func scores<F: Forecaster>(
    _ type: F.Type, _ windows: WindowSet, _ workers: Workers
  ) throws -> (ForecastErrors, ForecastErrors, Int) {
    let forecaster = try file.forecaster(type)
    let windows = windows.marking(try file.calendarFeatures(of: type))
    return (
      score(forecaster, on: windows.validation, workers: workers),
      score(forecaster, on: windows.test, workers: workers),
      forecaster.parameterCount
    )
  }

  /// - Parameter values: The last rows of `frame`, standardised, `[1, channel, lookback]`.
  func forecast(_ values: Tensor, after frame: TimeSeriesFrame, targets: [Int]) throws -> Tensor {
    let type = try self.type
    return try forecast(type, values, after: frame, targets)
  }

  private func forecast<F: Forecaster>(
    _ type: F.Type, _ values: Tensor, after frame: TimeSeriesFrame, _ targets: [Int]
  ) throws -> Tensor {
    let shape = file.description.shape
    let firstRow = frame.rowCount - shape.lookback
    let calendar = try file.calendarFeatures(of: type).map {
      CalendarMarks(
        $0, history: Array(frame.timestamps[firstRow...]),
        future: frame.frequency.stamps(after: frame.timestamps[frame.rowCount - 1], count: shape.horizon))
    }
    var pass = ForwardPass.inference
    let history = History(values: values, firstRows: [firstRow], calendar: calendar)
    return selectingChannels(try file.forecaster(type).forecast(history, in: &pass), targets)
  }

  private var type: any Forecaster.Type {
    get throws(ModelFileError) {
      let name = file.description.model
      guard let type = ForecasterCatalog.forecaster(named: name) else {
        throw .unknownForecaster(name, known: ForecasterCatalog.names)
      }
      return type
    }
  }
}
