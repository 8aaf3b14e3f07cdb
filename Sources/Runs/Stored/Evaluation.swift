import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import TimeSeries

/// The errors of a stored model over the validation and test rows recorded in it.
///
/// ```swift
/// let model = try ModelFile(reading: "model.safetensors")
/// let evaluation = try Evaluation(model, data: .file("data.csv"), workers: workers)
/// print("mean absolute error: \(evaluation.test?[.mae] ?? .nan)")
/// ```
public struct Evaluation: Sendable {
  /// The model.
  public let model: ModelFile
  /// Number of learnt values.
  public let parameterCount: Int
  /// Errors over the validation windows; nil if the split has none.
  public let validation: ForecastScore?
  /// Errors over the test windows; nil if the split has none.
  public let test: ForecastScore?
  /// How the intervals of the model did on the test windows, level by level; empty for a model without intervals.
  public let testIntervals: [IntervalScore]
  /// The names of the series in the order of the panel; empty for a wide file.
  public let seriesNames: [String]
  /// Warnings, one line each.
  public let notes: [String]
  /// Wall-clock time.
  public let seconds: FitSeconds

  /// Evaluates `model` on data: the file it was fitted on, or another one with the same columns and at least as many rows.
  ///
  /// - Parameter scale: What other data are standardised by.
  /// - Throws: `DataError` if the data does not fit the model, `ForecastError.otherScale` if it is too far from what the model was
  ///   fitted on for the model's scale, `ModelFileError` if the model is damaged.
  public init(
    _ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions(),
    scale: EvaluationScale = .model, workers: Workers
  ) throws {
    let start = ContinuousClock.now
    let stored = StoredModel(model)
    let data = try stored.read(source, reading)
    let windows = try stored.windows(data, scaledBy: scale)
    let loaded = ContinuousClock.now
    let isOwnScale = scale == .data && model.description.series.isEmpty
    let scaler = isOwnScale ? windows.test.data.scalers[0] : model.description.columns.scaler
    let deviations = windows.test.targetColumns.map { scaler.deviations[$0] }
    let (validation, test, count) = try stored.scores(windows, workers: workers)
    self.model = model
    parameterCount = count
    self.validation = validation.scoreIfAny(deviations)
    self.test = test.errors.scoreIfAny(deviations)
    testIntervals = test.intervalScores
    seriesNames = data.panel.seriesColumn == nil ? [] : data.panel.series.map { $0.id ?? "" }
    notes = data.notes + stored.refitNotes(data) + (isOwnScale ? [stored.scaleNote(data)] : [])
    seconds = FitSeconds(
      load: (loaded - start) / .seconds(1), total: (ContinuousClock.now - start) / .seconds(1))
  }
}
