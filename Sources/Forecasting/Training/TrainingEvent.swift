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
  /// Number of training windows.
  public let trainingWindows: Int
  /// Number of validation windows.
  public let validationWindows: Int
  /// Optimizer steps of each epoch.
  public let stepsPerEpoch: Int
  /// Largest number of epochs.
  public let epochs: Int
  /// The epoch that comes first, counted from 1; more than 1 after an interruption.
  public let firstEpoch: Int
}

/// One epoch of a fit.
public struct EpochReport: Sendable, Equatable {
  /// Counted from 1.
  public let epoch: Int
  /// Mean training loss before each step.
  public let trainingLoss: Double
  /// Mean squared error over all validation windows, standardised units.
  public let validationMSE: Double
  /// Mean absolute error over all validation windows, standardised units.
  public let validationMAE: Double
  /// The learning rate of the epoch.
  public let learningRate: Float
  /// Wall-clock time of the epoch with its validation.
  public let seconds: Double
  /// Whether no epoch before had a lower validation error.
  public let isBest: Bool
}

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

  /// The epoch whose weights were kept, counted from 1; 0 if none was better than the start.
  public var bestEpoch: Int { epochs.last { $0.isBest }?.epoch ?? 0 }
}

/// Why a fit could not be finished.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The training loss became infinite or not a number.
  case nonFiniteLoss(epoch: Int, step: Int, learningRate: Float)
  /// A validation forecast became infinite or not a number.
  case nonFiniteValidation(epoch: Int, learningRate: Float)
  /// There are settings to choose and no validation windows to choose them on.
  case choiceNeedsValidation
  /// The inputs depend on each other so that no penalty that was tried gives a solution.
  case singularSystem
  /// The user asked for the end before there was anything to keep.
  case interrupted
  /// A checkpoint could not be written.
  case checkpoint(String)
  /// A checkpoint holds tensors of other shapes than the model.
  case unfitCheckpoint

  /// The text shown to the user.
  public var description: String {
    switch self {
    case .nonFiniteLoss(let epoch, let step, let rate):
      "the loss became infinite in epoch \(epoch), step \(step); try a learning rate below \(rate), or --rho 0"
    case .nonFiniteValidation(let epoch, let rate):
      "the validation error became infinite in epoch \(epoch); try a learning rate below \(rate), or --rho 0"
    case .choiceNeedsValidation:
      "there are no validation rows to choose settings on; try --split 0.7/0.1/0.2, or give them all with --set"
    case .singularSystem:
      "the inputs depend on each other too closely to be solved for; try --set ridge=0.1"
    case .interrupted:
      "interrupted; nothing was written"
    case .checkpoint(let reason):
      "the checkpoint could not be written: \(reason)"
    case .unfitCheckpoint:
      "the checkpoint does not fit the model; leave out --resume to start anew"
    }
  }
}
