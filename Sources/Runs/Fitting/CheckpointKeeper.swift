import Forecasting
import Persistence
import Training

/// Writes the checkpoints of a running fit, not more often than wanted.
final class CheckpointKeeper {
  private let path: String
  private let settings: JSONValue
  private let interval: Duration
  private var lastWriting = ContinuousClock.now
  private var unwritten: Checkpoint?

  /// - Parameter settings: Everything that decides the result of the fit.
  init(_ path: String, settings: JSONValue, interval: Duration) {
    (self.path, self.settings, self.interval) = (path, settings, interval)
  }

  /// Writes the checkpoint, or only remembers it if the last one is young.
  func save(_ checkpoint: Checkpoint) throws(TrainingError) {
    unwritten = checkpoint
    if ContinuousClock.now - lastWriting >= interval { try flush() }
  }

  /// Writes what has only been remembered.
  func flush() throws(TrainingError) {
    guard let checkpoint = unwritten else { return }
    do { try CheckpointFile.write(checkpoint, settings: settings, to: path) } catch {
      throw .checkpoint("\(error)")
    }
    unwritten = nil
    lastWriting = .now
  }
}
