import Forecasters
import Forecasting

/// The floating-point operations of the matrix products that an encoder-decoder Transformer executes.
///
/// With hidden size *d*, *C* channels, *F* time features, *L* tokens of the encoder, *T* = label + horizon of the decoder and
/// *Q* of them carried further (the forecast rows in the last layer, all before), one window multiplies and adds
/// - (3 C + F) d for each token's embedding and d C for each forecast row;
/// - (3 n + q) d² for self-attention of n tokens of which q are carried further, 2 (m + n) d² for attention of m to n;
/// - 2 d for each pair of tokens, where causal attention makes pairs in squares on the diagonal;
/// - the feed-forward part for each token carried further: 2 d times its inner width, three quarters of it with FAN.
///
/// In reverse each product has two more, but windows and time features need no gradient, and scores are made again. A multiply-add
/// counts as two operations. Normalisation, softmax, activations, loss and optimizer are not counted.
struct TransformerArithmetic {
  let task: ForecastTask
  let configuration: TransformerConfiguration
  let usesFAN: Bool
  let markCount: Int

  /// Queries that causal attention treats together.
  private static let causalBlock = 48

  /// Operations of one optimizer step without SAM.
  func stepOperations(batchSize: Int) -> Double {
    Double(2 * batchSize) * (2 * embedding + 3 * dense + 3.5 * pairs)
  }

  private var size: Int { configuration.hiddenSize }
  private var decoderTokens: Int {
    (configuration.labelLength == 0 ? task.lookback / 2 : configuration.labelLength) + task.horizon
  }

  /// The tokens of each layer of the decoder that are carried further.
  private var carried: [Int] {
    Array(repeating: decoderTokens, count: configuration.decoderLayerCount - 1) + [task.horizon]
  }

  private var embedding: Double {
    Double((3 * task.channelCount + markCount) * size * (task.lookback + decoderTokens))
  }

  private var dense: Double {
    let inner = configuration.feedForwardSize
    let feedForward = usesFAN ? 2 * size * inner / 4 * 3 : 2 * size * inner
    let encoder = task.lookback * (4 * size * size + feedForward)
    let decoder = carried.reduce(0) { total, carried in
      let projections = 3 * decoderTokens + carried + 2 * (carried + task.lookback)
      return total + projections * size * size + carried * feedForward
    }
    let projection = task.horizon * size * task.channelCount
    return Double(configuration.encoderLayerCount * encoder + decoder + projection)
  }

  private var pairs: Double {
    let encoder = task.lookback * task.lookback
    let decoder = carried.reduce(0) { $0 + causalPairs + $1 * task.lookback }
    return Double(2 * size * (configuration.encoderLayerCount * encoder + decoder))
  }

  /// Each block of queries with all keys before its end.
  private var causalPairs: Int {
    stride(from: 0, to: decoderTokens, by: Self.causalBlock).reduce(0) { total, first in
      let end = min(decoderTokens, first + Self.causalBlock)
      return total + (end - first) * end
    }
  }
}
