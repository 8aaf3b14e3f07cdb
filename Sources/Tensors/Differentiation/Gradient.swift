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
  var graph = BackwardGraph(from: results.compactMap(\.node))
  var gradients = [Tensor?](repeating: nil, count: graph.count)
  for (result, direction) in zip(results, directions) {
    guard let root = result.node else { continue }
    gradients[graph.position(of: root)].add(direction)
  }
  let leaves = points.map { $0.node.flatMap { graph.positionIfAny(of: $0) } }
  results = []
  for position in graph.order where !leaves.contains(position) {
    let inputs = graph.inputs(of: position)
    guard let node = graph.take(position), let gradient = gradients[position].take() else { continue }
    var sums = inputs.map { $0.flatMap { gradients[$0].take() } }
    node.derivative(gradient, &sums)
    for (input, sum) in zip(inputs, consume sums) {
      guard let input, let sum else { continue }
      gradients[input].add(sum)
    }
  }
  return zip(points, leaves).map { point, position in
    position.flatMap { gradients[$0] } ?? Tensor(shape: point.shape, filledWith: 0)
  }
}

/// Every node that some results depend on, numbered once so that gradients are kept in an array.
private struct BackwardGraph {
  private var nodes: [GradientNode?] = []
  private var positions: [ObjectIdentifier: Int] = [:]
  /// The positions of all nodes' inputs, one node after another, and where each node's begin.
  private var inputPositions: [Int?] = []
  private var firstInputs: [Int] = []
  /// Each node before all of its inputs.
  private(set) var order: [Int] = []

  init(from roots: [GradientNode]) {
    for root in roots { _ = enter(root) }
    var next = 0
    while next < nodes.count {
      firstInputs.append(inputPositions.count)
      for input in nodes[next]?.inputs ?? [] { inputPositions.append(input.map { enter($0) }) }
      next += 1
    }
    firstInputs.append(inputPositions.count)
    // Equal depths are independent of each other; the sort is stable, so the order is the same in every run.
    let depths = nodes.map { $0?.depth ?? 0 }
    order = nodes.indices.sorted { depths[$0] > depths[$1] }
  }

  var count: Int { nodes.count }

  /// The node at `position`, which is then no longer held here: what it kept is freed with the last use of it.
  mutating func take(_ position: Int) -> GradientNode? { nodes[position].take() }

  func inputs(of position: Int) -> ArraySlice<Int?> {
    inputPositions[firstInputs[position]..<firstInputs[position + 1]]
  }

  func positionIfAny(of node: GradientNode) -> Int? { positions[ObjectIdentifier(node)] }

  /// - Precondition: A result depends on `node`.
  func position(of node: GradientNode) -> Int {
    guard let position = positionIfAny(of: node) else { preconditionFailure("pullback: no such node") }
    return position
  }

  private mutating func enter(_ node: GradientNode) -> Int {
    let key = ObjectIdentifier(node)
    if let position = positions[key] { return position }
    positions[key] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }
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
