/// What happens during a fit, as it happens.
public enum TrainingEvent: Sendable {
  /// The fit begins or, after an interruption, goes on at `firstEpoch`.
  case started(TrainingOutline)
  /// Step `step` of `stepCount` of an epoch is done; epochs and steps count from 1.
  case stepped(epoch: Int, step: Int, stepCount: Int, loss: Double)
  /// An epoch is done and its weights have been validated.
  case epochFinished(EpochReport)
  /// One of several ways has been fitted and validated.
  case tried(settings: String, validationMSE: Double)
  /// The best of several ways is kept.
  case chose(settings: String, validationMSE: Double, candidateCount: Int)
  /// The fit is over.
  case finished(TrainingSummary)
}

/// The size of a fit.
public struct TrainingOutline: Sendable {
  /// Number of parameters to be trained.
  public let parameterCount: Int
  /// Number of training examples.
  public let trainingExamples: Int
  /// Number of validation examples.
  public let validationExamples: Int
  /// Optimizer steps of each epoch.
  public let stepsPerEpoch: Int
  /// Largest number of epochs.
  public let epochs: Int
  /// The epoch that comes first, counted from 1; more than 1 after an interruption.
  public let firstEpoch: Int
}
