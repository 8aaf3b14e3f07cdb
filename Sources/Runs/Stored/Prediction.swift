import Forecasting
import TimeSeries

/// A forecast of the rows after the last one.
public struct Prediction: Sendable {
  /// The forecast in data units with its time stamps.
  public let table: ForecastTable
  /// Warnings, one line each.
  public let notes: [String]

  /// Forecasts what follows the last row.
  ///
  /// ```swift
  /// let prediction = try Prediction(ModelFile(reading: "model.safetensors"), data: .file("data.csv"))
  /// print(prediction.table.csv)
  /// ```
  ///
  /// - Throws: `DataError` if the data does not fit the model, `ModelFileError` if the model is damaged,
  ///   `ForecastError` if what it forecasts are no numbers.
  public init(_ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions()) throws
  {
    let stored = StoredModel(model)
    try self.init(stored, after: stored.read(source, reading))
  }

  /// Forecasts what follows the last row of `data`.
  package init(_ stored: StoredModel, after data: StoredModelData) throws {
    let panel = data.panel
    let shape = stored.file.description.shape
    let scaler = stored.file.description.columns.scaler
    let roles = try shape.roles(in: panel.columns)
    guard panel.rowCount >= shape.lookback else {
      throw DataError(
        .tooFewRows, "the model looks back \(shape.lookback) rows, the data has \(panel.rowCount)",
        fix: "add rows"
      ).inFile(data.name)
    }
    let forecast = try stored.forecast(after: panel)
    let columns = roles.targets.map { roles.inputs[$0] }
    let values = zip(roles.targets, columns).flatMap { channel, column in
      forecast.units(
        window: 0, channel: channel, mean: scaler.means[column], deviation: scaler.deviations[column])
    }
    table = ForecastTable(after: panel, channels: columns, values: values)
    try table.requireFinite()
    let series = panel.only
    notes =
      series.irregularities.contains { series.line(ofRow: panel.rowCount - shape.lookback) <= $0.line }
      ? [
        "\(data.name): the last \(shape.lookback) rows have irregular time stamps (see: forecast check \(data.name))"
      ] : []
  }
}
