import Forecasting
import Layers
import Optimizers
import Tensors
import Training

/// Long short-term memory that reads the history step by step; a linear map makes the whole forecast from its last state.
///
/// `Ŷ = W h_L + b` with `h` the states of the last of one or two layers, inside a normalisation of each window. There is
/// no published recipe for the benchmark data; the cell is that of Hochreiter and Schmidhuber 1997 with a forget gate.
public struct LSTMForecaster: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "lstm", summary: "long short-term memory over time, all channels together",
    source: "Hochreiter and Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width of the states.
    public var hiddenSize = 128
    /// Layers, each reading the states of the one before.
    public var layerCount = 1
    /// Share of the states dropped between layers and before the forecast.
    public var dropout: Float = 0.1
    /// What is taken out of each window.
    public var normalization = WindowNormalization.instance

    /// Values that train in about a minute on the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width of the states"),
      .integer("layerCount", \.layerCount, in: 1...8, "layers, each reading the states of the one before"),
      .number("dropout", \.dropout, in: 0...0.95, "share of the states that is dropped while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    ]
  }

  private var normalizer: WindowNormalizer
  private var lstm: LSTM
  private var head: Linear
  private let task: ForecastTask
  private let dropout: Dropout

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    self.task = task
    dropout = Dropout(configuration.dropout)
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    lstm = LSTM(
      inputSize: task.channelCount, hiddenSize: configuration.hiddenSize,
      layerCount: configuration.layerCount, using: &generator)
    head = Linear(
      inputSize: configuration.hiddenSize, outputSize: task.horizon * task.channelCount,
      using: &generator)
  }

  /// Adam with short patience: the model soon fits the training windows too well.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 10
    recipe.patience = 3
    recipe.gradientLimit = 1
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let count = batch.count
    let (normalized, statistics) = normalizer.normalize(batch.history)  // [batch, channel, lookback]
    let rows = normalized.reshaped(to: [count * task.channelCount, task.lookback])
    let steps = rows.transposed().reshaped(to: [task.lookback, count, task.channelCount])
    let states = lstm(steps, dropout, in: &pass)  // [lookback, batch, hiddenSize]
    let last = states.slices(task.lookback - 1..<task.lookback)
    let forecast = head(dropout(last, in: &pass))  // [1, batch, horizon · channel]
    return normalizer.denormalize(
      forecast.reshaped(to: [count, task.horizon, task.channelCount]).transposed(), statistics)
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&lstm, named: "lstm")
    visitor.visit(&head, named: "head")
  }
}
