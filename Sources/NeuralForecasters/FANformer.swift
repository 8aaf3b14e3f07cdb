import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// Layers whose attention reads its tokens through a FAN layer, over channels or over steps of time.
///
/// With channels as tokens, a linear map makes a token of each channel's history and another one the forecast of a
/// token. With steps of time, they make a token of the channels at a step, and channels of a token; a linear map over
/// time, the same for all channels, then makes the forecast. The layers are those of Dong et al. 2025,
/// https://arxiv.org/abs/2502.21309.
///
/// Covariates are tokens beside the channels (`CovariateTokens`). With steps of time they join the channels of each
/// step, and the steps to forecast become tokens too, with zeros for the channels.
public struct FANformer: NeuralForecaster, PreparedModel, Explaining {
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
  /// Where tokens are channels.
  private var covariates: CovariateTokens?
  private let task: ForecastTask

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    try configuration.check()
    let (size, isOverTime) = (configuration.hiddenSize, configuration.tokens == .time)
    self.task = task
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    embedding = Linear(
      inputSize: isOverTime ? task.channelCount + task.covariateCount : task.lookback, outputSize: size,
      using: &generator)
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
    guard isOverTime else {
      covariates = CovariateTokens(
        futureCount: task.futureCount, fixedCount: task.fixedCount, rowCount: task.lookback + task.horizon,
        size: size, using: &generator)
      return
    }
    let stepCount = task.lookback + (task.covariateCount > 0 ? task.horizon : 0)
    head = Linear(inputSize: stepCount, outputSize: task.horizon, using: &generator)
  }

  /// Every column.
  public static var takes: Set<ColumnRole> { [.past, .future, .fixed] }

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
    normalizer(batch.history, observed: batch.observed) { values in
      guard let head else {
        let channels = embedding(values)
        let all = covariates?(after: channels, future: batch.future, fixed: batch.fixed) ?? channels
        return projection(tokens(0..<task.channelCount, of: encoded(all, &pass)))
      }
      let channels = projection(encoded(embedding(steps(values, batch)), &pass))  // [batch, step, channel]
      return head(channels.transposed())  // [batch, channel, horizon]
    }
  }

  /// What a step of time is made of: the channels, and the covariates of a step. The steps to forecast are there where
  /// there are covariates.
  private func steps(_ values: Tensor, _ batch: Batch) -> Tensor {
    let (lookback, horizon) = (task.lookback, task.horizon)
    guard task.covariateCount > 0, let known = batch.covariates(of: 0..<lookback + horizon) else {
      return values.transposed()
    }
    return joiningTokens(lastSteps(values, count: lookback, thenZeros: horizon), known).transposed()
  }

  /// - Parameter tokens: Shape `[batch, token, hiddenSize]`.
  /// - Returns: Shape `[batch, token, hiddenSize]`.
  private func encoded(_ tokens: Tensor, _ pass: inout ForwardPass) -> Tensor {
    var x = tokens
    for (index, layer) in layers.enumerated() {
      x = layer(x, in: &pass)
      pass.nameAttention("layer \(index + 1)")
    }
    return norm(x)
  }

  /// How much channels, or steps of time, attend to each other.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    recordedAttention(over: batch, tokens: head == nil ? .channels : .times)
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&embedding, named: "embedding")
    visitor.visit(&layers, named: "layers")
    visitor.visit(&norm, named: "norm")
    visitor.visit(&projection, named: "projection")
    visitor.visit(&head, named: "head")
    visitor.visit(&covariates, named: "covariates")
  }
}
