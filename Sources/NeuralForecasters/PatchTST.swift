import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A Transformer over patches of each channel by itself.
///
/// Windows are normalised, cut into overlapping patches, mapped to `hiddenSize` numbers each, given a learnt position and
/// sent through encoder layers; a linear map makes the forecast of the channel from all patches (Nie et al. 2023,
/// https://arxiv.org/abs/2211.14730). As in the published code, layers pass their attention scores on to the next one,
/// and normalise the features of all patches of a batch after each sum. `feedForward` chooses what the feed-forward parts are.
public struct PatchTST: NeuralForecaster, PreparedModel, Explaining {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "patchtst", summary: "Transformer over patches of each channel by itself",
    source: "Nie et al. 2023, https://arxiv.org/abs/2211.14730")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Steps of a patch; a history shorter than the usual 16 is one patch.
    public var patchLength = 16
    /// Steps from one patch to the next.
    public var patchStride = 8
    /// Width of a patch between the layers.
    public var hiddenSize = 16
    /// Attention heads, a divisor of the width.
    public var headCount = 4
    /// Inner width of the feed-forward parts.
    public var feedForwardSize = 128
    /// Encoder layers.
    public var layerCount = 3
    /// Share dropped while training.
    public var dropout: Float = 0.3
    /// What is taken out of each window.
    public var normalization = WindowNormalization.revin
    /// What the feed-forward parts are; `feedForwardSize` is that of the plain ones.
    public var feedForward = FeedForwardPart.plain

    /// The values published for the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer(
        "patchLength", \.patchLength, in: 1...4096,
        "steps of a patch; fewer than 16 rows of history are one patch"),
      .integer("patchStride", \.patchStride, in: 1...4096, "steps from one patch to the next"),
      .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width of a patch between the layers"),
      .integer("headCount", \.headCount, in: 1...256, "attention heads, a divisor of hiddenSize"),
      .integer("feedForwardSize", \.feedForwardSize, in: 1...16384, "inner width of the feed-forward parts"),
      .integer("layerCount", \.layerCount, in: 1...32, "encoder layers"),
      .number("dropout", \.dropout, in: 0...0.95, "share dropped while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
      .feedForward(\.feedForward),
    ]
  }

  private var normalizer: WindowNormalizer
  private var embedding: Linear
  /// Shape `[patch, hiddenSize]`.
  private var positions: Tensor
  private var layers: [PatchLayer] = []
  private var head: Linear
  private let configuration: Configuration
  /// The usual length of a patch, where the history is shorter.
  private let missedLength: Int?

  /// Creates an untrained forecaster.
  ///
  /// - Throws: `ConfigurationError` if a patch of another than the usual length is longer than the history, or the heads do not
  ///   divide the width.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let usual = Configuration().patchLength
    let isCut = configuration.patchLength == usual && usual > task.lookback
    let (length, size) = (isCut ? task.lookback : configuration.patchLength, configuration.hiddenSize)
    guard length <= task.lookback else {
      throw .invalidValue(
        key: "patchLength", value: "\(length)", accepted: "1 … \(task.lookback), the rows of history")
    }
    guard size.isMultiple(of: configuration.headCount) else {
      throw .invalidValue(
        key: "headCount", value: "\(configuration.headCount)", accepted: "a divisor of the width \(size)")
    }
    guard size >= 4 || !configuration.feedForward.isFAN else {
      throw .invalidValue(
        key: "feedForward", value: "\(configuration.feedForward)",
        accepted: "plain, siren or snake for a hiddenSize below 4, which has no room for cosines and sines")
    }
    var own = configuration
    own.patchLength = length
    self.configuration = own
    missedLength = isCut ? usual : nil
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    embedding = Linear(inputSize: length, outputSize: size, using: &generator)
    let count = (task.lookback - length) / configuration.patchStride + 2
    positions = Tensor(
      shape: [count, size], values: (0..<count * size).map { _ in generator.uniform(in: -0.02..<0.02) })
    for _ in 0..<configuration.layerCount {
      layers.append(try PatchLayer(configuration, using: &generator))
    }
    head = Linear(inputSize: count * size, outputSize: task.horizon, using: &generator)
  }

  /// The length of the patches that there are.
  public func resolved(_ configuration: Configuration) -> Configuration {
    var result = configuration
    result.patchLength = self.configuration.patchLength
    return result
  }

  /// What a history that is shorter than the usual patch leads to.
  public var notes: [String] {
    guard let missedLength else { return [] }
    return [
      "patchtst: a patch of \(missedLength) rows does not fit into the lookback; patches have "
        + "\(configuration.patchLength) (a longer lookback may be given)"
    ]
  }

  /// Each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [] }

  /// The published recipe without its schedules, which differ between the data sets.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.batchSize = 128
    recipe.learningRate = 1e-4
    recipe.patience = 20
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    let (batch, channels) = (normalized.shape[0], normalized.shape[1])
    let (count, size) = (positions.shape[0], positions.shape[1])
    let pieces = patches(normalized, length: configuration.patchLength, stride: configuration.patchStride)
    let rows = pieces.reshaped(to: [batch * channels, count, configuration.patchLength])
    let embedded = adding(positions, toEach: embedding(rows))
    var x = Dropout(configuration.dropout)(embedded, in: &pass)  // [batch · channel, patch, hiddenSize]
    var scores: Tensor?
    for (index, layer) in layers.enumerated() {
      (x, scores) = layer(x, adding: scores, in: &pass)
      pass.nameAttention("layer \(index + 1)")
    }
    let forecast = head(x.reshaped(to: [batch, channels, count * size]))
    return normalizer.denormalize(forecast, statistics)  // [batch, channel, horizon]
  }

  /// How much the patches of a channel attend to each other.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    recordedAttention(over: batch, tokens: .patches).map { layer in
      let shape =
        [batch.count, layer.weights.shape[0] / max(1, batch.count)] + layer.weights.shape.dropFirst()
      return AttentionWeights(
        layer: layer.layer, tokens: layer.tokens,
        weights: layer.weights.reshaped(to: shape))  // [batch, channel, head, patch, patch]
    }
  }

  /// Shows every parameter and the running statistics in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&embedding, named: "embedding")
    visitor.visit(&positions, named: "positions")
    for index in layers.indices { visitor.visit(&layers[index], named: "layers.\(index)") }
    visitor.visit(&head, named: "head")
  }
}

