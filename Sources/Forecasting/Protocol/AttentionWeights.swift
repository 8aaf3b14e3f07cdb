import Tensors

/// What one attention layer of a forecaster attends to.
public struct AttentionWeights: Sendable {
  /// What the layer attends over.
  public enum Tokens: Sendable {
    /// The channels of the history.
    case channels
    /// Rows of the history or of the forecast.
    case times
    /// Patches of the history of one channel.
    case patches
  }

  /// A name for readers, such as "encoder layer 1".
  public let layer: String
  /// What the layer attends over.
  public let tokens: Tokens
  /// Shape `[batch, …, attending, attended]`; the last axis adds up to 1.
  public let weights: Tensor

  /// - Parameter weights: Shape `[batch, …, attending, attended]`; the last axis adds up to 1.
  public init(layer: String, tokens: Tokens, weights: Tensor) {
    (self.layer, self.tokens, self.weights) = (layer, tokens, weights)
  }
}
