import Forecasting
import Persistence
import TimeSeries

/// A stored model that goes on with rows that came after its fit; nothing is fitted again.
///
/// ```swift
/// var request = FitRequest(data: .file("data.csv"), workers: workers)
/// (request.model, request.horizon) = ("holt", 12)
/// let model = try Fit(request).run().model
/// let update = try ModelUpdate(model, data: .file("data.csv"))
/// print("\(update.report.rowCount) new rows")
/// ```
public struct ModelUpdate: Sendable {
  /// The model with the new rows.
  public let model: ModelFile
  /// What of the rows was new.
  public let report: UpdateReport
  /// The last row of any series: its stamp as the data write it, or its number where rows are counted.
  public let last: String?
  private let hasStamps: Bool
  /// Warnings, one line each.
  public let notes: [String]

  /// Adds the rows of `source` that follow those the model has seen; it may hold all rows or the new ones alone.
  ///
  /// - Parameter window: So many rows of each series are to count, the newest, and the others are taken out; nil for all.
  /// - Throws: `UpdateError` for a model without a state to move and for rows that do not follow, `DataError` if the data does not fit
  ///   the model, `ModelFileError` if the model is damaged.
  public init(
    _ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions(),
    window: Int? = nil
  ) throws {
    let stored = StoredModel(model)
    let data = try stored.read(source, reading)
    (self.model, report) = try stored.updated(with: data, window: window)
    last = report.last.map { data.panel.place(of: $0) }
    hasStamps = !data.panel.timeColumns.isEmpty
    var notes = data.gapNotes(report.gapCount)
    if report.unknownCount > 0 {
      notes.append(
        "\(data.name): \(report.unknownCount) series \(report.unknownCount == 1 ? "is" : "are") not known to the model and left out; a fit on all rows takes them in"
      )
    }
    self.notes = notes
  }

  /// The report as an object.
  public var json: JSONValue {
    [
      "model": .string(model.description.model), "new_rows": .integer(report.rowCount),
      "missing_rows": .integer(report.gapCount), "dropped_rows": .integer(report.droppedCount),
      "updated_series": .integer(report.updatedCount),
      "unchanged_series": .integer(report.unchangedCount), "unknown_series": .integer(report.unknownCount),
      "last": last.flatMap { hasStamps ? .string($0) : nil } ?? .null,
      "weights_sha256": .string(model.weightsSHA256),
    ]
  }
}
