import Forecasting
import Layers
import Optimizers
import Tensors
import Training

/// Blocks that mix first the steps of each channel and then the channels of each step, and a linear map over time.
///
/// With `BN` a batch normalisation over all pairs of step and channel: `x ← x + drop(relu(Tᵀ BN(x)))` over time, then
/// `x ← x + drop(W₂ drop(relu(W₁ BN(x))))` over channels (Chen et al. 2023, https://arxiv.org/abs/2303.06053). Every
/// block has weights of its own; the code released with SAMformer shares one set among all blocks.
public struct TSMixer: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "tsmixer", summary: "perceptrons over time and over channels in turn",
    source: "Chen et al. 2023, https://arxiv.org/abs/2303.06053")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Blocks, each with weights of its own.
    public var blockCount = 2
    /// Width of the perceptron over channels.
    public var hiddenSize = 64
    /// Share dropped while training.
    public var dropout: Float = 0.9
    /// How much of the running statistics a batch leaves.
    public var keptShare: Float = 0.99
    /// What is taken out of each window.
    public var normalization = WindowNormalization.revin

    /// The values published for the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("blockCount", \.blockCount, in: 1...64, "blocks, each with weights of its own"),
      .integer("hiddenSize", \.hiddenSize, in: 1...8192, "width of the perceptron over channels"),
      .number("dropout", \.dropout, in: 0...0.95, "share dropped while training"),
      .number("keptShare", \.keptShare, in: 0...0.9999, "how much of the running statistics a batch leaves"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    ]
  }

  private var normalizer: WindowNormalizer
  private var blocks: [Block] = []
  private var head: Linear
  private let dropout: Float

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    for _ in 0..<configuration.blockCount {
      blocks.append(Block(configuration, for: task, using: &generator))
    }
    head = Block.dense(task.lookback, task.horizon, &generator)
    dropout = configuration.dropout
  }

  /// The recipe of SAMformer's training script for this model, with its default radius of 0.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.learningRate = task.channelCount > 20 ? 1e-4 : 1e-3
    recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history)
    var x = normalized.transposed()  // [batch, lookback, channel]
    for block in blocks { x = block(x, dropout: dropout, in: &pass) }
    return normalizer.denormalize(head(x.transposed()), statistics)  // [batch, channel, horizon]
  }

  /// Shows every parameter and the running statistics in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    for index in blocks.indices { visitor.visit(&blocks[index], named: "blocks.\(index)") }
    visitor.visit(&head, named: "head")
  }
}

/// One block: time, then channels.
private struct Block: Module {
  private var timeNorm: BatchNorm
  private var time: Linear
  private var channelNorm: BatchNorm
  private var first: Linear
  private var second: Linear

  // Keras' ε, as in the published code.
  private static let epsilon: Float = 1e-3

  init(
    _ configuration: TSMixer.Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) {
    let plane = task.lookback * task.channelCount
    timeNorm = BatchNorm(size: plane, epsilon: Self.epsilon, keptShare: configuration.keptShare)
    channelNorm = BatchNorm(size: plane, epsilon: Self.epsilon, keptShare: configuration.keptShare)
    time = Self.dense(task.lookback, task.lookback, &generator)
    first = Self.dense(task.channelCount, configuration.hiddenSize, &generator)
    second = Self.dense(configuration.hiddenSize, task.channelCount, &generator)
  }

  /// A linear map drawn as Keras does.
  static func dense(_ inputSize: Int, _ outputSize: Int, _ generator: inout SeededGenerator) -> Linear {
    Linear(
      inputSize: inputSize, outputSize: outputSize,
      initialization: .glorotUniform(fanIn: inputSize, fanOut: outputSize), using: &generator)
  }

  /// - Parameter x: Shape `[batch, lookback, channel]`.
  /// - Returns: The same shape.
  func callAsFunction(_ x: Tensor, dropout: Float, in pass: inout ForwardPass) -> Tensor {
    let steps = normalized(x, by: timeNorm, in: &pass).transposed()  // [batch, channel, lookback]
    let mixed = time(steps, activation: .relu, dropout: pass.dropoutMask(dropout))
    let between = x + mixed.transposed()  // [batch, lookback, channel]
    let hidden = first(
      normalized(between, by: channelNorm, in: &pass), activation: .relu, dropout: pass.dropoutMask(dropout))
    return second(hidden, dropout: pass.dropoutMask(dropout), adding: between)
  }

  /// Each pair of step and channel by itself.
  private func normalized(_ x: Tensor, by norm: BatchNorm, in pass: inout ForwardPass) -> Tensor {
    norm(x.reshaped(to: [x.shape[0], x.shape[1] * x.shape[2]]), in: &pass).reshaped(to: x.shape)
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&timeNorm, named: "norm1")
    visitor.visit(&time, named: "time")
    visitor.visit(&channelNorm, named: "norm2")
    visitor.visit(&first, named: "first")
    visitor.visit(&second, named: "second")
  }
}
