import Optimizers
import Tensors
import TimeSeries

/// What a forecaster may learn from. Test windows have another type and cannot be put here.
public struct TrainingData: Sendable {
  /// The windows whose errors are minimised.
  public let training: TrainingWindows
  /// The windows that decide when to stop and which weights to keep.
  public let validation: ValidationWindows

  /// - Parameter training: Windows that lie in the training rows.
  /// - Parameter validation: Windows whose targets lie in the validation rows.
  public init(training: TrainingWindows, validation: ValidationWindows) {
    (self.training, self.validation) = (training, validation)
  }
}

/// How to fit: the recipe, the seed of everything random, and how many threads may help.
public struct TrainingPlan: Sendable {
  /// Everything that changes the weights besides data, seed and configuration.
  public let recipe: TrainingRecipe
  /// Seeds the initial weights, the order of the windows and the dropout masks.
  public let seed: UInt64
  /// The threads; they do not change the result.
  public let workers: Workers

  /// - Parameter workers: The threads; they do not change the result.
  public init(recipe: TrainingRecipe, seed: UInt64, workers: Workers) {
    (self.recipe, self.seed, self.workers) = (recipe, seed, workers)
  }
}

/// The connection between a running fit and whoever started it.
public struct TrainingControl {
  /// Receives what happens, as it happens.
  public var report: (TrainingEvent) -> Void = { _ in }
  /// Asked before each step whether to end now and keep the best weights so far.
  public var isInterrupted: () -> Bool = { false }
  /// Where an interrupted fit goes on.
  public var checkpoint: Checkpoint?
  /// Called after each epoch with all that is needed to go on from there.
  public var save: ((Checkpoint) throws(TrainingError) -> Void)?

  /// A fit from the start that nobody watches.
  public init() {}
}

/// The state of a fit between two epochs. Going on from it gives the same weights, bit for bit, as never stopping.
public struct Checkpoint: Sendable {
  /// The epochs done so far.
  public var epochs: [EpochReport] = []
  /// Everything learnt by now, in the order of `namedTensors`.
  public var values: [Tensor]
  /// Everything learnt by the best epoch, in the order of `namedTensors`.
  public var bestValues: [Tensor]
  /// What the optimizer remembers.
  public var optimizer: OptimizerState

  /// - Parameter values: Everything learnt by now, in the order of `namedTensors`.
  /// - Parameter bestValues: Everything learnt by the best epoch, in the order of `namedTensors`.
  public init(
    epochs: [EpochReport], values: [Tensor], bestValues: [Tensor], optimizer: OptimizerState
  ) {
    (self.epochs, self.values) = (epochs, values)
    (self.bestValues, self.optimizer) = (bestValues, optimizer)
  }
}
