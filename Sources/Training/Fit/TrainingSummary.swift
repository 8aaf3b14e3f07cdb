/// How a fit ended.
public struct TrainingSummary: Sendable, Equatable {
  /// Why there were no more epochs.
  public enum Ending: String, Sendable {
    /// All epochs were done.
    case completed
    /// The validation error did not improve for `patience` epochs.
    case earlyStop = "early-stop"
    /// The user asked for the end; the best weights so far are kept.
    case interrupted
    /// There was nothing to train.
    case untrained
    /// The weights are the exact solution; there were no epochs.
    case solved
  }

  /// Why there were no more epochs.
  public let ending: Ending
  /// Every epoch in order.
  public let epochs: [EpochReport]

  /// - Parameter epochs: Every epoch in order.
  public init(ending: Ending, epochs: [EpochReport] = []) {
    (self.ending, self.epochs) = (ending, epochs)
  }

  /// That of a fit without epochs: solved, unless it is interrupted.
  ///
  /// - Throws: What `solve` throws but for `TrainingError.interrupted`.
  public init(solving solve: () throws(TrainingError) -> Void) throws(TrainingError) {
    do { try solve() } catch {
      guard case .interrupted = error else { throw error }
      self.init(ending: .interrupted)
      return
    }
    self.init(ending: .solved)
  }

  /// The epoch whose weights were kept, counted from 1; 0 if none was better than the start.
  public var bestEpoch: Int { epochs.last { $0.isBest }?.epoch ?? 0 }
}
