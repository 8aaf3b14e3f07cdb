import Tensors

/// The feed-forward part of a Transformer layer: two dense layers, each followed by dropout.
///
/// `drop(second(drop(first(x))))`; linear with an activation between them (Vaswani et al. 2017,
/// https://arxiv.org/abs/1706.03762), both FAN layers (Dong et al. 2024, https://arxiv.org/abs/2410.02675), or any dense layer
/// and a linear one.
public struct FeedForward: Module {
  private var first: DenseLayer
  private var second: DenseLayer
  private let dropout: Float

  /// What the two layers are.
  public enum Form: Sendable {
    /// `W₂ activation(W₁ x + b₁) + b₂`
    case linear(Activation)
    /// Both are FAN layers of this form.
    case fan(FANLayer.Form)
    /// The first is of this form, the second linear: `W₂ first(x) + b₂`.
    case hidden(DenseLayer.Form)
  }

  /// Draws the weights as PyTorch does.
  ///
  /// - Parameter size: Width of input and output.
  /// - Parameter hiddenSize: Width between the two layers.
  /// - Parameter dropout: The share dropped after each layer, in `0..<1`.
  /// - Throws: `ConfigurationError.invalidValue` if the parts of a FAN layer do not fit into its width.
  public init(
    size: Int, hiddenSize: Int, _ form: Form, dropout: Float, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let forms: (first: DenseLayer.Form, second: DenseLayer.Form) =
      switch form {
      case .linear(let activation): (.linear(activation), .linear(.identity))
      case .fan(let fan): (.fan(fan), .fan(fan))
      case .hidden(let form): (form, .linear(.identity))
      }
    first = try DenseLayer(inputSize: size, outputSize: hiddenSize, forms.first, using: &generator)
    second = try DenseLayer(inputSize: hiddenSize, outputSize: size, forms.second, using: &generator)
    self.dropout = dropout
  }

  /// - Parameter x: Shape `[..., size]`.
  /// - Parameter residual: Added to the result in the same pass over memory, shape `[..., size]`.
  /// - Returns: Shape `[..., size]`.
  public func callAsFunction(
    _ x: Tensor, adding residual: Tensor? = nil, in pass: inout ForwardPass
  ) -> Tensor {
    let hidden = first(x, dropout: pass.dropoutMask(dropout))  // [..., hiddenSize]
    return second(hidden, dropout: pass.dropoutMask(dropout), adding: residual)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&first, named: "first")
    visitor.visit(&second, named: "second")
  }
}
