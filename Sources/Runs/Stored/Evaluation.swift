import Conformal
import Forecasters
import Forecasting
import Layers
import Persistence
import Residuals
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
  /// The rows that validation errors are of; nil if there are none.
  public let validationRows: ScoredRows?
  /// The rows that test errors are of; nil if there are none.
  public let testRows: ScoredRows?
  /// How the intervals of the model did on the test windows, level by level; empty for a model without intervals.
  public let testIntervals: [IntervalScore]
  /// How the quantiles of the model did on the test windows; nil without any.
  public let testQuantiles: QuantileScore?
  /// How intervals would have done on the test windows that learn from each outcome as it comes, of 80 and of 95 %; empty unless asked
  /// for.
  public let adaptive: [AdaptiveScore]
  /// What the errors over the test windows tell; nil unless asked for.
  public let residuals: ResidualDiagnostics?
  /// The names of the series in the order of the panel; empty for a wide file.
  public let seriesNames: [String]
  /// Warnings, one line each.
  public let notes: [String]
  /// Wall-clock time.
  public let seconds: FitSeconds

  /// Evaluates `model` on data: the file it was fitted on, or another one with the same columns and at least as many rows.
  ///
  /// - Parameters:
  ///   - scale: What other data are standardised by.
  ///   - first: The stamp of the first row to score, in place of the rows recorded in the model; nil for those.
  ///   - followsOutcomes: Whether intervals that learn from each outcome are scored too.
  ///   - examinesResiduals: Whether the errors are examined.
  /// - Throws: `DataError` if the data does not fit the model, `ForecastError.otherScale` if it is too far from what the model was
  ///   fitted on for the model's scale, `.noTestRows` and `.noKnownSeries` where there is nothing to score, `ModelFileError` if the model
  ///   is damaged.
  public init(
    _ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions(),
    scale: EvaluationScale = .model, from first: String? = nil, followsOutcomes: Bool = false,
    examinesResiduals: Bool = false,
    workers: Workers
  ) throws {
    let start = ContinuousClock.now
    let stored = StoredModel(model)
    let data = try stored.read(source, reading)
    let windows =
      try first.map { try stored.windows(data, from: $0) } ?? stored.windows(data, scaledBy: scale)
    if windows.validation.isEmpty, windows.test.isEmpty { throw ForecastError.noTestRows }
    let loaded = ContinuousClock.now
    let isOwnScale = scale == .data && model.description.series.isEmpty
    let scaler = isOwnScale ? windows.test.data.scalers[0] : model.description.columns.scaler
    let deviations = windows.test.targetColumns.map { scaler.deviations[$0] }
    let state = try Self.state(of: stored, windows, data, from: first, isOwnScale: isOwnScale, workers)
    let (validation, test, count) = try stored.scores(
      windows, as: state, keepsResiduals: followsOutcomes || examinesResiduals, workers: workers)
    self.model = model
    parameterCount = count
    self.validation = validation.errors.scoreIfAny(deviations)
    self.test = test.errors.scoreIfAny(deviations)
    (validationRows, testRows) = (ScoredRows(windows.validation), ScoredRows(windows.test))
    testIntervals = test.intervalScores
    adaptive =
      followsOutcomes ? test.adaptiveScores(after: validation, levels: [0.8, 0.95], workers: workers) : []
    residuals = examinesResiduals ? ResidualDiagnostics(test, windows.test) : nil
    testQuantiles = test.quantileScore
    seriesNames = data.panel.seriesColumn == nil ? [] : data.panel.series.map { $0.id ?? "" }
    notes =
      try data.notes + Self.notes(stored, state, data, from: first)
      + (isOwnScale ? [stored.scaleNote(data)] : [])
    seconds = FitSeconds(
      load: (loaded - start) / .seconds(1), total: (ContinuousClock.now - start) / .seconds(1))
  }

  /// The state in which the model has not seen the rows that are scored, where there is one.
  private static func state(
    of stored: StoredModel, _ windows: WindowSet, _ data: StoredModelData, from first: String?,
    isOwnScale: Bool, _ workers: Workers
  ) throws -> ScoredState {
    guard first == nil else {
      return try stored.refitted(before: windows, data, workers).map(ScoredState.refitted) ?? .stored
    }
    return !isOwnScale && stored.isAsScored(on: data) ? .beforeRefit(data) : .stored
  }

  /// What should be known of the rows that are scored, one line each.
  private static func notes(
    _ stored: StoredModel, _ state: ScoredState, _ data: StoredModelData, from first: String?
  ) throws -> [String] {
    let few = try first.map { try stored.fewRowsNotes(data, from: $0) } ?? []
    switch state {
    case .beforeRefit: return few
    case .refitted:
      return [
        "\(data.name): the model has seen these rows, or other values of earlier ones; for these errors it was fitted to those before"
      ] + few
    case .stored:
      return (try first.map { try stored.seenNotes(data, from: $0) } ?? stored.refitNotes(data)) + few
    }
  }
}
