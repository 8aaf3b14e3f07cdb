import Tensors

/// A loss and its gradient at some parameters.
public struct LossGradient: Sendable {
  /// The loss, accumulated in double precision over the parts of a batch.
  public let loss: Double
  /// One tensor per parameter, in visiting order.
  public var gradient: [Tensor]

  /// - Parameter gradient: One tensor per parameter, in visiting order.
  public init(loss: Double, gradient: [Tensor]) {
    (self.loss, self.gradient) = (loss, gradient)
  }

  /// Adds the loss and gradient of another part of the same batch.
  fileprivate func adding(_ other: LossGradient) -> LossGradient {
    var sum = gradient
    for index in sum.indices { sum[index].add(other.gradient[index]) }
    return LossGradient(loss: loss + other.loss, gradient: sum)
  }
}

/// The value of `loss` at `model` and its derivatives with respect to the parameters.
///
/// - Parameter loss: Returns one number, shape `[]`.
/// - Returns: The gradient in visiting order.
public func valueAndGradient<M: Module, Failure: Error>(
  at model: M, of loss: (M) throws(Failure) -> Tensor
) throws(Failure) -> (value: Tensor, gradient: [Tensor]) {
  let points = model.parameters.map { $0.watched() }
  let value = try loss(model.withParameters(points))
  return (value.detached(), gradient(of: value, at: points))
}

/// The sum of `loss` over the parts of a batch and its gradient, computed on several threads.
///
/// The parts are dealt to `lanes` in turn, each lane adds up its parts in order, and the lanes are added in order.
/// Neither depends on the number of threads, so neither does any bit of the result.
///
/// - Parameter lanes: How many sums are kept; the largest number of threads that can help.
/// - Parameter loss: The loss of one part, already divided so that the parts add up.
public func valueAndGradient<M: Module>(
  at model: M, parts: Int, lanes: Int, workers: Workers, of loss: @Sendable (M, _ part: Int) -> Tensor
) -> LossGradient {
  let laneSums = workers.map(count: min(lanes, parts)) { lane in
    stride(from: lane, to: parts, by: lanes).map { part in
      let (value, gradient) = valueAndGradient(at: model) { loss($0, part) }
      return LossGradient(loss: Double(value.scalar), gradient: gradient)
    }.reduceInOrder()
  }
  return laneSums.reduceInOrder()
}

extension [LossGradient] {
  fileprivate func reduceInOrder() -> LossGradient {
    dropFirst().reduce(self[0]) { $0.adding($1) }
  }
}
