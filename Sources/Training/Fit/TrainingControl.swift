/// The connection between a running fit and whoever started it.
public struct TrainingControl {
  /// Receives what happens, as it happens.
  public var report: (TrainingEvent) -> Void = { _ in }
  /// Asked before each step, and while examples are scored, whether to end now and keep the best weights so far.
  public var isInterrupted: () -> Bool = { false }
  /// Where an interrupted fit goes on.
  public var checkpoint: Checkpoint?
  /// Called after each epoch with all that is needed to go on from there.
  public var save: ((Checkpoint) throws(TrainingError) -> Void)?
  /// Shown the model after each epoch, as it has been validated and before the epoch is reported; nil if nobody looks.
  public var observe: ((_ model: any Trainable, _ epoch: Int) -> Void)?

  /// A fit from the start that nobody watches.
  public init() {}

  /// The control of a fit within this one, which ends when this one is to and of which nothing is told.
  package var quiet: TrainingControl {
    var quiet = TrainingControl()
    quiet.isInterrupted = isInterrupted
    return quiet
  }
}
