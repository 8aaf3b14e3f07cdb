import Layers
import Tensors

/// A model that gradient descent can train: it maps inputs of one type to outputs.
///
/// What depends on the input alone is computed once a step (``preprocessed(_:)``), what depends on the parameters alone
/// once a pass (``prepared(forExamples:)``); both passes of a SAM step see the same preprocessed input.
public protocol Trainable: Module {
  /// What an output is computed from: a batch of examples.
  associatedtype Input: Sendable
  /// What all examples of a batch have in common; the model itself unless stated.
  associatedtype Prepared: PreparedModel = Self

  /// The part of the computation that no parameter takes part in; the input itself unless stated.
  func preprocessed(_ input: Input) -> Prepared.Input

  /// Brings the parameters into the form that `exampleCount` examples need, once for all of them.
  func prepared(forExamples exampleCount: Int) -> Prepared

  /// Adapts to the data, before an epoch, what is not learnt by gradients; does nothing unless stated.
  ///
  /// - Parameter epoch: Counted from 0.
  /// - Parameter sample: Some training inputs, gathered when it is called.
  mutating func prepare(forEpoch epoch: Int, sampling sample: () -> Input)

  /// Brings up to date, after a step, state that follows the parameters; does nothing unless stated.
  mutating func finishStep()
}

/// A model whose parameters are ready for many examples.
public protocol PreparedModel: Module {
  /// What an output is computed from, preprocessed.
  associatedtype Input: Sendable

  /// - Parameter input: A batch of examples.
  /// - Returns: Shape `[batch, …]`.
  func output(_ input: Input, in pass: inout ForwardPass) -> Tensor
}

extension Trainable {
  /// Everything is learnt by gradients.
  public mutating func prepare(forEpoch epoch: Int, sampling sample: () -> Input) {}
  /// No state follows the parameters.
  public mutating func finishStep() {}
}

extension Trainable where Prepared.Input == Input {
  /// The input itself: every operation has parameters.
  public func preprocessed(_ input: Input) -> Input { input }
}

extension Trainable where Prepared == Self {
  /// The model itself: nothing depends on the parameters alone.
  public func prepared(forExamples exampleCount: Int) -> Self { self }
}
