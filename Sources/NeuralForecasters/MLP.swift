import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A multilayer perceptron from lookback to horizon, the same for every channel.
///
/// Widths lookback, w, w, horizon with exact GELU between them, inside a normalisation of each window; `feedForward` puts FAN,
/// SIREN or Snake layers in place of the hidden ones, as wide as makes the number of parameters that of the ordinary network.
/// Covariates lie beside the history of each channel: all rows of the columns known ahead, then the fixed ones (as in the perceptron of
/// https://github.com/Nixtla/neuralforecast).
public struct MLP: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "mlp", summary: "two hidden layers from lookback to horizon, shared by all channels",
    source: "multilayer perceptron; GELU of Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width of the hidden layers.
    public var hiddenSize = 256
    /// Hidden layers.
    public var layerCount = 2
    /// Share of the hidden values dropped while training.
    public var dropout: Float = 0.1
    /// What is taken out of each window.
    public var normalization = WindowNormalization.instance
    /// What the hidden layers are.
    public var feedForward = FeedForwardPart.plain

    /// Values that train within a minute on the hourly transformer data.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...8192, "width of the hidden layers"),
      .integer("layerCount", \.layerCount, in: 1...16, "hidden layers"),
      .number("dropout", \.dropout, in: 0...0.95, "share of the hidden values dropped while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
      .feedForward(\.feedForward),
    ]
  }

  private var normalizer: WindowNormalizer
  private var hidden: [DenseLayer] = []
  private var head: Linear
  private let dropout: Float
  private let hasCovariates: Bool

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let (inputSize, part) = (task.lookback + task.covariateSize, configuration.feedForward)
    let width = part.width(matching: configuration.hiddenSize) { part, width in
      part.parameterCount(inputSize: inputSize, outputSize: width) + (width + 1) * task.horizon
        + (configuration.layerCount - 1) * part.parameterCount(inputSize: width, outputSize: width)
    }
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    for index in 0..<configuration.layerCount {
      hidden.append(
        try DenseLayer(
          inputSize: index == 0 ? inputSize : width, outputSize: width, part.layer(isFirst: index == 0),
          using: &generator))
    }
    head = Linear(inputSize: width, outputSize: task.horizon, using: &generator)
    dropout = configuration.dropout
    hasCovariates = task.covariateSize > 0
  }

  /// Columns known ahead and fixed ones; each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [.future, .fixed] }

  /// Adam with short patience; there is no published recipe for this network.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 20
    recipe.patience = 3
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    var x = normalized
    for (index, layer) in hidden.enumerated() {
      let shared = index == 0 && hasCovariates ? batch.covariates : nil
      x = layer(x, sharing: shared, dropout: pass.dropoutMask(dropout))
    }
    return normalizer.denormalize(head(x), statistics)  // [batch, channel, horizon]
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    for index in hidden.indices { visitor.visit(&hidden[index], named: "hidden.\(index)") }
    visitor.visit(&head, named: "head")
  }
}
