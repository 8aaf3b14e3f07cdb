import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// Long short-term memory that reads the history step by step; a linear map makes the whole forecast from its last state.
///
/// `Ŷ = W h_L + b` with `h` the states of the last of one or two layers, inside a normalisation of each window. There is
/// no published recipe for the benchmark data; the cell is that of Hochreiter and Schmidhuber 1997 with a forget gate.
/// Covariates of each step of the history are read with it; those of the steps to forecast correct the forecast through
/// a perceptron that all steps share (`StepDecoder`).
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
  private var decoder: StepDecoder?
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
      inputSize: task.channelCount + task.covariateCount, hiddenSize: configuration.hiddenSize,
      layerCount: configuration.layerCount, using: &generator)
    head = Linear(
      inputSize: configuration.hiddenSize, outputSize: task.horizon * task.channelCount,
      using: &generator)
    guard task.covariateCount > 0 else { return }
    decoder = StepDecoder(
      StepDecoder.Sizes(
        stateSize: configuration.hiddenSize, covariateCount: task.covariateCount,
        hiddenSize: configuration.hiddenSize, stepCount: task.horizon, outputSize: task.channelCount),
      using: &generator)
  }

  /// Every column.
  public static var takes: Set<ColumnRole> { [.past, .future, .fixed] }

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
    let (count, lookback) = (batch.count, task.lookback)
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    let past = decoder == nil ? nil : batch.covariates(of: 0..<lookback)
    let read = past.map { joiningTokens(normalized, $0) } ?? normalized
    let width = read.shape[1]
    let steps = read.reshaped(to: [count * width, lookback]).transposed()
    let states = lstm(steps.reshaped(to: [lookback, count, width]), dropout, in: &pass)
    // [lookback, batch, hiddenSize]
    let last = dropout(states.slices(lookback - 1..<lookback), in: &pass)
    let forecast = head(last).reshaped(to: [count, task.horizon, task.channelCount])
    let corrected = correction(last, batch).map { forecast + $0 } ?? forecast
    return normalizer.denormalize(corrected.transposed(), statistics)
  }

  /// What the covariates of the steps to forecast add: `[batch, horizon, channel]`; nil where there are none.
  private func correction(_ state: Tensor, _ batch: Batch) -> Tensor? {
    guard let decoder else { return nil }
    let ahead = batch.covariates(of: task.lookback..<task.lookback + task.horizon)
    return ahead.map { decoder(state, $0.transposed()) }
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&lstm, named: "lstm")
    visitor.visit(&head, named: "head")
    visitor.visit(&decoder, named: "decoder")
  }
}