/// An encoder layer whose attention scores go on to the next one, with batch normalisation after each sum.
private struct PatchLayer: Module {
  private var projections: Linear
  private var out: Linear
  private var norm1: BatchNorm
  private var feedForward: FeedForward
  private var norm2: BatchNorm
  private let headCount: Int
  private let dropout: Float

  init(
    _ configuration: PatchTST.Configuration, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let (size, part) = (configuration.hiddenSize, configuration.feedForward)
    let inner = part.width(matching: configuration.feedForwardSize) { part, width in
      part.parameterCount(inputSize: size, outputSize: width)
        + part.parameterCount(inputSize: width, outputSize: size)
    }
    projections = Linear(inputSize: size, outputSize: 3 * size, using: &generator)
    out = Linear(inputSize: size, outputSize: size, using: &generator)
    // PyTorch's ε and momentum, as in the published code.
    norm1 = BatchNorm(size: size, epsilon: 1e-5, keptShare: 0.9)
    feedForward = try FeedForward(
      size: size, hiddenSize: inner, part.feedForward, dropout: configuration.dropout, using: &generator)
    norm2 = BatchNorm(size: size, epsilon: 1e-5, keptShare: 0.9)
    (headCount, dropout) = (configuration.headCount, configuration.dropout)
  }

  /// - Parameter x: Shape `[row, patch, size]`.
  /// - Parameter previous: Scores of the layer before, shape `[row, head, patch, patch]`.
  /// - Returns: The same shapes.
  func callAsFunction(
    _ x: Tensor, adding previous: Tensor?, in pass: inout ForwardPass
  ) -> (Tensor, Tensor?) {
    let packed = projections(x)  // [row, patch, 3 size]
    let scores = residualScores(packed, headCount: headCount, adding: previous)
    pass.recordAttention(softmax(scores))
    let mixed = mixingValues(of: packed, by: scores)
    let attended = norm1(out(mixed, dropout: pass.dropoutMask(dropout), adding: x), in: &pass)
    return (norm2(feedForward(attended, adding: attended, in: &pass), in: &pass), scores)
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&projections, named: "attention.in_proj")
    visitor.visit(&out, named: "attention.out_proj")
    visitor.visit(&norm1, named: "norm1")
    visitor.visit(&feedForward, named: "ffn")
    visitor.visit(&norm2, named: "norm2")
  }
}
