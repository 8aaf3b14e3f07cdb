import Forecasting
import Layers

/// The encoder-decoder Transformer whose feed-forward parts are FAN layers (Dong et al. 2024,
/// https://arxiv.org/abs/2410.02675, §4.3).
public struct TransformerFAN: EncoderDecoderForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "transformer-fan", summary: "encoder-decoder Transformer with FAN layers as feed-forward parts",
    source: "Dong et al. 2024, https://arxiv.org/abs/2410.02675")

  /// Two FAN layers; half of their outputs are periodic.
  public static let feedForward = FeedForward.Form.fan(.init())

  /// Normalisation and network.
  public var body: EncoderDecoderBody

  /// Creates a forecaster from its only part.
  public init(body: EncoderDecoderBody) {
    self.body = body
  }
}
