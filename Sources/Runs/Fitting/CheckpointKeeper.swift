import Forecasting
import Persistence
import Training

/// Where and how often the checkpoint of a running fit is kept.
public struct CheckpointPlace: Sendable {
  /// The file.
  public let path: String
  /// The model file to be, whose permissions the checkpoint does not exceed; nil takes those of new files.
  public let model: String?
  /// How long to wait at least between two checkpoints; an interruption always writes one.
  public let interval: Duration

  /// - Parameter model: The model file to be, if there is one file for the model.
  public init(path: String, model: String? = nil, interval: Duration = .zero) {
    (self.path, self.model, self.interval) = (path, model, interval)
  }
}

/// Writes the checkpoints of a running fit, not more often than wanted.
final class CheckpointKeeper {
  private let place: CheckpointPlace
  private let settings: JSONValue
  private var lastWriting = ContinuousClock.now
  private var lastWaiting = ContinuousClock.now
  private var unwritten: Checkpoint?
  /// Whether the file is of this fit.
  private(set) var hasWritten = false

  /// - Parameter settings: Everything that decides the result of the fit.
  init(_ place: CheckpointPlace, settings: JSONValue) {
    (self.place, self.settings) = (place, settings)
  }

  /// Writes the checkpoint, or only remembers it if the last one is young.
  func save(_ checkpoint: Checkpoint) throws(TrainingError) {
    unwritten = checkpoint
    if ContinuousClock.now - lastWriting >= place.interval { try flush() }
  }

  /// Writes what has only been remembered.
  func flush() throws(TrainingError) {
    guard let checkpoint = unwritten else { return }
    do {
      try CheckpointFile.write(
        checkpoint, settings: settings, to: place.path,
        AtomicFile.Options(asPrivateAs: place.model, isDurable: waitsForDisk()))
    } catch {
      throw .checkpoint("\(error)", isOutOfMemory: error.reason == .outOfMemory)
    }
    hasWritten = true
    unwritten = nil
    lastWriting = .now
  }

  /// Whether the last checkpoint that waited for the disk is more than a second old: epochs may take less than that wait,
  /// and a killed program loses nothing either way.
  private func waitsForDisk() -> Bool {
    guard ContinuousClock.now - lastWaiting > .seconds(1) else { return false }
    lastWaiting = .now
    return true
  }
}
