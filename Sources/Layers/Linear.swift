import Tensors

/// `y = x Wᵀ + b` over the last axis.
public struct Linear: Module {
  /// Shape `[outputSize, inputSize]`.
  public var weight: Tensor
  /// Shape `[outputSize]`.
  public var bias: Tensor

  /// Draws the weight by `initialization` and the bias by `biasInitialization`.
  public init(
    inputSize: Int, outputSize: Int, initialization: Initialization,
    biasInitialization: Initialization = .zeros,
    using generator: inout SeededGenerator
  ) {
    weight = initialization.tensor(shape: [outputSize, inputSize], using: &generator)
    bias = biasInitialization.tensor(shape: [outputSize], using: &generator)
  }

  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    linear(x, weight: weight, bias: bias)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&weight, named: "weight")
    visitor.visit(&bias, named: "bias")
  }
}
