import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A Transformer whose tokens are whole channels: attention mixes channels, the feed-forward parts work on time.
///
/// Each channel's normalised history, and each time feature over the same rows, is mapped to `hiddenSize` numbers;
/// encoder layers, a last norm and a linear map make the forecast of each channel from its token (Liu et al. 2024,
/// https://arxiv.org/abs/2310.06625). Covariates are further tokens (`CovariateTokens`).
public struct ITransformer: NeuralForecaster, PreparedModel, Explaining {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "itransformer", summary: "Transformer whose tokens are whole channels",
    source: "Liu et al. 2024, https://arxiv.org/abs/2310.06625")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width of a token.
    public var hiddenSize = 256
    /// Attention heads, a divisor of the width.
    public var headCount = 8
    /// Inner width of the feed-forward parts.
    public var feedForwardSize = 256
    /// Encoder layers.
    public var layerCount = 2
    /// Share dropped while training.
    public var dropout: Float = 0.1
    /// What is taken out of each window.
    public var normalization = WindowNormalization.instance
    /// Which time features are tokens beside the channels.
    public var calendar = CalendarChoice.auto

    /// The values published for the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width of a token"),
      .integer("headCount", \.headCount, in: 1...256, "attention heads, a divisor of hiddenSize"),
      .integer("feedForwardSize", \.feedForwardSize, in: 1...16384, "inner width of the feed-forward parts"),
      .integer("layerCount", \.layerCount, in: 1...32, "encoder layers"),
      .number("dropout", \.dropout, in: 0...0.95, "share dropped while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
      .choice(
        "calendar", \.calendar, "time features that are tokens too: auto (those of the data), none, h, t, …"),
    ]
  }

  private var normalizer: WindowNormalizer
  private var embedding: Linear
  private var encoder: [TransformerEncoderLayer] = []
  private var norm: LayerNorm
  private var head: Linear
  private var covariates: CovariateTokens
  private let task: ForecastTask
  private let dropout: Dropout

  /// Creates an untrained forecaster.
  ///
  /// - Throws: `ConfigurationError` if the heads do not divide the width.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let size = configuration.hiddenSize
    var form = TransformerForm(
      size: size, headCount: configuration.headCount, feedForwardSize: configuration.feedForwardSize)
    form.dropout = configuration.dropout
    self.task = task
    dropout = Dropout(configuration.dropout)
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    embedding = Linear(inputSize: task.lookback, outputSize: size, using: &generator)
    for _ in 0..<configuration.layerCount {
      encoder.append(try TransformerEncoderLayer(form, using: &generator))
    }
    norm = LayerNorm(size: size)
    head = Linear(inputSize: size, outputSize: task.horizon, using: &generator)
    covariates = CovariateTokens(
      futureCount: task.futureCount, fixedCount: task.fixedCount, rowCount: task.lookback + task.horizon,
      size: size, using: &generator)
  }

  /// Every column.
  public static var takes: Set<ColumnRole> { [.past, .future, .fixed] }

  /// The published recipe of the hourly transformer data; its learning rate stays for two epochs and is then halved with each.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 10
    recipe.patience = 3
    recipe.learningRate = 1e-4
    recipe.schedule = .halving(firstHalvedEpoch: 3)
    return recipe
  }

  /// The time features that were asked for.
  public static func calendarFeatures(
    _ configuration: Configuration, for task: ForecastTask
  ) -> CalendarFeatures? {
    configuration.calendar.features(for: task.frequency)
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    let featureCount = batch.future.map { $0.shape[1] - task.futureCount } ?? 0
    let features =
      featureCount > 0 ? batch.future(of: 0..<task.lookback).map { tokens(0..<featureCount, of: $0) } : nil
    // A time feature is one more channel.
    let channels = features.map { joiningTokens(normalized, $0) } ?? normalized
    let columns =
      task.futureCount == 0 ? nil : batch.future.map { tokens(featureCount..<$0.shape[1], of: $0) }
    let all = covariates(after: embedding(channels), future: columns, fixed: batch.fixed)
    var x = dropout(all, in: &pass)  // [batch, channel + time feature + covariate, hiddenSize]
    for (index, layer) in encoder.enumerated() {
      x = layer(x, in: &pass)
      pass.nameAttention("layer \(index + 1)")
    }
    let forecast = head(norm(tokens(0..<task.channelCount, of: x)))  // [batch, channel, horizon]
    return normalizer.denormalize(forecast, statistics)
  }

  /// How much the tokens, channels first, attend to each other.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    recordedAttention(over: batch, tokens: .channels)
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&embedding, named: "embed")
    for index in encoder.indices { visitor.visit(&encoder[index], named: "encoder.\(index)") }
    visitor.visit(&norm, named: "norm")
    visitor.visit(&head, named: "head")
    visitor.visit(&covariates, named: "covariates")
  }
}
