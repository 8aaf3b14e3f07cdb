import Forecasting
import Persistence
import Platform
import Runs
import Training

/// A fit as JSON Lines: one object per event, each written out at once.
package final class EventLog {
  private let lines: LineLog
  private var failure: FileError?

  package init(_ path: String, continuing: Bool) throws(FileError) {
    lines = try continuing ? LineLog(continuing: path) : LineLog(creating: path)
  }

  package func record(_ preview: FitPreview) {
    append([
      "event": "fit", "parameters": .integer(preview.parameterCount), "config": preview.description.json,
      "warnings": .array(preview.notes.map { .string($0) }),
    ])
  }

  package func record(_ event: TrainingEvent) {
    switch event {
    case .started(let outline):
      append([
        "event": "start", "train_windows": .integer(outline.trainingExamples),
        "val_windows": .integer(outline.validationExamples),
        "steps_per_epoch": .integer(outline.stepsPerEpoch),
        "first_epoch": .integer(outline.firstEpoch),
      ])
    case .stepped: break
    case .epochFinished(let report):
      guard case .object(let members) = report.json else { return }
      append(.object(JSONObject([(key: "event", value: "epoch")] + members.map { ($0.key, $0.value) })))
    case .tried(let settings, let error):
      append(["event": "tried", "settings": .string(settings), "val_mse": .number(error)])
    case .chose(let settings, let error, let count):
      append([
        "event": "chose", "settings": .string(settings), "val_mse": .number(error),
        "candidates": .integer(count),
      ])
    case .finished(let summary):
      append([
        "event": "end", "ending": .string(summary.ending.rawValue), "best_epoch": .integer(summary.bestEpoch),
      ])
    }
  }

  package func record(_ report: AttentionReport) {
    append([
      "event": "attention", "epoch": .integer(report.epoch), "windows": .integer(report.windowCount),
      "layers": .array(report.layers.map(\.json)),
    ])
  }

  /// Writes the scores of a fit that has come to its end, and waits until all lines are on the disk.
  ///
  /// - Throws: The first error that any line met: a fit is not stopped by a full disk, but the user is told.
  package func close(_ result: FitResult) throws(FileError) {
    if result.summary.ending != .interrupted { recordScores(of: result) }
    do { try lines.synchronize() } catch { failure = failure ?? error }
    if let failure { throw failure }
  }

  private func recordScores(of result: FitResult) {
    append(["event": "scores", "result": ScoreReport(result).json])
  }

  private func append(_ value: JSONValue) {
    do { try lines.append(value) } catch { failure = failure ?? error }
  }
}
