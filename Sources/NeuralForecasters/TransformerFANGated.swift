import Forecasting
import Layers

/// The encoder-decoder Transformer whose feed-forward parts are gated FAN layers (Dong et al. 2024,
/// https://arxiv.org/abs/2410.02675, appendix).
public struct TransformerFANGated: EncoderDecoderForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "transformer-fan-gated",
    summary: "encoder-decoder Transformer with gated FAN layers as feed-forward parts",
    source: "Dong et al. 2024, https://arxiv.org/abs/2410.02675")

  /// Two FAN layers; a scalar in each divides the output between periodic part and the rest.
  public static let feedForward = FeedForward.Form.fan(.init(isGated: true))

  /// Normalisation and network.
  public var body: EncoderDecoderBody

  /// Creates a forecaster from its only part.
  public init(body: EncoderDecoderBody) {
    self.body = body
  }
}
