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

  /// The examples at `indices` as one batch, in that order.
  func examples(at indices: some Collection<Int>) -> ExampleBatch<Input>

  /// The part of an output that the targets are given for; all of it unless stated.
  func targeted(in output: Tensor) -> Tensor
}

extension Examples {
  /// One row.
  public var rowsPerExample: Int { 1 }
  /// Every output has its target.
  public func targeted(in output: Tensor) -> Tensor { output }
}

/// Some examples together.
public struct ExampleBatch<Input: Sendable>: Sendable {
  /// The inputs.
  public let input: Input
  /// The outputs that are wanted, shape `[batch, …]`.
  public let target: Tensor
  /// How much each element of `target` counts, same shape; nil where all count the same.
  public let weights: Tensor?

  /// - Parameter target: Shape `[batch, …]`.
  /// - Parameter weights: Not negative, shape of `target`; nil where all elements count the same.
  public init(input: Input, target: Tensor, weights: Tensor? = nil) {
    precondition(
      weights.map { $0.shape == target.shape } ?? true,
      "ExampleBatch: weights \(weights?.shape ?? []) for targets \(target.shape)")
    (self.input, self.target, self.weights) = (input, target, weights)
  }
}
