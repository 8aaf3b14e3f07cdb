import Tensors

/// What the layers of a Transformer are made of.
public struct TransformerForm: Sendable {
  /// Width of tokens.
  public var size: Int
  /// Attention heads, a divisor of `size`.
  public var headCount: Int
  /// Inner width of the feed-forward part.
  public var feedForwardSize: Int
  /// The feed-forward part.
  public var feedForward = FeedForward.Form.linear(.gelu)
  /// Whether attention and feed-forward part see normalised tokens, instead of their sums being normalised.
  public var isPreNorm = false
  /// The share dropped from attention weights and from the results of attention and dense layers.
  public var dropout: Float = 0

  /// Post-norm with GELU and no dropout.
  public init(size: Int, headCount: Int, feedForwardSize: Int) {
    (self.size, self.headCount, self.feedForwardSize) = (size, headCount, feedForwardSize)
  }

  fileprivate func attention(isCausal: Bool = false) -> MultiHeadAttention.Form {
    .init(headCount: headCount, isCausal: isCausal, dropout: dropout)
  }
}

/// A layer of a Transformer's encoder: attention among all tokens, then a feed-forward part, with residuals.
///
/// Post-norm `N₂(y + F(y))` with `y = N₁(x + A(x))` (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.1);
/// pre-norm `y + F(N₂(y))` with `y = x + A(N₁(x))` (Xiong et al. 2020, https://arxiv.org/abs/2002.04745).
public struct TransformerEncoderLayer: Module {
  private var attention: MultiHeadAttention
  private var feedForward: FeedForward
  private var norm1: LayerNorm
  private var norm2: LayerNorm
  private let isPreNorm: Bool

  /// Draws the weights as PyTorch does.
  ///
  /// - Throws: `ConfigurationError` for widths that do not fit each other.
  public init(_ form: TransformerForm, using generator: inout SeededGenerator) throws(ConfigurationError) {
    attention = try MultiHeadAttention(size: form.size, form.attention(), using: &generator)
    feedForward = try FeedForward(form, using: &generator)
    norm1 = LayerNorm(size: form.size)
    norm2 = LayerNorm(size: form.size)
    isPreNorm = form.isPreNorm
  }

  /// - Parameter x: Shape `[batch, token, size]`.
  /// - Returns: Shape `[batch, token, size]`.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    if isPreNorm {
      let mixed = attention(norm1(x), adding: x, in: &pass)
      return feedForward(norm2(mixed), adding: mixed, in: &pass)
    }
    let mixed = norm1(attention(x, adding: x, in: &pass))
    return norm2(feedForward(mixed, adding: mixed, in: &pass))
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&attention, named: "attention")
    visitor.visit(&feedForward, named: "ffn")
    visitor.visit(&norm1, named: "norm1")
    visitor.visit(&norm2, named: "norm2")
  }
}

/// A layer of a Transformer's decoder: attention to tokens that are not later, attention to the encoder's tokens, then
/// a feed-forward part, with residuals and norms as in ``TransformerEncoderLayer``.
public struct TransformerDecoderLayer: Module {
  private var selfAttention: MultiHeadAttention
  private var crossAttention: MultiHeadAttention
  private var feedForward: FeedForward
  private var norm1: LayerNorm
  private var norm2: LayerNorm
  private var norm3: LayerNorm
  private let isPreNorm: Bool

  /// Draws the weights as PyTorch does.
  ///
  /// - Throws: `ConfigurationError` for widths that do not fit each other.
  public init(_ form: TransformerForm, using generator: inout SeededGenerator) throws(ConfigurationError) {
    selfAttention = try MultiHeadAttention(
      size: form.size, form.attention(isCausal: true), using: &generator)
    crossAttention = try MultiHeadAttention(size: form.size, form.attention(), using: &generator)
    feedForward = try FeedForward(form, using: &generator)
    norm1 = LayerNorm(size: form.size)
    norm2 = LayerNorm(size: form.size)
    norm3 = LayerNorm(size: form.size)
    isPreNorm = form.isPreNorm
  }

  /// - Parameter x: Shape `[batch, token, size]`.
  /// - Parameter count: How many of the last tokens are wanted. Earlier ones are attended to but not carried further,
  ///   which changes nothing in the result.
  /// - Parameter memory: What the encoder made, shape `[batch, encoder token, size]`.
  /// - Returns: Shape `[batch, count, size]`.
  public func callAsFunction(
    _ x: Tensor, last count: Int, memory: Tensor, in pass: inout ForwardPass
  ) -> Tensor {
    let wanted = tokens(x.shape[1] - count..<x.shape[1], of: x)  // [batch, count, size]
    if isPreNorm {
      let own = selfAttention(norm1(x), last: count, adding: wanted, in: &pass)
      let mixed = crossAttention(norm2(own), attendingTo: memory, adding: own, in: &pass)
      return feedForward(norm3(mixed), adding: mixed, in: &pass)
    }
    let own = norm1(selfAttention(x, last: count, adding: wanted, in: &pass))
    let mixed = norm2(crossAttention(own, attendingTo: memory, adding: own, in: &pass))
    return norm3(feedForward(mixed, adding: mixed, in: &pass))
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&selfAttention, named: "self_attention")
    visitor.visit(&crossAttention, named: "cross_attention")
    visitor.visit(&feedForward, named: "ffn")
    visitor.visit(&norm1, named: "norm1")
    visitor.visit(&norm2, named: "norm2")
    visitor.visit(&norm3, named: "norm3")
  }
}

extension FeedForward {
  fileprivate init(_ form: TransformerForm, using generator: inout SeededGenerator) throws(ConfigurationError)
  {
    try self.init(
      size: form.size, hiddenSize: form.feedForwardSize, form.feedForward, dropout: form.dropout,
      using: &generator)
  }
}
