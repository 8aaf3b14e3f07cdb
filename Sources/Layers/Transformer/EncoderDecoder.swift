import Tensors

/// The encoder-decoder Transformer for forecasting, decoded in one shot.
///
/// The encoder reads the history. The decoder reads its last `labelLength` rows and zeros for the rows to forecast, all
/// with their calendar, and is mapped to the channels (Zhou et al. 2021, https://arxiv.org/abs/2012.07436, §3.3, with
/// ordinary attention). With FAN layers as feed-forward parts it is the model of Dong et al. 2024,
/// https://arxiv.org/abs/2410.02675, §4.3. Only the forecast rows go through the decoder's last layer: nothing reads
/// the others.
public struct EncoderDecoder: Module {
  /// The sizes besides those of the layers.
  public struct Sizes: Sendable {
    /// Channels of the history and of the forecast.
    public var channelCount: Int
    /// Features of the calendar, and covariates, of each row; 0 for none.
    public var featureCount: Int
    /// Rows of the history.
    public var lookback: Int
    /// Rows of the history that the decoder reads too.
    public var labelLength: Int
    /// Rows of the forecast.
    public var horizon: Int
    /// Layers of the encoder.
    public var encoderLayerCount = 2
    /// Layers of the decoder.
    public var decoderLayerCount = 1

    /// Two layers of the encoder and one of the decoder.
    public init(channelCount: Int, featureCount: Int, lookback: Int, labelLength: Int, horizon: Int) {
      (self.channelCount, self.featureCount, self.lookback) = (channelCount, featureCount, lookback)
      (self.labelLength, self.horizon) = (labelLength, horizon)
    }
  }

  private let sizes: Sizes
  private let dropout: Dropout
  private var encoderEmbedding: TokenEmbedding
  private var decoderEmbedding: TokenEmbedding
  private var encoder: [TransformerEncoderLayer]
  private var decoder: [TransformerDecoderLayer]
  private var encoderNorm: LayerNorm
  private var decoderNorm: LayerNorm
  private var projection: Linear

  /// Draws the weights as the published code does.
  ///
  /// - Throws: `ConfigurationError` for widths that do not fit each other.
  public init(
    _ sizes: Sizes, _ form: TransformerForm, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    self.sizes = sizes
    dropout = Dropout(form.dropout)
    func embedding(of tokenCount: Int, _ generator: inout SeededGenerator) -> TokenEmbedding {
      TokenEmbedding(
        channelCount: sizes.channelCount, featureCount: sizes.featureCount, tokenCount: tokenCount,
        size: form.size, using: &generator)
    }
    encoderEmbedding = embedding(of: sizes.lookback, &generator)
    decoderEmbedding = embedding(of: sizes.labelLength + sizes.horizon, &generator)
    encoder = []
    for _ in 0..<sizes.encoderLayerCount {
      encoder.append(try TransformerEncoderLayer(form, using: &generator))
    }
    decoder = []
    for _ in 0..<sizes.decoderLayerCount {
      decoder.append(try TransformerDecoderLayer(form, using: &generator))
    }
    encoderNorm = LayerNorm(size: form.size)
    decoderNorm = LayerNorm(size: form.size)
    projection = Linear(inputSize: form.size, outputSize: sizes.channelCount, using: &generator)
  }

  /// Rows of the forecast.
  public var horizon: Int { sizes.horizon }

  /// - Parameter history: Shape `[batch, channel, lookback]`.
  /// - Parameter features: The calendar and covariates of history and future; nil if none are used.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(
    _ history: Tensor, calendar features: (history: Tensor, future: Tensor)?, in pass: inout ForwardPass
  ) -> Tensor {
    let known = sizes.lookback - sizes.labelLength..<sizes.lookback
    return self(
      history, historyFeatures: features?.history,
      decoderFeatures: features.map { joiningTokens(tokens(known, of: $0.history), $0.future) }, in: &pass)
  }

  /// - Parameter history: Shape `[batch, channel, lookback]`.
  /// - Parameter historyFeatures: Shape `[batch, lookback, feature]`; nil if none are used.
  /// - Parameter decoderFeatures: Shape `[batch, labelLength + horizon, feature]`; nil if none are used.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(
    _ history: Tensor, historyFeatures: Tensor?, decoderFeatures: Tensor?, in pass: inout ForwardPass
  ) -> Tensor {
    var memory = dropout(encoderEmbedding(history, features: historyFeatures), in: &pass)
    for (index, layer) in encoder.enumerated() {
      memory = layer(memory, in: &pass)  // [batch, lookback, size]
      pass.nameAttention("encoder layer \(index + 1)")
    }
    memory = encoderNorm(memory)
    let known = lastSteps(history, count: sizes.labelLength, thenZeros: sizes.horizon)
    // [batch, labelLength + horizon, size]
    var x = dropout(decoderEmbedding(known, features: decoderFeatures), in: &pass)
    for (index, layer) in decoder.enumerated() {
      let isLast = index == decoder.count - 1
      x = layer(x, last: isLast ? sizes.horizon : x.shape[1], memory: memory, in: &pass)
      pass.nameAttention("decoder layer \(index + 1)")
    }
    return projection(decoderNorm(x)).transposed()
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&encoderEmbedding, named: "encoder_embedding")
    visitor.visit(&decoderEmbedding, named: "decoder_embedding")
    visitor.visit(&encoder, named: "encoder")
    visitor.visit(&encoderNorm, named: "encoder_norm")
    visitor.visit(&decoder, named: "decoder")
    visitor.visit(&decoderNorm, named: "decoder_norm")
    visitor.visit(&projection, named: "projection")
  }
}
