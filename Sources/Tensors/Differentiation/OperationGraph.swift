/// The recorded operations that some tensors depend on, each after all of its inputs: what the derivative goes back
/// through, to be read, exported or explained.
///
/// ```swift
/// let weight = Tensor(shape: [2, 3], filledWith: 1).watched()
/// let y = relu(linear(x, weight: weight, bias: nil))
/// print(OperationGraph(of: [y]))
/// // %0 = point [2, 3]
/// // %1 = linear (-, %0, -, -, -) [4, 2]
/// // %2 = finished(activation: relu) (%1, -, -) [4, 2]
/// ```
public struct OperationGraph: Sendable {
  /// The operations, inputs before results.
  public let steps: [Step]

  /// One operation of the graph.
  public struct Step: Sendable, Equatable {
    /// What was done.
    public let operation: Operation
    /// The step that made each input, in order; nil for an input that is constant for the derivative, or was not given.
    public let inputs: [Int?]
    /// The shape of the result.
    public let shape: [Int]
  }

  /// The graph behind `results`; empty where nothing was watched.
  public init(of results: [Tensor]) {
    var nodes: [GradientNode] = []
    var seen: Set<ObjectIdentifier> = []
    var waiting = results.compactMap(\.node)
    while let node = waiting.popLast() {
      guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
      nodes.append(node)
      waiting += node.inputs.compactMap(\.self)
    }
    // The walk begins at the results: turned round, equal depths follow each other in the order of inputs.
    let ordered = nodes.reversed().sorted { $0.depth < $1.depth }
    let positions = Dictionary(
      uniqueKeysWithValues: ordered.enumerated().map { (ObjectIdentifier($1), $0) })
    steps = ordered.map { node in
      Step(
        operation: node.operation, inputs: node.inputs.map { $0.flatMap { positions[ObjectIdentifier($0)] } },
        shape: node.shape)
    }
  }
}

extension OperationGraph: CustomStringConvertible {
  /// One line for each step: its number, the operation, the numbers of its inputs (`-` for constants) and its shape.
  public var description: String {
    steps.enumerated().map { "%\($0) = \($1)" }.joined(separator: "\n")
  }
}

extension OperationGraph.Step: CustomStringConvertible {
  /// The operation, the numbers of its inputs and the shape of its result.
  public var description: String {
    let names = inputs.map { $0.map { "%\($0)" } ?? "-" }.joined(separator: ", ")
    return "\(operation)\(inputs.isEmpty ? "" : " (\(names))") \(shape)"
  }
}
