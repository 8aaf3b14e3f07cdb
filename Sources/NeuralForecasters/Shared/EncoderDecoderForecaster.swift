import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A forecaster that is an encoder-decoder Transformer; its kinds differ in the feed-forward parts only.
///
/// Covariates join the features of the calendar in the tokens of encoder and decoder, the fixed ones in every row (as in
/// the Transformers of https://github.com/Nixtla/neuralforecast).
public protocol EncoderDecoderForecaster: NeuralForecaster, PreparedModel, Explaining
where Configuration == TransformerConfiguration, Prepared == Self {
  /// What the feed-forward parts are.
  static var feedForward: FeedForward.Form { get }
  /// Normalisation and network.
  var body: EncoderDecoderBody { get set }
  /// Creates a forecaster from its only part.
  init(body: EncoderDecoderBody)
}

extension EncoderDecoderForecaster {
  /// The features chosen in the configuration.
  public static func calendarFeatures(
    _ configuration: TransformerConfiguration, for task: ForecastTask
  ) -> CalendarFeatures? {
    configuration.calendar.features(for: task.frequency)
  }

  /// Every column.
  public static var takes: Set<ColumnRole> { [.past, .future, .fixed] }

  /// The published recipe, with the learning rate of the plain Transformer for all kinds, so that they compare.
  ///
  /// The published scripts train FAN with 1e-5 and the plain Transformer with 1e-4 on the transformer data, both with
  /// 1e-5, batches of 256 and less patience on data of many channels.
  public static func recipe(
    for task: ForecastTask, _ configuration: TransformerConfiguration
  ) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 10
    recipe.patience = 3
    recipe.learningRate = 1e-4
    recipe.schedule = .halving(firstHalvedEpoch: 3)
    return recipe
  }

  /// Creates an untrained forecaster.
  public init(
    _ configuration: TransformerConfiguration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    try configuration.check(for: task)
    let features = Self.calendarFeatures(configuration, for: task)
    var sizes = EncoderDecoder.Sizes(
      channelCount: task.channelCount, featureCount: (features?.features.count ?? 0) + task.covariateCount,
      lookback: task.lookback, labelLength: configuration.labelLength(for: task), horizon: task.horizon)
    sizes.encoderLayerCount = configuration.encoderLayerCount
    sizes.decoderLayerCount = configuration.decoderLayerCount
    var form = TransformerForm(
      size: configuration.hiddenSize, headCount: configuration.headCount,
      feedForwardSize: configuration.feedForwardSize)
    form.feedForward = Self.feedForward
    form.isPreNorm = configuration.isPreNorm
    form.dropout = configuration.dropout
    self.init(
      body: EncoderDecoderBody(
        normalizer: WindowNormalizer(configuration.normalization, channelCount: task.channelCount),
        network: try EncoderDecoder(sizes, form, using: &generator)))
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    body.normalizer(batch.history, observed: batch.observed) { values in
      body.network(values, calendar: features(of: batch), in: &pass)
    }
  }

  /// The calendar and the covariates of history and future, `[batch, row, feature]` each.
  private func features(of batch: Batch) -> (history: Tensor, future: Tensor)? {
    let lookback = batch.history.size(ofAxis: -1)
    guard let history = batch.covariates(of: 0..<lookback),
      let future = batch.covariates(of: lookback..<lookback + body.network.horizon)
    else { return nil }
    return (history.transposed(), future.transposed())
  }

  /// How much rows of history and forecast attend to each other.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    recordedAttention(over: batch, tokens: .times)
  }

  /// Names are those of the golden tensors.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&body.normalizer, named: "revin")
    body.network.visitParameters(&visitor)
  }
}

/// The parts of an ``EncoderDecoderForecaster``.
public struct EncoderDecoderBody: Sendable {
  var normalizer: WindowNormalizer
  var network: EncoderDecoder
}
