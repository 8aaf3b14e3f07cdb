import Forecasting
import Layers
import Optimizers
import Tensors
import Training

/// A stack of Mamba mixers over time, all channels together, with a linear map from lookback to horizon.
///
/// Each step is mapped to `hiddenSize` numbers; then `x ← x + Mixer(RMSNorm(x))` for each layer, a last RMSNorm, a map
/// back to the channels and one over time. The usual small forecaster returns the last steps of the mixed lookback, which
/// cannot be longer than it (https://github.com/thuml/Time-Series-Library, MambaSimple); the map over time has no such
/// limit. Steps need no positions: the scan is causal.
public struct Mamba: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "mamba", summary: "selective state-space layers over time, all channels together",
    source: "Gu and Dao 2023, https://arxiv.org/abs/2312.00752")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width of a step between the mixers.
    public var hiddenSize = 64
    /// States of each channel within a mixer.
    public var stateCount = 16
    /// Channels within a mixer, as a multiple of the width.
    public var expansion = 2
    /// Steps that the convolution of a mixer sees.
    public var kernelSize = 4
    /// Mixers.
    public var layerCount = 2
    /// Share dropped from what each mixer adds.
    public var dropout: Float = 0.1
    /// What is taken out of each window.
    public var normalization = WindowNormalization.instance

    /// The published mixer at a width that trains in a minute or two on the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width of a step between the mixers"),
      .integer("stateCount", \.stateCount, in: 1...256, "states of each channel within a mixer"),
      .integer("expansion", \.expansion, in: 1...8, "channels within a mixer, as a multiple of hiddenSize"),
      .integer("kernelSize", \.kernelSize, in: 1...64, "steps that the convolution of a mixer sees"),
      .integer("layerCount", \.layerCount, in: 1...64, "mixers, one after another"),
      .number("dropout", \.dropout, in: 0...0.95, "share dropped from what each mixer adds, while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    ]
  }

  /// A mixer and the norm before it.
  private struct Block: Module {
    var norm: RMSNorm
    var mixer: MambaMixer

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      visitor.visit(&norm, named: "norm")
      visitor.visit(&mixer, named: "mixer")
    }
  }

  private var normalizer: WindowNormalizer
  private var embedding: Linear
  private var blocks: [Block] = []
  private var norm: RMSNorm
  private var projection: Linear
  private var head: Linear
  private let dropout: Dropout

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let size = configuration.hiddenSize
    let sizes = MambaMixer.Sizes(
      size: size, stateCount: configuration.stateCount, expansion: configuration.expansion,
      kernelSize: configuration.kernelSize)
    dropout = Dropout(configuration.dropout)
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    embedding = Linear(inputSize: task.channelCount, outputSize: size, using: &generator)
    for _ in 0..<configuration.layerCount {
      blocks.append(Block(norm: RMSNorm(size: size), mixer: MambaMixer(sizes, using: &generator)))
    }
    norm = RMSNorm(size: size)
    projection = Linear(inputSize: size, outputSize: task.channelCount, using: &generator)
    head = Linear(inputSize: task.lookback, outputSize: task.horizon, using: &generator)
  }

  /// Adam with the learning rate halved each epoch from the third on, as the time-series library trains its models.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 10
    recipe.patience = 3
    recipe.schedule = .halving(firstHalvedEpoch: 3)
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    var x = embedding(normalized.transposed())  // [batch, lookback, hiddenSize]
    for block in blocks { x = dropout(block.mixer(block.norm(x)), addingTo: x, in: &pass) }
    let mixed = projection(norm(x)).transposed()  // [batch, channel, lookback]
    return normalizer.denormalize(head(mixed), statistics)  // [batch, channel, horizon]
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&embedding, named: "embedding")
    for index in blocks.indices { visitor.visit(&blocks[index], named: "blocks.\(index)") }
    visitor.visit(&norm, named: "norm")
    visitor.visit(&projection, named: "projection")
    visitor.visit(&head, named: "head")
  }
}
