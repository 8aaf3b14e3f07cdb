import Layers
import Tensors
import Training

/// A small causal model of sequences of tokens: an embedding, layers as FANformer has them, and scores of classes.
///
/// All kinds are pre-norm with root-mean-square norms, rotary positions and gated feed-forward parts (Dong et al. 2025,
/// https://arxiv.org/abs/2502.21309, §3); they differ in what tokens go through before the projections of attention. The
/// feed-forward part of those that have something there is narrower by as many parameters.
package struct SequenceModel: Trainable, PreparedModel {
  /// What is before the projections of attention.
  package enum Kind: String, Sendable, CaseIterable {
    /// Nothing.
    case transformer
    /// A FAN layer without activation, a quarter of it periodic (ATF).
    case fanformer
    /// A linear map with GELU (ATM).
    case atm = "transformer + atm"
    /// A linear map (ATL).
    case atl = "transformer + atl"

    var before: DenseLayer.Form? {
      switch self {
      case .transformer: nil
      case .fanformer: .fanformer()
      case .atm: .linear(.gelu)
      case .atl: .linear(.identity)
      }
    }

    /// The parameters of what is before the projections.
    fileprivate func extraCount(size: Int) -> Int {
      switch self {
      case .transformer: 0
      case .fanformer: (size + 1) * (size - size / 8)  // Cosines and sines share their eighth.
      case .atm, .atl: (size + 1) * size
      }
    }
  }

  /// The sizes of a model.
  package struct Sizes: Sendable {
    /// Number of tokens that there are.
    package var tokenCount: Int
    /// Number of classes after the last token; nil for those of the next token after every token, read by the embedding.
    package var classCount: Int?
    /// Width of tokens, a multiple of 8.
    package var size: Int
    /// Layers.
    package var layerCount: Int
    /// Attention heads, of even width.
    package var headCount: Int

    /// - Parameter classCount: Number of classes after the last token; nil for the next token after every token.
    package init(tokenCount: Int, classCount: Int? = nil, size: Int, layerCount: Int, headCount: Int) {
      (self.tokenCount, self.classCount, self.size) = (tokenCount, classCount, size)
      (self.layerCount, self.headCount) = (layerCount, headCount)
    }

    /// Four times the width, less what the parameters before the projections are worth: each unit has three rows or columns.
    fileprivate func feedForwardSize(_ kind: Kind) -> Int {
      max(1, 4 * size - (kind.extraCount(size: size) + 3 * size / 2) / (3 * size))
    }
  }

  private var embedding: Embedding
  private var layers: [FANformerLayer] = []
  private var norm: RMSNorm
  private var head: Linear?

  /// - Throws: `ConfigurationError` for sizes that do not fit each other.
  package init(
    _ kind: Kind, _ sizes: Sizes, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    embedding = Embedding(tokenCount: sizes.tokenCount, size: sizes.size, using: &generator)
    norm = RMSNorm(size: sizes.size)
    head = sizes.classCount.map { count in
      Linear(inputSize: sizes.size, outputSize: count, hasBias: false, using: &generator)
    }
    let form = MultiHeadAttention.Form(
      headCount: sizes.headCount, isCausal: true, hasRotaryPositions: true, hasBias: false,
      before: kind.before)
    for _ in 0..<sizes.layerCount {
      layers.append(
        try FANformerLayer(
          size: sizes.size, feedForwardSize: sizes.feedForwardSize(kind), attention: form, using: &generator))
    }
  }

  /// - Parameter input: Numbers of tokens, `[batch][token]`.
  /// - Returns: Scores, shape `[batch, 1, class]` after the last token, or `[batch, token, token of the vocabulary]`.
  package func output(_ input: [[Int]], in pass: inout ForwardPass) -> Tensor {
    var x = embedding(input)  // [batch, token, size]
    for layer in layers { x = layer(x, in: &pass) }
    guard let head else { return embedding.scores(of: norm(x)) }
    let last = tokens(x.shape[1] - 1..<x.shape[1], of: x)  // [batch, 1, size]
    return head(norm(last))
  }

  package mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&embedding, named: "embedding")
    visitor.visit(&layers, named: "layers")
    visitor.visit(&norm, named: "norm")
    visitor.visit(&head, named: "head")
  }
}
