/// How a tensor was made: its inputs and its derivative. Nodes are immutable, so the record of a computation is a
/// value that any thread may hold.
final class GradientNode: Sendable {
  /// Adds to `sums`, one for each input in order, what the gradient with respect to this node's tensor contributes to the
  /// gradients with respect to the inputs; nil stands for zero.
  typealias Derivative = @Sendable (_ gradient: Tensor, _ sums: inout [Tensor?]) -> Void

  /// What the operation is called; `point` for a tensor that was not made by one.
  let operation: Operation
  /// The shape of what it made.
  let shape: [Int]
  let inputs: [GradientNode?]
  /// Longer than the depth of every input: sorting by it gives a topological order.
  let depth: Int
  let derivative: Derivative

  init(
    _ operation: Operation, shape: [Int], inputs: [GradientNode?], derivative: @escaping Derivative
  ) {
    (self.operation, self.shape) = (operation, shape)
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
    let node = GradientNode(.point, shape: shape, inputs: [], derivative: { _, _ in })
    return Tensor(shape: shape, storage: storage, offset: offset, node: node)
  }

  /// The same elements, cut off from how they were made.
  public func detached() -> Tensor {
    Tensor(shape: shape, storage: storage, offset: offset)
  }

  /// This result of an operation on `inputs`, remembering `derivative` if any input is watched: it maps the gradient with
  /// respect to the result to those with respect to the inputs, in order.
  ///
  /// - Parameter operation: Evaluated only if the result is remembered.
  func recording(
    _ operation: @autoclosure () -> Operation, _ inputs: [Tensor],
    _ derivative: @escaping @Sendable (_ gradient: Tensor) -> [Tensor?]
  ) -> Tensor {
    recordingSums(operation(), inputs) { gradient, sums in
      for (index, contribution) in derivative(gradient).enumerated() where index < sums.count {
        if let contribution { sums[index].add(contribution) }
      }
    }
  }

  /// The same for a derivative that adds to the gradients where they are, without making its contribution first.
  func recordingSums(
    _ operation: @autoclosure () -> Operation, _ inputs: [Tensor],
    _ derivative: @escaping GradientNode.Derivative
  ) -> Tensor {
    guard inputs.contains(where: \.isWatched) else { return self }
    let node = GradientNode(
      operation(), shape: shape, inputs: inputs.map(\.node), derivative: derivative)
    return Tensor(shape: shape, storage: storage, offset: offset, node: node)
  }
}

extension Tensor? {
  /// Adds `contribution`, where nil is zero.
  mutating func add(_ contribution: consuming Tensor) {
    guard var sum = take() else {
      self = contribution
      return
    }
    var other = contribution
    // Add to whichever nobody else holds.
    if !sum.isUniquelyHeld && other.isUniquelyHeld { swap(&sum, &other) }
    sum.add(other)
    self = sum
  }

  /// Room for a product of `shape`: where it goes, and whether it is to be added to what is there.
  mutating func destination(shape: [Int]) -> (place: UnsafeMutablePointer<Float>, adds: Bool) {
    guard let sum = take() else {
      let room = Tensor(unfilled: shape)
      self = room
      return unsafe (room.destination, false)
    }
    var places = [sum]
    _ = consume sum
    let place = unsafe Tensor.places(of: &places)[0]
    self = places[0]
    return unsafe (place, true)
  }
}
