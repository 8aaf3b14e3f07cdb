/// How a tensor was made: its inputs and its derivative. Nodes are immutable, so the record of a computation is a
/// value that any thread may hold.
final class GradientNode: Sendable {
  /// Maps the gradient with respect to this node's tensor to the gradients with respect to the inputs, in order.
  typealias Derivative = @Sendable (_ gradient: Tensor) -> [Tensor?]

  let inputs: [GradientNode?]
  /// Longer than the depth of every input: sorting by it gives a topological order.
  let depth: Int
  let derivative: Derivative

  init(inputs: [GradientNode?], derivative: @escaping Derivative) {
    self.inputs = inputs
    self.depth = 1 + (inputs.lazy.compactMap { $0?.depth }.max() ?? 0)
    self.derivative = derivative
  }
}

extension Tensor {
  /// Whether gradients with respect to this tensor are asked for, directly or through what it was made from.
  var isWatched: Bool { node != nil }

  /// This tensor as a point at which `gradient(of:at:)` can differentiate.
  public func watched() -> Tensor {
    Tensor(
      shape: shape, storage: storage, offset: offset, node: GradientNode(inputs: [], derivative: { _ in [] }))
  }

  /// The same elements, cut off from how they were made.
  public func detached() -> Tensor {
    Tensor(shape: shape, storage: storage, offset: offset)
  }

  /// This result of an operation on `inputs`, remembering `derivative` if any input is watched.
  func recording(_ inputs: [Tensor], _ derivative: @escaping GradientNode.Derivative) -> Tensor {
    guard inputs.contains(where: \.isWatched) else { return self }
    let node = GradientNode(inputs: inputs.map(\.node), derivative: derivative)
    return Tensor(shape: shape, storage: storage, offset: offset, node: node)
  }
}
