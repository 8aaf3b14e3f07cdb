import Forecasting
import Layers
import Optimizers
import Tensors
import Training

/// Layers whose attention reads its tokens through a FAN layer, over channels or over steps of time.
///
/// With channels as tokens, a linear map makes a token of each channel's history and another one the forecast of a
/// token. With steps of time, they make a token of the channels at a step, and channels of a token; a linear map over
/// time, the same for all channels, then makes the forecast. The layers are those of Dong et al. 2025,
/// https://arxiv.org/abs/2502.21309.
public struct FANformer: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "fanformer", summary: "attention behind FAN layers, over channels or over time",
    source: "Dong et al. 2025, https://arxiv.org/abs/2502.21309")

  /// The values that a user may set.
  public typealias Configuration = FANformerConfiguration

  private var normalizer: WindowNormalizer
  private var embedding: Linear
  private var layers: [FANformerLayer]
  private var norm: RMSNorm
  private var projection: Linear
  /// From lookback to horizon, where tokens are steps of time.
  private var head: Linear?

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    try configuration.check()
    let (size, isOverTime) = (configuration.hiddenSize, configuration.tokens == .time)
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    embedding = Linear(
      inputSize: isOverTime ? task.channelCount : task.lookback, outputSize: size, using: &generator)
    layers = []
    for _ in 0..<configuration.layerCount {
      layers.append(
        try FANformerLayer(
          size: size, feedForwardSize: configuration.feedForwardSize, attention: configuration.attention,
          using: &generator))
    }
    norm = RMSNorm(size: size)
    projection = Linear(
      inputSize: size, outputSize: isOverTime ? task.channelCount : task.horizon, using: &generator)
    head =
      isOverTime ? Linear(inputSize: task.lookback, outputSize: task.horizon, using: &generator) : nil
  }

  /// Our own, there being no published one for forecasts.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 20
    recipe.patience = 3
    recipe.learningRate = 5e-4
    recipe.schedule = .halving(firstHalvedEpoch: 4)
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    normalizer(batch.history) { values in
      guard let head else { return projection(encoded(values, &pass)) }
      let channels = projection(encoded(values.transposed(), &pass))  // [batch, lookback, channel]
      return head(channels.transposed())  // [batch, channel, horizon]
    }
  }

  /// - Parameter tokens: Shape `[batch, token, what a token is made of]`.
  /// - Returns: Shape `[batch, token, hiddenSize]`.
  private func encoded(_ tokens: Tensor, _ pass: inout ForwardPass) -> Tensor {
    var x = embedding(tokens)
    for layer in layers { x = layer(x, in: &pass) }
    return norm(x)
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&embedding, named: "embedding")
    visitor.visit(&layers, named: "layers")
    visitor.visit(&norm, named: "norm")
    visitor.visit(&projection, named: "projection")
    visitor.visit(&head, named: "head")
  }
}
