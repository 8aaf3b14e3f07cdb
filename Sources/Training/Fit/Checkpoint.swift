import Optimizers
import Tensors

/// The state of a fit between two epochs. Going on from it gives the same weights, bit for bit, as never stopping.
public struct Checkpoint: Sendable {
  /// The epochs done so far.
  public var epochs: [EpochReport] = []
  /// Everything learnt by now, in the order of `Module.learntValues`.
  public var values: [Tensor]
  /// Everything learnt by the best epoch, in the order of `Module.learntValues`.
  public var bestValues: [Tensor]
  /// What the optimizer remembers.
  public var optimizer: OptimizerState
  /// Whether nobody can have changed it since it was made; otherwise its weights are validated again.
  public var isSealed = true

  /// - Parameter values: Everything learnt by now, in the order of `Module.learntValues`.
  /// - Parameter bestValues: Everything learnt by the best epoch, in the order of `Module.learntValues`.
  public init(
    epochs: [EpochReport], values: [Tensor], bestValues: [Tensor], optimizer: OptimizerState
  ) {
    (self.epochs, self.values) = (epochs, values)
    (self.bestValues, self.optimizer) = (bestValues, optimizer)
  }
}
