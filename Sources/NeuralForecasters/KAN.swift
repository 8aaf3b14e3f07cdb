import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A Kolmogorov–Arnold network from lookback to horizon, the same for every channel.
///
/// Layers of learnt functions instead of weights (`KANLayer`), widths lookback, `hiddenSize`, horizon. Before the first
/// epochs the grids of the functions are laid anew over what the layers see of the training windows.
public struct KAN: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "kan", summary: "network of learnt functions (cubic splines), shared by all channels",
    source: "Liu et al. 2024, https://arxiv.org/abs/2404.19756")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width between the two layers.
    public var hiddenSize = 32
    /// Intervals of each function's grid.
    public var intervalCount = 5
    /// Epochs before which the grids are laid anew.
    public var gridRefreshes = 3
    /// Share of the hidden values dropped while training.
    public var dropout: Float = 0
    /// What is taken out of each window.
    public var normalization = WindowNormalization.instance

    /// The published splines at a width that trains in a minute or two on the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width between the two layers"),
      .integer("intervalCount", \.intervalCount, in: 1...1000, "intervals of each function's grid"),
      .integer(
        "gridRefreshes", \.gridRefreshes, in: 0...1000, "epochs before which grids follow the data anew"),
      .number("dropout", \.dropout, in: 0...0.95, "share of the hidden values dropped while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    ]
  }

  private var normalizer: WindowNormalizer
  private var first: KANLayer
  private var second: KANLayer
  private let dropout: Dropout
  private let gridRefreshes: Int

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    func layer(_ inputSize: Int, _ outputSize: Int) -> KANLayer {
      KANLayer(
        inputSize: inputSize, outputSize: outputSize, intervalCount: configuration.intervalCount,
        range: -1...1,
        using: &generator)
    }
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    first = layer(task.lookback, configuration.hiddenSize)
    second = layer(configuration.hiddenSize, task.horizon)
    dropout = Dropout(configuration.dropout)
    gridRefreshes = configuration.gridRefreshes
  }

  /// Each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [] }

  /// Adam with short patience; there is no published recipe for forecasting.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 20
    recipe.patience = 3
    return recipe
  }

  /// Lays the grids anew before the first epochs.
  public mutating func prepare(forEpoch epoch: Int, sampling sample: () -> Batch) {
    guard epoch < gridRefreshes else { return }
    let batch = sample()
    let x = normalizer.normalize(batch.history, observed: batch.observed).normalized
    let rows = x.reshaped(to: [x.shape[0] * x.shape[1], x.shape[2]])
    first.refreshGrid(over: rows)
    second.refreshGrid(over: first(rows))
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    let hidden = dropout(first(normalized), in: &pass)  // [batch, channel, hiddenSize]
    return normalizer.denormalize(second(hidden), statistics)  // [batch, channel, horizon]
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&first, named: "layers.0")
    visitor.visit(&second, named: "layers.1")
  }
}
