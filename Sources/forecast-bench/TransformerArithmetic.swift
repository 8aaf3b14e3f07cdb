import Forecasters
import Forecasting

/// The floating-point operations of the matrix products that an encoder-decoder Transformer executes.
///
/// With hidden size *d*, *C* channels, *F* marks, *L* tokens of the encoder, *T* = label + horizon of the decoder and
/// *H* = horizon of its last layer's queries (earlier tokens are not needed), one window multiplies and adds
/// - (3 C + F) d for each token's embedding;
/// - 4 d² per token, 2 d for each pair of tokens and the feed-forward part per token, in each layer;
/// - 4 d² more per token and 2 d for each pair, in each decoder layer, for the attention to the encoder;
/// - d C per forecast row.
///
/// FAN layers have three quarters of a dense layer's products. A multiply-add counts as two operations; in reverse each
/// product has two more, except that windows and marks need no gradient. Normalisation, softmax, activations, loss and
/// optimizer are not counted. Pairs of the causal attention are counted where they are computed, see ``causalPairs``.
struct TransformerArithmetic {
  let task: ForecastTask
  let configuration: TransformerConfiguration
  let usesFAN: Bool
  let markCount: Int

  /// Operations of one optimizer step without SAM.
  func stepOperations(batchSize: Int) -> Double {
    Double(2 * batchSize) * (3 * productsOfActivations + 2 * productsWithWindows)
  }

  private var size: Int { configuration.hiddenSize }
  private var label: Int { configuration.labelLength == 0 ? task.lookback / 2 : configuration.labelLength }
  private var decoderTokens: Int { label + task.horizon }

  private var productsWithWindows: Double {
    Double((3 * task.channelCount + markCount) * size * (task.lookback + decoderTokens))
  }

  private var productsOfActivations: Double {
    let encoder = attention(queries: task.lookback, keys: task.lookback) + feedForward(tokens: task.lookback)
    let decoder = (1...configuration.decoderLayerCount).reduce(0) { total, layer in
      let queries = layer == configuration.decoderLayerCount ? task.horizon : decoderTokens
      return total + attention(queries: queries, keys: decoderTokens)
        + attention(queries: queries, keys: task.lookback) + feedForward(tokens: queries)
    }
    return Double(
      configuration.encoderLayerCount * encoder + decoder + task.horizon * size * task.channelCount)
  }

  /// Queries and output, keys and values, and the pairs.
  private func attention(queries: Int, keys: Int) -> Int {
    2 * size * size * (queries + keys) + 2 * size * queries * keys
  }

  private func feedForward(tokens: Int) -> Int {
    let dense = 2 * size * configuration.feedForwardSize * tokens
    return usesFAN ? dense / 4 * 3 : dense
  }
}
