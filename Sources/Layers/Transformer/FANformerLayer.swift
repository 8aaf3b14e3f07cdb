import Tensors

/// A layer of FANformer: `Y = X + A(N₁(X))`, result `Y + G(N₂(Y))`, with root-mean-square norms N, attention A behind a
/// FAN layer and a gated feed-forward part G, all without biases but those of the FAN layer (Dong et al. 2025,
/// https://arxiv.org/abs/2502.21309, §3).
public struct FANformerLayer: Module {
  private var attention: MultiHeadAttention
  private var feedForward: SwiGLU
  private var norm1: RMSNorm
  private var norm2: RMSNorm

  /// Draws the weights as PyTorch does.
  ///
  /// - Parameter size: Width of tokens.
  /// - Parameter feedForwardSize: Inner width of the feed-forward part.
  /// - Throws: `ConfigurationError` for widths that do not fit each other.
  public init(
    size: Int, feedForwardSize: Int, attention form: MultiHeadAttention.Form,
    using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    attention = try MultiHeadAttention(size: size, form, using: &generator)
    feedForward = SwiGLU(
      size: size, hiddenSize: feedForwardSize, dropout: form.outputDropout, using: &generator)
    norm1 = RMSNorm(size: size)
    norm2 = RMSNorm(size: size)
  }

  /// - Parameter x: Shape `[batch, token, size]`.
  /// - Returns: Shape `[batch, token, size]`.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    let mixed = attention(norm1(x), adding: x, in: &pass)
    return feedForward(norm2(mixed), adding: mixed, in: &pass)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&attention, named: "attention")
    visitor.visit(&feedForward, named: "ffn")
    visitor.visit(&norm1, named: "norm1")
    visitor.visit(&norm2, named: "norm2")
  }
}
