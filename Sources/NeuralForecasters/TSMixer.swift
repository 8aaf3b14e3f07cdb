import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// Blocks that mix first the steps of each channel and then the channels of each step, and a linear map over time.
///
/// With `BN` a batch normalisation over all pairs of step and channel: `x ← x + drop(relu(Tᵀ BN(x)))` over time, then
/// `x ← x + drop(W₂ drop(relu(W₁ BN(x))))` over channels (Chen et al. 2023, https://arxiv.org/abs/2303.06053). Every
/// block has weights of its own; the code released with SAMformer shares one set among all blocks. With covariates it is
/// the paper's extended form, whose blocks mix the rows of the forecast.
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

    var form: MixingForm { MixingForm(hiddenSize: hiddenSize, dropout: dropout, keptShare: keptShare) }
  }

  private var normalizer: WindowNormalizer
  private var blocks: [Block] = []
  private var head: Linear?
  /// What takes the place of blocks and head where there are covariates.
  private var extended: ExtendedTSMixer?

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    guard task.covariateCount == 0 else {
      extended = ExtendedTSMixer(configuration, for: task, using: &generator)
      return
    }
    for _ in 0..<configuration.blockCount {
      blocks.append(Block(configuration, for: task, using: &generator))
    }
    head = .glorot(task.lookback, task.horizon, using: &generator)
  }

  /// Every column.
  public static var takes: Set<ColumnRole> { [.past, .future, .fixed] }

  /// The recipe of SAMformer's training script for this model, with its default radius of 0.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.learningRate = task.channelCount > 20 ? 1e-4 : 1e-3
    recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    guard let head else {
      return normalizer.denormalize(extended?(normalized, batch, in: &pass) ?? normalized, statistics)
    }
    var x = normalized.transposed()  // [batch, lookback, channel]
    for block in blocks { x = block(x, in: &pass) }
    return normalizer.denormalize(head(x.transposed()), statistics)  // [batch, channel, horizon]
  }

  /// Shows every parameter and the running statistics in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    for index in blocks.indices { visitor.visit(&blocks[index], named: "blocks.\(index)") }
    visitor.visit(&head, named: "head")
    visitor.visit(&extended, named: "extended")
  }
}

/// One block: time, then channels.
private struct Block: Module {
  private var time: TimeMixing
  private var channels: FeatureMixing

  init(
    _ configuration: TSMixer.Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) {
    let (steps, width) = (task.lookback, task.channelCount)
    time = TimeMixing(stepCount: steps, featureCount: width, configuration.form, using: &generator)
    channels = FeatureMixing(
      stepCount: steps, inputSize: width, outputSize: width, configuration.form, using: &generator)
  }

  /// - Parameter x: Shape `[batch, lookback, channel]`.
  /// - Returns: The same shape.
  func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    channels(time(x, in: &pass), in: &pass)
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    time.visitParameters(&visitor)
    channels.visitParameters(&visitor)
  }
}
