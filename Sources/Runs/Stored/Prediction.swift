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
  ///
  /// - Parameter future: Values of the columns known ahead for the steps that are forecast; nil where the data has them.
  public init(
    _ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions(),
    future: DataSource? = nil
  ) throws {
    let stored = StoredModel(model)
    let data = try stored.read(source, reading)
    try self.init(stored, after: try future.map { try stored.adding($0, reading, to: data) } ?? data)
  }

  /// Forecasts what follows the last row of `data`.
  package init(_ stored: StoredModel, after data: StoredModelData) throws {
    let panel = data.panel
    let description = stored.file.description
    let (lookback, horizon) = (description.shape.lookback, description.shape.horizon)
    let roles = try description.roles
    let columns = roles.targets.map { roles.inputs[$0] }
    if panel.seriesColumn == nil, panel.only.targetEnd < lookback {
      throw DataError(
        .tooFewRows, "the model looks back \(lookback) rows, the data has \(panel.only.targetEnd)",
        fix: "add rows"
      ).inFile(data.name)
    }
    var shortCount = 0
    let values = try stored.forecasts(after: panel).enumerated().map { series, forecast in
      if let forecast { return forecast }
      shortCount += 1
      return columns.flatMap { column in
        ShortSeries.continuation(
          of: Array(panel.values(ofColumn: column, ofSeries: series)[..<panel.series[series].targetEnd]),
          horizon: horizon, frequency: panel.frequency, nothing: description.columns.scaler.means[column])
      }
    }
    table = ForecastTable(after: panel, channels: columns, series: values)
    try table.requireFinite()
    notes = Self.notes(panel, data.name, lookback: lookback, shortCount: shortCount)
  }

  private static func notes(_ panel: Panel, _ name: String, lookback: Int, shortCount: Int) -> [String] {
    var notes: [String] = []
    if shortCount > 0 {
      notes.append(
        "\(name): \(shortCount) of \(panel.series.count) series are shorter than the lookback of \(lookback) rows: "
          + "\(ShortSeries.fallback) continues them")
    }
    guard panel.series.count == 1 else { return notes }
    let series = panel.only
    if series.irregularities.contains(where: { series.line(ofRow: series.targetEnd - lookback) <= $0.line }) {
      notes.append(
        "\(name): the last \(lookback) rows have irregular time stamps (see: forecast check \(name))")
    }
    return notes
  }
}
