import Forecasting
import Layers
import Optimizers
import Tensors

/// One layer of attention over channels and one linear map over time, inside reversible normalisation.
///
/// `Ŷ = RevIN⁻¹((X' + O(X')) W + b)` with `X' = RevIN(X)` and `O` the attention (Ilbert et al. 2024,
/// https://arxiv.org/abs/2402.10198, equation 6). There is no layer norm, feed-forward part, dropout or position.
public struct SAMformer: NeuralForecaster {
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

  /// The model with its products of parameters multiplied out.
  public struct Prepared: PreparedForecaster {
    fileprivate var revIN: RevIN?
    fileprivate var body: ChannelAttentionHead?
    /// In place of `body` where a FAN layer stands before the projections.
    fileprivate var periodicBody: PeriodicChannelAttentionHead?

    /// Forecasts; shapes are those of ``Forecaster``.
    public func forecast(_ history: History, in pass: inout ForwardPass) -> Tensor {
      if let body { return forecast(history, by: body) }
      guard let periodicBody else { preconditionFailure("SAMformer: prepared without a body") }
      guard let revIN else { return periodicBody(history.values) }
      let (x, statistics) = revIN.normalize(history.values)  // [batch, channel, lookback]
      return revIN.denormalize(periodicBody(x), statistics)  // [batch, channel, horizon]
    }

    private func forecast(_ history: History, by body: ChannelAttentionHead) -> Tensor {
      guard let revIN else { return body(history.values, scaling: nil) }
      let (z, statistics) = history.standardized(by: revIN)  // [batch, channel, lookback]
      return body(z, scaling: revIN.scaling(statistics))  // [batch, channel, horizon]
    }

    /// Shows every parameter in a fixed order; see ``Module``.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      visitor.visit(&revIN, named: "revin")
      visitor.visit(&body, named: "body")
      visitor.visit(&periodicBody, named: "periodic_body")
    }
  }

  /// The model for that many windows; the products of parameters pay off from some number of them on.
  public func prepared(forWindows windowCount: Int) -> Prepared {
    if let fan {
      return Prepared(
        revIN: revIN, body: nil, periodicBody: PeriodicChannelAttentionHead(fan, attention, head))
    }
    let body = ChannelAttentionHead(attention, head, rowCount: windowCount * channelCount)
    return Prepared(revIN: revIN, body: body, periodicBody: nil)
  }

  /// How much each channel attends to each other one.
  public func attention(over history: History) -> [AttentionWeights] {
    let x = revIN?.normalize(history.values).normalized ?? history.values
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
