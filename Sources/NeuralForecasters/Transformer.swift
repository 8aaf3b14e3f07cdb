import Forecasting
import Layers

/// The encoder-decoder Transformer that FAN is measured against (Dong et al. 2024, https://arxiv.org/abs/2410.02675).
public struct Transformer: EncoderDecoderForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "transformer", summary: "encoder-decoder Transformer over time, decoded in one shot",
    source: "Vaswani et al. 2017, https://arxiv.org/abs/1706.03762; setting of Dong et al. 2024")

  /// Dense layers with GELU between them.
  public static let feedForward = FeedForward.Form.linear(.gelu)

  /// Normalisation and network.
  public var body: EncoderDecoderBody

  /// Creates a forecaster from its only part.
  public init(body: EncoderDecoderBody) {
    self.body = body
  }
}
