import Forecasting
import Layers
import Optimizers
import Tensors
import Training

/// One layer of attention over channels and one linear map over time, inside reversible normalisation.
///
/// `Ŷ = RevIN⁻¹((X' + O(X')) W + b)` with `X' = RevIN(X)` and `O` the attention (Ilbert et al. 2024,
/// https://arxiv.org/abs/2402.10198, equation 6). There is no layer norm, feed-forward part, dropout or position. Settings make
/// the variants of the paper's argument: frozen, temporal, identity or uniform attention, σReparam, no RevIN, more layers; and
/// `feedForward` adds to each channel's history, after each attention, what a hidden layer and a linear map make of it.
public struct SAMformer: NeuralForecaster, Explaining {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "samformer", summary: "attention over channels and one linear map over time, trained with SAM",
    source: "Ilbert et al. 2024, https://arxiv.org/abs/2402.10198")

  /// The values that a user may set.
  public typealias Configuration = SAMformerConfiguration

  private var revIN: RevIN?
  /// At least one.
  private var layers: [WindowAttention]
  private var head: Linear
  /// One for each layer, or none.
  private var fans: [FANLayer] = []
  /// One for each layer, or none.
  private var feedForwards: [FeedForward] = []
  private let channelCount: Int
  private let trainsAttention: Bool

  /// Creates an untrained forecaster.
  ///
  /// - Throws: `ConfigurationError` for heads or a FAN layer that do not fit the widths.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    (channelCount, trainsAttention) = (task.channelCount, configuration.trainsAttention)
    revIN = configuration.usesRevIN ? RevIN(channelCount: task.channelCount) : nil
    func layer(_ generator: inout SeededGenerator) throws(ConfigurationError) -> WindowAttention {
      try WindowAttention(
        lookback: task.lookback, channelCount: task.channelCount, configuration.settings, using: &generator)
    }
    layers = [try layer(&generator)]
    switch configuration.valuePath {
    case .lowRank:
      head = .glorot(task.lookback, task.horizon, using: &generator)
    case .full:
      head = Linear(inputSize: task.lookback, outputSize: task.horizon, using: &generator)
    }
    for index in 0..<configuration.layerCount {
      if index > 0 { layers.append(try layer(&generator)) }
      guard configuration.periodicFraction > 0 else { continue }
      let width = configuration.attention == .temporal ? task.channelCount : task.lookback
      fans.append(
        try FANLayer(
          inputSize: width, outputSize: width,
          .init(periodicFraction: configuration.periodicFraction / 2, activation: .identity),
          using: &generator))
    }
    guard let part = configuration.feedForward else { return }
    for _ in 0..<configuration.layerCount {
      feedForwards.append(
        try FeedForward(part, size: configuration.feedForwardSize, task.lookback, using: &generator))
    }
  }

  /// The published training script's recipe; the learning rate is lower for data of many channels, and attention that is not
  /// trained goes without SAM, as there.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.learningRate = task.channelCount > 20 ? 1e-4 : 1e-3
    recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
    recipe.rho = configuration.trainsAttention ? 0.7 : 0
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

  /// Standardises each window if that is all that comes before the product with the weights: gain and offset, which are learnt,
  /// are applied before layers that are not multiplied out.
  public func preprocessed(_ batch: Batch) -> PreprocessedWindows {
    guard let revIN, multipliedOut != nil else {
      return PreprocessedWindows(values: batch.history, observed: batch.observed, statistics: nil)
    }
    let (z, statistics) = revIN.standardize(batch.history, observed: batch.observed)
    return PreprocessedWindows(values: z, observed: nil, statistics: statistics)
  }

  /// The attention, if it is one layer that the head can be multiplied into.
  private var multipliedOut: WindowAttention? {
    layers.count == 1 && fans.isEmpty && feedForwards.isEmpty && layers[0].isChannelAttention
      ? layers[0] : nil
  }

  /// The model with its products of parameters multiplied out.
  public struct Prepared: PreparedModel {
    private var revIN: RevIN?
    private var body: Body

    private enum Body {
      case multipliedOut(ChannelAttentionHead)
      case stack(AttentionStack)
    }

    fileprivate init(_ revIN: RevIN?, _ body: ChannelAttentionHead) {
      (self.revIN, self.body) = (revIN, .multipliedOut(body))
    }

    fileprivate init(_ revIN: RevIN?, _ body: AttentionStack) {
      (self.revIN, self.body) = (revIN, .stack(body))
    }

    /// Forecasts; shapes are those of `Forecaster`.
    public func output(_ input: PreprocessedWindows, in pass: inout ForwardPass) -> Tensor {
      switch body {
      case .multipliedOut(let body):
        return body(input.values, scaling: input.statistics.flatMap { revIN?.scaling($0) })
      case .stack(let body):
        guard let revIN else { return body(input.values, in: &pass) }
        let (x, statistics) = revIN.normalize(input.values, observed: input.observed)
        return revIN.denormalize(body(x, in: &pass), statistics)  // [batch, channel, horizon]
      }
    }

    /// Shows every parameter in a fixed order; see `Module`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      visitor.visit(&revIN, named: "revin")
      switch body {
      case .multipliedOut(var body):
        visitor.visit(&body, named: "body")
        self.body = .multipliedOut(body)
      case .stack(var body):
        visitor.visit(&body, named: "body")
        self.body = .stack(body)
      }
    }
  }

  private var stack: AttentionStack { AttentionStack(layers, fans, feedForwards, head) }

  /// The model for that many windows; the products of parameters pay off from some number of them on.
  public func prepared(forExamples windowCount: Int) -> Prepared {
    guard let attention = multipliedOut?.asChannelAttention else {
      return Prepared(revIN, stack)
    }
    return Prepared(revIN, ChannelAttentionHead(attention, head, rowCount: windowCount * channelCount))
  }

  /// The directions of σReparam follow the weights.
  public mutating func finishStep() {
    guard trainsAttention else { return }
    for index in layers.indices { layers[index].finishStep() }
  }

  /// How much each channel, or each step of time, attends to each other one.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    let x = revIN?.normalize(batch.history, observed: batch.observed).normalized ?? batch.history
    let isTemporal = layers[0].form == .temporal
    return stack.attentionWeights(x).enumerated().map { index, weights in
      let name = isTemporal ? "times" : "channels"
      return AttentionWeights(
        layer: layers.count == 1 ? name : "\(name), layer \(index + 1)",
        tokens: isTemporal ? .times : .channels, weights: weights)
    }
  }

  /// Names are those of the published PyTorch class; layers after the first, and what it does not have, add to them.
  /// Attention that is not trained is shown as state.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&revIN, named: "revin")
    if trainsAttention {
      layers[0].visitParameters(&visitor)
      visitor.visit(&head, named: "linear_forecaster")
      visitFurtherLayers(&visitor)
    } else {
      visitor.visitFrozen { layers[0].visitParameters(&$0) }
      visitor.visit(&head, named: "linear_forecaster")
      visitor.visitFrozen { visitFurtherLayers(&$0) }
    }
    for index in feedForwards.indices {
      visitor.visit(&feedForwards[index], named: index == 0 ? "ffn" : "layer\(index).ffn")
    }
  }

  private mutating func visitFurtherLayers(_ visitor: inout some ParameterVisitor) {
    for index in layers.indices {
      if index > 0 { visitor.visit(&layers[index], named: "layer\(index)") }
      if !fans.isEmpty { visitor.visit(&fans[index], named: index == 0 ? "fan" : "layer\(index).fan") }
    }
  }
}

extension FeedForward {
  /// A hidden layer of a kind and a linear map back to the history that it is added to, without dropout: one made of bounded
  /// cosines and sines, as published, could not reach the values of a history.
  ///
  /// - Parameter size: Width of the hidden layer if it is plain.
  fileprivate init(
    _ part: FeedForwardPart, size: Int, _ lookback: Int, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let width = part.width(matching: size) { part, width in
      part.parameterCount(inputSize: lookback, outputSize: width) + (width + 1) * lookback
    }
    try self.init(
      size: lookback, hiddenSize: width, .hidden(part.layer(isFirst: true)), dropout: 0, using: &generator)
  }
}
