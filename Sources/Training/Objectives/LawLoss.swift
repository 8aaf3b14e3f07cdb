import Tensors

/// A loss of what is stated about each target, with derivatives worked out by hand.
struct LawLoss {
  /// The name of the recorded operation.
  let name: String
  /// Numbers that are stated about each target.
  let parameterCount: Int
  /// The loss of one target, whose derivatives by the parameters it puts into `slopes`.
  let loss: @Sendable (_ parameters: [Float], _ target: Float, _ slopes: inout [Float]) -> Double

  /// The loss summed over all targets that were observed and divided by `count`, shape `[]`.
  ///
  /// - Parameters:
  ///   - output: Shape `[batch, channel, parameter × horizon]`.
  ///   - target: Shape `[batch, channel, horizon]`; carries no gradient.
  ///   - observed: 0 where a target is not known, shape of `target`; nil where all are.
  func callAsFunction(
    _ output: Tensor, _ target: Tensor, observed: Tensor?, dividingBy count: Int
  ) -> Tensor {
    let horizon = target.size(ofAxis: -1)
    precondition(
      output.count == target.count * parameterCount, "\(name): output \(output.shape), target \(target.shape)"
    )
    let (values, truths, known) = (output.values, target.values, observed?.values)
    var derivative = [Float](repeating: 0, count: values.count)
    var (parameters, slopes) = (Array(repeating: Float(0), count: parameterCount), [Float]())
    slopes = parameters
    var sum = 0.0
    for (place, truth) in truths.enumerated() where known.map({ $0[place] != 0 }) ?? true {
      let start = place / horizon * horizon * parameterCount + place % horizon
      for index in 0..<parameterCount { parameters[index] = values[start + index * horizon] }
      sum += loss(parameters, truth, &slopes)
      for index in 0..<parameterCount { derivative[start + index * horizon] = slopes[index] / Float(count) }
    }
    let slope = Tensor(shape: output.shape, values: derivative)
    return Tensor(Float(sum / Double(count))).recorded(as: name, of: [output]) { gradient in
      [
        gradient.scalar == 1
          ? slope : Tensor(shape: slope.shape, values: slope.values.map { $0 * gradient.scalar })
      ]
    }
  }
}
