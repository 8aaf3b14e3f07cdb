import Tensors

/// `y = x Wᵀ + b` over the last axis.
public struct Linear: Module {
  /// Shape `[outputSize, inputSize]`.
  public var weight: Tensor
  /// Shape `[outputSize]`; nil for a map without bias.
  public var bias: Tensor?

  /// Draws the weight by `initialization` and the bias by `biasInitialization`.
  public init(
    inputSize: Int, outputSize: Int, initialization: Initialization,
    biasInitialization: Initialization = .zeros,
    using generator: inout SeededGenerator
  ) {
    weight = initialization.tensor(shape: [outputSize, inputSize], using: &generator)
    bias = biasInitialization.tensor(shape: [outputSize], using: &generator)
  }

  /// Draws weight and bias as PyTorch does, uniformly in ±1 / √inputSize.
  ///
  /// - Parameter hasBias: Whether a bias is learnt.
  public init(
    inputSize: Int, outputSize: Int, hasBias: Bool = true, using generator: inout SeededGenerator
  ) {
    let initialization = Initialization.uniformByFanIn(inputSize)
    weight = initialization.tensor(shape: [outputSize, inputSize], using: &generator)
    bias = hasBias ? initialization.tensor(shape: [outputSize], using: &generator) : nil
  }

  /// A map whose parameters are drawn as Keras does.
  public static func glorot(
    _ inputSize: Int, _ outputSize: Int, using generator: inout SeededGenerator
  ) -> Linear {
    Linear(
      inputSize: inputSize, outputSize: outputSize,
      initialization: .glorotUniform(fanIn: inputSize, fanOut: outputSize), using: &generator)
  }

  /// A map with given parameters.
  init(weight: Tensor, bias: Tensor?) { (self.weight, self.bias) = (weight, bias) }

  /// Width of what goes in.
  public var inputSize: Int { weight.shape[1] }

  /// Width of what comes out.
  public var outputSize: Int { weight.shape[0] }

  /// The bias, zeros where there is none.
  var biasOrZeros: Tensor { bias ?? Tensor(shape: [outputSize], filledWith: 0) }

  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    linear(x, weight: weight, bias: bias)
  }

  /// The map and what follows it, in one pass over its result: `residual + dropped(activation(x Wᵀ + b))`.
  ///
  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Parameter mask: What is dropped, from ``ForwardPass/dropoutMask(_:)``.
  /// - Parameter residual: Shape `[..., outputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(
    _ x: Tensor, activation: Activation = .identity, dropout mask: DropoutMask? = nil,
    adding residual: Tensor? = nil
  ) -> Tensor {
    linear(
      x, weight: weight, bias: bias,
      finish: RowFinish(activation: activation, dropout: mask, residual: residual))
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&weight, named: "weight")
    visitor.visit(&bias, named: "bias")
  }
}

/// Several maps of the same input as one product: their results side by side.
///
/// - Parameter maps: All with a bias or all without.
/// - Parameter x: Shape `[..., inputSize]`.
/// - Returns: Shape `[..., sum of the output sizes]`.
func sideBySide(_ maps: [Linear], _ x: Tensor) -> Tensor {
  Linear(sideBySide: maps)(x, sharing: nil, finish: RowFinish())
}

extension Linear {
  /// Several maps of the same input as one.
  init(sideBySide maps: [Linear]) {
    let hasBias = maps.contains { $0.bias != nil }
    self.init(
      weight: concatenated(maps.map(\.weight)),
      bias: hasBias ? concatenated(maps.map(\.biasOrZeros)) : nil)
  }
}
