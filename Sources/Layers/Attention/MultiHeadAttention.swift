import Tensors

/// Multi-head attention: `softmax(Q Kᵀ / √headSize) V` in each head, then a linear map over the heads' results
/// (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762).
///
/// With a layer before the projections it is FANformer's attention: a FAN layer without activation (ATF), or in its
/// place a linear map with GELU (ATM) or alone (ATL) (Dong et al. 2025, https://arxiv.org/abs/2502.21309).
public struct MultiHeadAttention: Module {
  private var before: DenseLayer?
  private var query: Linear
  private var key: Linear
  private var value: Linear
  private var out: Linear
  private let form: Form

  /// The values that decide the form of the attention.
  public struct Form: Sendable {
    /// Number of heads; divides the size.
    public var headCount: Int
    /// Whether each token sees itself and those before it only.
    public var isCausal: Bool
    /// The share of the weights that is dropped.
    public var weightDropout: Float
    /// The share of the output that is dropped.
    public var outputDropout: Float
    /// Whether queries and keys carry rotary positions.
    public var hasRotaryPositions: Bool
    /// Whether the projections have biases.
    public var hasBias: Bool
    /// What the input goes through before the projections: see `DenseLayer.Form.fanformer(periodicFraction:)`.
    public var before: DenseLayer.Form?

    /// Attention of the original Transformer by default.
    public init(
      headCount: Int, isCausal: Bool = false, dropout: Float = 0, hasRotaryPositions: Bool = false,
      hasBias: Bool = true, before: DenseLayer.Form? = nil
    ) {
      (self.headCount, self.isCausal) = (headCount, isCausal)
      (weightDropout, outputDropout) = (dropout, dropout)
      (self.hasRotaryPositions, self.hasBias, self.before) = (hasRotaryPositions, hasBias, before)
    }
  }

  /// Draws the weights as PyTorch does for linear layers.
  ///
  /// - Parameter size: Width of input and output.
  /// - Throws: `ConfigurationError.invalidValue` if the heads do not divide the size, if heads with rotary positions have
  ///   an odd width, or if a FAN layer before the projections does not fit.
  public init(size: Int, _ form: Form, using generator: inout SeededGenerator) throws(ConfigurationError) {
    let headSize = form.headCount > 0 ? size / form.headCount : 0
    guard headSize > 0, headSize * form.headCount == size else {
      throw .invalidValue(
        key: "headCount", value: "\(form.headCount)", accepted: "a divisor of the width \(size)")
    }
    guard !form.hasRotaryPositions || headSize.isMultiple(of: 2) else {
      throw .invalidValue(
        key: "headCount", value: "\(form.headCount)",
        accepted: "a divisor of the width \(size) that makes heads of even width, for rotary positions")
    }
    self.form = form
    if let layer = form.before {
      before = try DenseLayer(inputSize: size, outputSize: size, layer, using: &generator)
    }
    func projection() -> Linear {
      Linear(inputSize: size, outputSize: size, hasBias: form.hasBias, using: &generator)
    }
    (query, key, value, out) = (projection(), projection(), projection(), projection())
  }

  /// Attention of the tokens to each other.
  ///
  /// - Parameter x: Shape `[batch, token, size]`.
  /// - Parameter count: How many of the last tokens are wanted; nil for all.
  /// - Parameter residual: Added to the result in the same pass over memory, shape `[batch, count, size]`.
  /// - Returns: Shape `[batch, count, size]`.
  public func callAsFunction(
    _ x: Tensor, last count: Int? = nil, adding residual: Tensor? = nil, in pass: inout ForwardPass
  ) -> Tensor {
    let (tokenCount, seen) = (x.shape[1], before?(x) ?? x)
    let packed = sideBySide([query, key, value], seen)  // [batch, token, 3 size]
    pass.recordAttention(weights(of: seen, attendingTo: seen))
    let attended = selfAttention(packed, heads(tokenCount: tokenCount, &pass))
    let wanted = tokens(tokenCount - (count ?? tokenCount)..<tokenCount, of: attended)
    return out(wanted, dropout: pass.dropoutMask(form.outputDropout), adding: residual)
  }

  /// Attention of the tokens to those of another sequence.
  ///
  /// - Parameter x: Shape `[batch, token, size]`.
  /// - Parameter memory: Where keys and values come from, shape `[batch, other token, size]`.
  /// - Parameter residual: Added to the result in the same pass over memory, shape `[batch, token, size]`.
  /// - Returns: Shape `[batch, token, size]`.
  public func callAsFunction(
    _ x: Tensor, attendingTo memory: Tensor, adding residual: Tensor? = nil, in pass: inout ForwardPass
  ) -> Tensor {
    let (x, memory) = (before?(x) ?? x, before?(memory) ?? memory)
    let asked = sideBySide([key, value], memory)  // [batch, other token, 2 size]
    pass.recordAttention(weights(of: x, attendingTo: memory), suffix: ", to the encoder")
    let tokenCount = max(x.shape[1], memory.shape[1])
    let attended = crossAttention(query(x), asked, heads(tokenCount: tokenCount, &pass))
    return out(attended, dropout: pass.dropoutMask(form.outputDropout), adding: residual)
  }

  /// The weights of each head, `[batch, head, token, other token]`, without dropout.
  private func weights(of x: Tensor, attendingTo memory: Tensor) -> Tensor {
    attentionWeights(
      queries: query(x), keys: key(memory), headCount: form.headCount, isCausal: form.isCausal,
      turns: form.hasRotaryPositions)
  }

  private func heads(tokenCount: Int, _ pass: inout ForwardPass) -> AttentionHeads {
    let headSize = query.outputSize / form.headCount
    return AttentionHeads(
      count: form.headCount, isCausal: form.isCausal, dropout: pass.dropoutMask(form.weightDropout),
      positions: form.hasRotaryPositions
        ? RotaryPositions(tokenCount: tokenCount, headSize: headSize) : nil)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&before, named: "fan")
    visitor.visit(&query, named: "query")
    visitor.visit(&key, named: "key")
    visitor.visit(&value, named: "value")
    visitor.visit(&out, named: "out")
  }
}
