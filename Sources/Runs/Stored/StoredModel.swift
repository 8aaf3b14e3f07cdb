import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import TimeSeries

/// A model file with its forecaster still to be opened.
package struct StoredModel {
  package let file: ModelFile

  package init(_ file: ModelFile) {
    self.file = file
  }

  /// The model's columns of the file at `path`, in the model's order.
  package func read(_ path: String, _ reading: CSVOptions) throws(DataError) -> TimeSeriesFrame {
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

  /// The windows of the split recorded in the model.
  ///
  /// - Parameter path: The file that `frame` was read from.
  package func windows(_ frame: TimeSeriesFrame, _ path: String) throws(DataError) -> WindowSet {
    let description = file.description
    let rows = description.split.rows
    guard rows.test.upperBound <= frame.rowCount else {
      throw DataError(
        .tooFewRows,
        "the model was fitted on \(rows.test.upperBound) rows or more, the data has \(frame.rowCount)",
        fix: "evaluate on the file it was fitted on (\(description.data.path))"
      ).inFile(path)
    }
    return try WindowSet(
      description.columns.scaler.transform(frame), split: rows, shape: description.shape)
  }

  /// A warning if the file at `path` is not the one that the model was fitted on.
  package func notes(onData path: String) throws(FileError) -> [String] {
    try SHA256.hexDigest(ofFile: path) == file.description.data.sha256
      ? [] : ["\(path): not the file that the model was fitted on; errors are for these rows"]
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

  /// - Parameter positions: Test windows, counted from 0.
  /// - Returns: Standardised values, `[window, target channel, horizon]`.
  package func forecasts(ofTestWindows positions: [Int], in windows: WindowSet) throws -> Tensor {
    let type = try self.type
    return try forecasts(type, positions, windows)
  }

  private func forecasts<F: Forecaster>(
    _ type: F.Type, _ positions: [Int], _ windows: WindowSet
  ) throws -> Tensor {
    let forecaster = try file.forecaster(type)
    let test = windows.marking(try file.calendarFeatures(of: type)).test
    let forecast = forecaster.forecasting(windows: positions.count)
    return selectingChannels(forecast(test.batch(positions).history), test.targetChannels)
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
