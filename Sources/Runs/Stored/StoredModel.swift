import Forecasters
import Forecasting
import Layers
import Persistence
import Platform
import Tensors
import Text
import TimeSeries

/// A model file with its forecaster still to be opened.
package struct StoredModel {
  package let file: ModelFile

  package init(_ file: ModelFile) {
    self.file = file
  }

  private var description: ModelDescription { file.description }

  /// The model's columns of the data, in the model's order.
  package func read(_ source: DataSource, _ reading: ReadingOptions) throws -> StoredModelData {
    let columns = description.columns
    let data = try source.load(options(reading))
    let panel = data.panel
    let missing = columns.channels.filter { !panel.columns.contains($0) }
    guard missing.isEmpty else {
      let names = missing.map(\.quoted).joined(separator: ", ")
      throw DataError(
        .unknownColumn, "the model was fitted on columns that are not here: \(names)",
        fix: "rename or add them, or fit a model on this data"
      ).inFile(source.name).at(line: 1)
    }
    if let other = otherFrequency(of: panel) {
      throw DataError(
        .noFrequency, "rows are \(other) apart, the model was fitted on \(columns.frequency)",
        fix: "give data with the model's step, or fit a model on this data"
      ).inFile(source.name)
    }
    try panel.requireSingleCompleteSeries()
    return StoredModelData(
      panel: try panel.selecting(columns: columns.channels), name: source.name,
      isTheFittedOne: data.file.sha256 == description.data.sha256)
  }

  /// The step of rows that do not stand on the model's grid, or leave so much of it out that they are better explained by another.
  private func otherFrequency(of panel: Panel) -> Frequency? {
    let known = description.columns.frequency
    guard panel.frequency == known else { return panel.frequency }
    guard let longest = panel.series.max(by: { $0.rowCount < $1.rowCount }), longest.coverage < 0.9,
      let inferred = try? Frequency(inferredFrom: longest.recordedTimestamps), inferred != known
    else { return nil }
    return inferred
  }

  /// What is told about a file, and what the model knows about files of its kind.
  private func options(_ reading: ReadingOptions) -> ReadingOptions {
    let columns = description.columns
    var options = reading
    options.form = columns.form
    options.frequency = reading.frequency ?? columns.frequency
    if columns.form == nil, reading.timeColumns.isEmpty { options.timeColumns = [columns.time] }
    return options
  }

  /// The windows of the split recorded in the model.
  package func windows(_ data: StoredModelData) throws(DataError) -> WindowSet {
    let rows = description.split.rows
    guard rows.test.upperBound <= data.panel.rowCount else {
      throw DataError(
        .tooFewRows,
        "the model was fitted on \(rows.test.upperBound) rows or more, the data has \(data.panel.rowCount)",
        fix: "evaluate on the file it was fitted on (\(description.data.path))"
      ).inFile(data.name)
    }
    return try WindowSet(
      ScaledPanel(data.panel, scalers: [description.columns.scaler]), splits: [rows], shape: description.shape
    )
  }

  func scores(
    _ windows: WindowSet, workers: Workers
  ) throws -> (validation: ForecastErrors, test: ForecastErrors, parameterCount: Int) {
    let (forecaster, features) = try opened()
    let windows = windows.marking(features)
    return (
      try score(forecaster, on: windows.validation, workers: workers),
      try score(forecaster, on: windows.test, workers: workers),
      forecaster.parameterCount
    )
  }

  /// Forecasts the rows after the last one.
  ///
  /// - Precondition: The data has the rows that the model looks back on.
  func forecast(after panel: Panel) throws -> Forecast {
    let (forecaster, features) = try opened()
    let shape = description.shape
    let inputs = try shape.roles(in: panel.columns).inputs
    let stamps = panel.only.timestamps
    let first = stamps.count - shape.lookback
    let history = Tensor(
      shape: [1, inputs.count, shape.lookback],
      values: description.columns.scaler.transform(last: shape.lookback, of: panel, channels: inputs))
    let future = features.map { features in
      features.tensor(
        at: stamps[first...] + panel.only.stamps(afterLastCount: shape.horizon))
    }
    return forecaster.forecast(
      Batch(
        history: history, future: future,
        origins: [WindowOrigin(series: 0, row: first, stamp: stamps[first])],
        units: HistoryUnits(panel, channels: inputs, lookback: shape.lookback)))
  }

  /// - Parameter positions: Test windows, counted from 0.
  package func forecasts(ofTestWindows positions: [Int], in windows: WindowSet) throws -> Forecast {
    let (forecaster, features) = try opened()
    return forecaster.forecast(windows.marking(features).test.histories(positions))
  }

  /// The model as lines of text, for those that people can read; empty for others, and if it cannot be opened.
  package var summary: [String] {
    guard let forecaster = try? opened().forecaster as? any Summarizing,
      let roles = try? description.shape.roles(in: description.columns.channels)
    else { return [] }
    return forecaster.summary(channels: roles.inputs.map { description.columns.channels[$0] })
  }

  /// Number of learnt values; nil if some of the weights are no numbers, which may be looked at and not be used.
  ///
  /// - Throws: `ModelFileError` if description and tensors make no model.
  package func parameterCount() throws -> Int? {
    do { return try opened().forecaster.parameterCount } catch ModelFileError.nonFiniteTensor { return nil }
  }

  /// The forecaster in the file, and the features of the calendar that it is to be given.
  private func opened() throws -> (forecaster: any Forecaster, features: CalendarFeatures?) {
    guard let type = ForecasterCatalog.forecaster(named: description.model) else {
      throw ModelFileError.unknownForecaster(description.model, known: ForecasterCatalog.names)
    }
    return (try file.forecaster(type), try file.calendarFeatures(of: type))
  }
}

/// The rows that a stored model is used on.
package struct StoredModelData {
  /// The model's columns, in the model's order.
  package let panel: Panel
  /// What messages call the data.
  package let name: String
  /// Whether these are the bytes that the model was fitted on.
  let isTheFittedOne: Bool

  /// A warning if the data is not what the model was fitted on.
  package var notes: [String] {
    isTheFittedOne ? [] : ["\(name): not the file that the model was fitted on; errors are for these rows"]
  }
}
