import CKernels

/// The derivatives of a single number with respect to watched tensors, by reverse accumulation.
///
/// - Parameter result: Shape `[]` or any shape of one element.
/// - Parameter points: Tensors made by `watched()`.
/// - Returns: For each point a tensor of its shape; zeros where the result does not depend on it.
public func gradient(of result: consuming Tensor, at points: [Tensor]) -> [Tensor] {
  precondition(result.count == 1, "gradient(of:at:): the result has shape \(result.shape), not one element")
  let one = Tensor(shape: result.shape, filledWith: 1)
  return pullback(of: [result], along: [one], at: points)
}

/// The derivatives of `Σ results · directions` with respect to watched tensors: carries gradients with respect to
/// intermediate results on to what they were made from.
///
/// What an operation keeps for its derivative is freed as soon as that has been used, if the caller gives the results away
/// (`consume`): gradients then take the memory of what they were computed from.
///
/// - Parameter directions: One tensor per result, of its shape.
/// - Parameter points: Tensors made by `watched()`.
/// - Returns: For each point a tensor of its shape; zeros where no result depends on it.
public func pullback(of results: consuming [Tensor], along directions: [Tensor], at points: [Tensor])
  -> [Tensor]
{
  var gradients: [ObjectIdentifier: Tensor] = [:]
  for (result, direction) in zip(results, directions) {
    guard let root = result.node else { continue }
    accumulate(direction, at: ObjectIdentifier(root), in: &gradients)
  }
  let leaves = Set(points.compactMap { $0.node.map { ObjectIdentifier($0) } })
  var order = nodesUpToLast(results.compactMap(\.node))
  results = []
  while let node = order.popLast() {
    guard !leaves.contains(ObjectIdentifier(node)) else { continue }
    guard let gradient = gradients.removeValue(forKey: ObjectIdentifier(node)) else { continue }
    for (input, contribution) in zip(node.inputs, node.derivative(gradient)) {
      guard let input, let contribution else { continue }
      accumulate(contribution, at: ObjectIdentifier(input), in: &gradients)
    }
  }
  return points.map { point in
    point.node.flatMap { gradients[ObjectIdentifier($0)] } ?? Tensor(shape: point.shape, filledWith: 0)
  }
}

/// Every node that `roots` depend on, themselves included, each after all of its inputs.
private func nodesUpToLast(_ roots: [GradientNode]) -> [GradientNode] {
  var seen: Set<ObjectIdentifier> = []
  var found = roots.filter { seen.insert(ObjectIdentifier($0)).inserted }
  var next = 0
  while next < found.count {
    for case let input? in found[next].inputs where seen.insert(ObjectIdentifier(input)).inserted {
      found.append(input)
    }
    next += 1
  }
  // Equal depths are independent of each other; the sort is stable, so the order is the same in every run.
  return found.sorted { $0.depth < $1.depth }
}

private func accumulate(
  _ contribution: consuming Tensor, at key: ObjectIdentifier, in gradients: inout [ObjectIdentifier: Tensor]
) {
  guard var sum = gradients.removeValue(forKey: key) else {
    gradients[key] = contribution
    return
  }
  var other = contribution
  // Add to whichever nobody else holds.
  if !sum.isUniquelyHeld && other.isUniquelyHeld { swap(&sum, &other) }
  sum.add(other)
  gradients[key] = sum
}

extension Tensor {
  /// Adds `other` times `factor` to this tensor in place (or to a copy while somebody else holds the elements).
  public mutating func add(_ other: Tensor, times factor: Float = 1) {
    precondition(other.shape == shape, "add: \(shape) += \(other.shape)")
    unsafe update { elements in
      let sums = unsafe elements.baseAddress.unsafelyUnwrapped
      inPieces(of: other.count, grain: elementGrain) { part in
        unsafe fk_axpy(sums + part.lowerBound, other.pointer + part.lowerBound, factor, part.count)
      }
    }
  }
}
