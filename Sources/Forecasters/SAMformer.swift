import Forecasting
import Layers
import Optimizers
import Tensors
import Training

/// One layer of attention over channels and one linear map over time, inside reversible normalisation.
///
/// `Ŷ = RevIN⁻¹((X' + O(X')) W + b)` with `X' = RevIN(X)` and `O` the attention (Ilbert et al. 2024,
/// https://arxiv.org/abs/2402.10198, equation 6). There is no layer norm, feed-forward part, dropout or position.
public struct SAMformer: NeuralForecaster, Explaining {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "samformer", summary: "attention over channels and one linear map over time, trained with SAM",
    source: "Ilbert et al. 2024, https://arxiv.org/abs/2402.10198")

  /// The values of a SAMformer that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width of queries and keys, and of the values in the low-rank form.
    public var hiddenSize = 16
    /// The paper's form or that of the published PyTorch class.
    public var valuePath = ChannelAttention.ValuePath.lowRank
    /// Whether windows are normalised before and denormalised after.
    public var usesRevIN = true
    /// Cosines and sines together in the outputs of a FAN layer before the projections; 0 for no such layer.
    public var periodicFraction: Float = 0

    /// The published values.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width of queries and keys (and low-rank values)"),
      .choice(
        "valuePath", \.valuePath, "low-rank: the paper's W_V W_O; full: the PyTorch class's square W_V"),
      .boolean("usesRevIN", \.usesRevIN, "normalise each window before and denormalise after"),
      .number(
        "periodicFraction", \.periodicFraction, in: 0...0.99,
        "share of sines and cosines in a FAN layer before the projections (FANformer: 0.25); 0 for no such layer"
      ),
    ]
  }

  private var revIN: RevIN?
  private var attention: ChannelAttention
  private var head: Linear
  private var fan: FANLayer?
  private let channelCount: Int

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    channelCount = task.channelCount
    revIN = configuration.usesRevIN ? RevIN(channelCount: task.channelCount) : nil
    attention = ChannelAttention(
      lookback: task.lookback, hiddenSize: configuration.hiddenSize, valuePath: configuration.valuePath,
      using: &generator)
    switch configuration.valuePath {
    case .lowRank:
      head = Linear(
        inputSize: task.lookback, outputSize: task.horizon,
        initialization: .glorotUniform(fanIn: task.lookback, fanOut: task.horizon), using: &generator)
    case .full:
      head = Linear(
        inputSize: task.lookback, outputSize: task.horizon, initialization: .uniformByFanIn(task.lookback),
        biasInitialization: .uniformByFanIn(task.lookback), using: &generator)
    }
    fan =
      configuration.periodicFraction == 0
      ? nil
      : try FANLayer(
        inputSize: task.lookback, outputSize: task.lookback,
        .init(periodicFraction: configuration.periodicFraction / 2, activation: .identity), using: &generator)
  }

  /// The published training script's recipe; the learning rate is lower for data of many channels, as there.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.learningRate = task.channelCount > 20 ? 1e-4 : 1e-3
    recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
    recipe.rho = 0.7
    return recipe
  }

  /// Windows before any parameter has touched them.
  public struct PreprocessedWindows: Sendable {
    /// Shape `[batch, channel, lookback]`; standardised if `statistics` says by what.
    fileprivate let values: Tensor
    /// Which of them were observed; nil if all were.
    fileprivate let observed: Tensor?
    fileprivate let statistics: RowStatistics?
  }

  /// Standardises each window, unless a FAN layer comes first: gain and offset, which are learnt, are then applied
  /// before it.
  public func preprocessed(_ batch: Batch) -> PreprocessedWindows {
    guard let revIN, fan == nil else {
      return PreprocessedWindows(values: batch.history, observed: batch.observed, statistics: nil)
    }
    let (z, statistics) = revIN.standardize(batch.history, observed: batch.observed)
    return PreprocessedWindows(values: z, observed: nil, statistics: statistics)
  }

  /// The model with its products of parameters multiplied out.
  public struct Prepared: PreparedModel {
    private var revIN: RevIN?
    private var body: Body

    private enum Body {
      case plain(ChannelAttentionHead)
      /// With a FAN layer before the projections.
      case periodic(PeriodicChannelAttentionHead)
    }

    fileprivate init(_ revIN: RevIN?, _ body: ChannelAttentionHead) {
      (self.revIN, self.body) = (revIN, .plain(body))
    }

    fileprivate init(_ revIN: RevIN?, _ body: PeriodicChannelAttentionHead) {
      (self.revIN, self.body) = (revIN, .periodic(body))
    }

    /// Forecasts; shapes are those of `Forecaster`.
    public func output(_ input: PreprocessedWindows, in pass: inout ForwardPass) -> Tensor {
      switch body {
      case .plain(let body):
        return body(input.values, scaling: input.statistics.flatMap { revIN?.scaling($0) })
      case .periodic(let body):
        guard let revIN else { return body(input.values) }
        let (x, statistics) = revIN.normalize(input.values, observed: input.observed)
        return revIN.denormalize(body(x), statistics)  // [batch, channel, horizon]
      }
    }

    /// Shows every parameter in a fixed order; see `Module`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      visitor.visit(&revIN, named: "revin")
      switch body {
      case .plain(var body):
        visitor.visit(&body, named: "body")
        self.body = .plain(body)
      case .periodic(var body):
        visitor.visit(&body, named: "body")
        self.body = .periodic(body)
      }
    }
  }

  /// The model for that many windows; the products of parameters pay off from some number of them on.
  public func prepared(forExamples windowCount: Int) -> Prepared {
    if let fan { return Prepared(revIN, PeriodicChannelAttentionHead(fan, attention, head)) }
    return Prepared(revIN, ChannelAttentionHead(attention, head, rowCount: windowCount * channelCount))
  }

  /// How much each channel attends to each other one.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    let x = revIN?.normalize(batch.history, observed: batch.observed).normalized ?? batch.history
    let weights = attention.attentionWeights(fan?(x) ?? x)
    return [AttentionWeights(layer: "channels", tokens: .channels, weights: weights)]
  }

  /// Names are those of the published PyTorch class.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&revIN, named: "revin")
    attention.visitParameters(&visitor)
    visitor.visit(&head, named: "linear_forecaster")
    visitor.visit(&fan, named: "fan")
  }
}
