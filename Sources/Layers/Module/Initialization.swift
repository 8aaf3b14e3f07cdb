import Tensors

/// How the first values of a parameter are drawn.
public enum Initialization: Sendable {
  /// Every element 0.
  case zeros
  /// Every element 1.
  case ones
  /// Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, Keras' default).
  case glorotUniform(fanIn: Int, fanOut: Int)
  /// Uniform in ±1 / √fanIn (PyTorch's default for linear layers, weights and biases).
  case uniformByFanIn(Int)
  /// Uniform in ±limit.
  case uniform(limit: Float)
  /// Normal with mean 0.
  case normal(deviation: Float)

  /// A tensor of `shape` drawn this way; zeros where the generator is idle.
  public func tensor(shape: [Int], using generator: inout SeededGenerator) -> Tensor {
    ParameterBudget.tensor(shape: shape) { filled(shape, &generator) }
  }

  private func filled(_ shape: [Int], _ generator: inout SeededGenerator) -> Tensor {
    if generator.isIdle { return Tensor(shape: shape, filledWith: 0) }
    return switch self {
    case .zeros: Tensor(shape: shape, filledWith: 0)
    case .ones: Tensor(shape: shape, filledWith: 1)
    case .glorotUniform(let fanIn, let fanOut):
      uniform(within: (6 / Float(fanIn + fanOut)).squareRoot(), shape, &generator)
    case .uniformByFanIn(let fanIn):
      uniform(within: 1 / Float(fanIn).squareRoot(), shape, &generator)
    case .uniform(let limit):
      uniform(within: limit, shape, &generator)
    case .normal(let deviation):
      drawn(shape) { deviation * generator.normal() }
    }
  }

  private func uniform(within limit: Float, _ shape: [Int], _ generator: inout SeededGenerator) -> Tensor {
    drawn(shape) { generator.uniform(in: -limit..<limit) }
  }

  private func drawn(_ shape: [Int], _ next: () -> Float) -> Tensor {
    unsafe Tensor(shape: shape) { values in
      for index in values.indices { unsafe values[index] = next() }
    }
  }
}
