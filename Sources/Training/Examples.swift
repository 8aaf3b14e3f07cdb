import Tensors

/// Inputs with the outputs that are wanted for them, gathered by index into batches.
public protocol Examples: Sendable {
  /// What a model computes an output from.
  associatedtype Input: Sendable

  /// Number of examples.
  var count: Int { get }
  /// Rows of the matrix products that one example leads to, such as its channels; batches of many rows are cut.
  var rowsPerExample: Int { get }
  /// Elements of one example's target.
  var targetElementsPerExample: Int { get }

  /// Elements of the targets of the examples at `indices` that were observed; all of them unless stated.
  func observedTargetElements(at indices: some Collection<Int>) -> Int

  /// The examples at `indices` as one batch, in that order.
  func examples(at indices: some Collection<Int>) -> ExampleBatch<Input>

  /// The part of an output that the targets are given for; all of it unless stated.
  func targeted(in output: Tensor) -> Tensor
}

extension Examples {
  /// One row.
  public var rowsPerExample: Int { 1 }
  /// All of them.
  public func observedTargetElements(at indices: some Collection<Int>) -> Int {
    indices.count * targetElementsPerExample
  }
  /// Every output has its target.
  public func targeted(in output: Tensor) -> Tensor { output }
}

/// Some examples together.
public struct ExampleBatch<Input: Sendable>: Sendable {
  /// The inputs.
  public let input: Input
  /// The outputs that are wanted, shape `[batch, …]`; anything where they are not known.
  public let target: Tensor
  /// 1 where an element of `target` is known and 0 where it is not, same shape; nil where all are known.
  public let observed: Tensor?

  /// - Parameter target: Shape `[batch, …]`.
  /// - Parameter observed: 1 or 0, shape of `target`; nil where all elements are known.
  public init(input: Input, target: Tensor, observed: Tensor? = nil) {
    precondition(
      observed.map { $0.shape == target.shape } ?? true,
      "ExampleBatch: \(observed?.shape ?? []) of targets \(target.shape)")
    (self.input, self.target, self.observed) = (input, target, observed)
  }

  /// The targets, with the elements of `output` where they are not known: there is then no error there, and no derivative.
  ///
  /// - Parameter output: Shape of `target`.
  public func target(completedBy output: Tensor) -> Tensor {
    observed.map { choosing(target, where: $0, otherwise: output.detached()) } ?? target
  }
}
