import Forecasting
import LeastSquares
import Tensors
import Training

/// Linear regression that attention can only get in the way of: `Y = X W + E` with everything standard normal, X of `[channel,
/// lookback]` (Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §2).
///
/// The best that can be done has the error 1 of the noise; predicting nothing has `lookback + 1`.
public struct ToyData: Sendable {
  /// Examples to fit on.
  public let training: ToyExamples
  /// Examples that choose the epoch.
  public let validation: ToyExamples

  /// Draws inputs of training and validation, then W, then the noise of both.
  public init(
    lookback: Int, horizon: Int, channelCount: Int, trainingCount: Int, validationCount: Int, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed, purpose: .synthesis)
    func draw(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
    }
    let inputs = [trainingCount, validationCount].map { draw([$0, channelCount, lookback]) }
    let weight = draw([horizon, lookback])
    let targets = inputs.map { x in
      linear(x, weight: weight, bias: nil) + draw([x.shape[0], channelCount, horizon])
    }
    training = ToyExamples(inputs: inputs[0], targets: targets[0])
    validation = ToyExamples(inputs: inputs[1], targets: targets[1])
  }

  /// The validation error of ordinary least squares over all pairs of an input row and its output row, from second moments.
  public func oracleError() -> Double? {
    let moments = training.moments
    guard let solution = moments.solution(ridge: 0) else { return nil }
    let elements = validation.count * validation.targetElementsPerExample
    return validation.moments.squaredError(of: solution) / Double(elements)
  }

  /// What the error of least squares is expected to be: `1 + lookback / (rows − lookback − 1)`.
  public var expectedOracleError: Double {
    let (rows, lookback) = (training.count * training.rowsPerExample, training.inputs.size(ofAxis: -1))
    return 1 + Double(lookback) / Double(max(1, rows - lookback - 1))
  }
}

/// Windows of a toy regression as the forecasters take them.
public struct ToyExamples: Examples {
  /// Shape `[example, channel, lookback]`.
  public let inputs: Tensor
  /// Shape `[example, channel, horizon]`.
  public let targets: Tensor

  /// Number of examples.
  public var count: Int { inputs.shape[0] }
  /// One a channel.
  public var rowsPerExample: Int { inputs.shape[1] }
  /// Channels times steps.
  public var targetElementsPerExample: Int { targets.shape[1] * targets.shape[2] }

  /// The examples at `indices`.
  public func examples(at indices: some Collection<Int>) -> ExampleBatch<Batch> {
    ExampleBatch(input: Batch(history: inputs.gathering(indices)), target: targets.gathering(indices))
  }

  /// The second moments of rows of inputs and outputs.
  fileprivate var moments: NormalEquations {
    let (lookback, horizon) = (inputs.size(ofAxis: -1), targets.size(ofAxis: -1))
    var gram = [Double](repeating: 0, count: lookback * lookback)
    var cross = [Double](repeating: 0, count: horizon * lookback)
    // Products of some rows in single precision, added in double.
    for first in stride(from: 0, to: count, by: 128) {
      let range = first..<min(count, first + 128)
      let x = inputs.slices(range).reshaped(to: [range.count * rowsPerExample, lookback])
      let y = targets.slices(range).reshaped(to: [range.count * rowsPerExample, horizon])
      for (sum, product) in zip(gram.indices, matmul(x.transposed(), x).values) {
        gram[sum] += Double(product)
      }
      for (sum, product) in zip(cross.indices, matmul(y.transposed(), x).values) {
        cross[sum] += Double(product)
      }
    }
    let squares = globalNorm(of: [targets])
    return NormalEquations(inputSize: lookback, gram: gram, cross: cross, outputSquares: squares * squares)
  }
}

extension Tensor {
  /// Some slices along the first axis, in the order given.
  func gathering(_ indices: some Collection<Int>) -> Tensor {
    let size = count / max(1, shape[0])
    return withSpan { source in
      var values: [Float] = []
      values.reserveCapacity(indices.count * size)
      for index in indices { for offset in 0..<size { values.append(source[index * size + offset]) } }
      return Tensor(shape: [indices.count] + shape.dropFirst(), values: values)
    }
  }
}
