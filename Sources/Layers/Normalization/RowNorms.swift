import Tensors

/// Normalises over the last axis: `(x − μ) / √(σ² + ε) · weight + bias` (Ba et al. 2016, https://arxiv.org/abs/1607.06450).
public struct LayerNorm: Module {
  private var weight: Tensor
  private var bias: Tensor
  /// Added to the variance.
  public let epsilon: Float

  /// The weight starts at 1, the bias at 0.
  ///
  /// - Parameter epsilon: Added to the variance; PyTorch's default.
  public init(size: Int, epsilon: Float = 1e-5) {
    weight = Tensor(shape: [size], filledWith: 1)
    bias = Tensor(shape: [size], filledWith: 0)
    self.epsilon = epsilon
  }

  /// - Parameter x: Shape `[..., size]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    layerNorm(x, gain: weight, bias: bias, epsilon: epsilon)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&weight, named: "weight")
    visitor.visit(&bias, named: "bias")
  }
}

/// Scales the last axis to mean square 1: `x / √(mean x² + ε) · weight` (Zhang and Sennrich 2019,
/// https://arxiv.org/abs/1910.07467).
public struct RMSNorm: Module {
  private var weight: Tensor
  /// Added to the mean square.
  public let epsilon: Float

  /// The weight starts at 1.
  ///
  /// - Parameter epsilon: Added to the mean square; FANformer's value by default.
  public init(size: Int, epsilon: Float = 1e-6) {
    weight = Tensor(shape: [size], filledWith: 1)
    self.epsilon = epsilon
  }

  /// - Parameter x: Shape `[..., size]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    rmsNorm(x, gain: weight, epsilon: epsilon)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&weight, named: "weight")
  }
}
