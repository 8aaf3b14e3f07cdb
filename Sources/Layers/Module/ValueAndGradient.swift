import Tensors

/// A loss and its gradient at some parameters.
public struct LossGradient: Sendable {
  /// The loss, accumulated in double precision over the parts of a batch.
  public private(set) var loss: Double
  /// One tensor per parameter, in visiting order.
  public private(set) var gradient: [Tensor]

  /// - Parameter gradient: One tensor per parameter, in visiting order.
  public init(loss: Double, gradient: [Tensor]) {
    (self.loss, self.gradient) = (loss, gradient)
  }

  /// Adds the loss and gradient of another part of the same batch.
  fileprivate mutating func add(_ other: LossGradient) {
    loss += other.loss
    for index in gradient.indices { gradient[index].add(other.gradient[index]) }
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
  let result = try loss(model.withParameters(points))
  let value = result.detached()
  return (value, gradient(of: consume result, at: points))
}

/// How a batch is evaluated in parts on several threads.
///
/// The parts are dealt to `lanes` in turn, each lane adds up its parts in order, and the lanes are added in order.
/// Neither depends on the number of threads, so neither does any bit of the result.
public struct PartedBatch: Sendable {
  /// Number of parts.
  public let parts: Int
  /// How many sums are kept; the largest number of threads that can help.
  public let lanes: Int
  /// The threads.
  public let workers: Workers

  /// - Parameter lanes: How many sums are kept; the largest number of threads that can help.
  public init(parts: Int, lanes: Int, workers: Workers) {
    (self.parts, self.lanes, self.workers) = (parts, lanes, workers)
  }
}

/// The sum of `loss` over the parts of a batch and its gradient.
///
/// What the parts have in common is made from the parameters once, by `prepare`, and differentiated once: products of
/// parameters, or parameters brought into another order. The identity is a good choice where there is no such thing.
///
/// - Parameter loss: The loss of one part, already divided so that the parts add up.
/// - Returns: The gradient with respect to the parameters of `model`.
public func valueAndGradient<M: Module, Prepared: Module>(
  at model: M, over batch: PartedBatch, preparing prepare: (M) -> Prepared,
  of loss: @Sendable (Prepared, _ part: Int) -> Tensor
) -> LossGradient {
  if batch.parts == 1 {
    let (value, gradient) = valueAndGradient(at: model) { loss(prepare($0), 0) }
    return LossGradient(loss: Double(value.scalar), gradient: gradient)
  }
  let points = model.parameters.map { $0.watched() }
  let prepared = prepare(model.withParameters(points))
  let results = prepared.parameters
  let detached = prepared.withParameters(results.map { $0.detached() })
  let laneSums = batch.workers.map(count: min(batch.lanes, batch.parts)) { lane in
    sumInOrder(count: (batch.parts - lane + batch.lanes - 1) / batch.lanes) { position in
      let (value, gradient) = valueAndGradient(at: detached) { loss($0, lane + position * batch.lanes) }
      return LossGradient(loss: Double(value.scalar), gradient: gradient)
    }
  }
  let sum = sumInOrder(count: laneSums.count) { laneSums[$0] }
  return LossGradient(loss: sum.loss, gradient: pullback(of: results, along: sum.gradient, at: points))
}

/// `term(0) + … + term(count − 1)`, added up in place as the terms come.
private func sumInOrder(count: Int, _ term: (Int) -> LossGradient) -> LossGradient {
  var sum = term(0)
  for index in 1..<max(1, count) { sum.add(term(index)) }
  return sum
}
