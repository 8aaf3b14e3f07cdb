import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A network of FAN layers from the history of a channel to its forecast, the same for all channels.
///
/// Linear map of the history, `layerCount − 1` FAN layers, linear map to the horizon (Dong et al. 2024,
/// https://arxiv.org/abs/2410.02675, §3; there for functions of one variable). The first map reads covariates beside the
/// history of each channel: all rows of the columns known ahead, then the fixed ones.
public struct FAN: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "fan", summary: "network of FAN layers over time, shared by the channels",
    source: "Dong et al. 2024, https://arxiv.org/abs/2410.02675")

  /// The values of a FAN network that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Width of every layer but the last.
    public var hiddenSize = 256
    /// The first linear map and the FAN layers.
    public var layerCount = 3
    /// Width of the cosines of a layer divided by its width; the sines are as many.
    public var periodicFraction: Float = 0.25
    /// Whether a scalar gate divides each layer's output between the periodic part and the rest.
    public var isGated = false
    /// Share of dropped elements.
    public var dropout: Float = 0
    /// What is taken out of each window.
    public var normalization = WindowNormalization.revin

    /// The published form of the layers.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("hiddenSize", \.hiddenSize, in: 1...65536, "width of every layer but the last"),
      .integer("layerCount", \.layerCount, in: 2...64, "the first linear map and the FAN layers"),
      .number(
        "periodicFraction", \.periodicFraction, in: 0.001...0.499,
        "share of cosines in a layer's output; the sines are as many"),
      .boolean("isGated", \.isGated, "a scalar divides each output between periodic part and the rest"),
      .number("dropout", \.dropout, in: 0...0.99, "share of elements dropped while training"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    ]
  }

  private var normalizer: WindowNormalizer
  private var embedding: Linear
  private var layers: [FANLayer]
  private var head: Linear
  private let dropout: Float
  private let hasCovariates: Bool

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let size = configuration.hiddenSize
    let form = FANLayer.Form(
      periodicFraction: configuration.periodicFraction, isGated: configuration.isGated)
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    embedding = Linear(
      inputSize: task.lookback + task.covariateSize, outputSize: size, using: &generator)
    layers = []
    for _ in 1..<configuration.layerCount {
      layers.append(try FANLayer(inputSize: size, outputSize: size, form, using: &generator))
    }
    head = Linear(inputSize: size, outputSize: task.horizon, using: &generator)
    dropout = configuration.dropout
    hasCovariates = task.covariateSize > 0
  }

  /// Columns known ahead and fixed ones; each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [.future, .fixed] }

  /// Our own, there being no published one for forecasts: Adam, the usual batch, early stopping.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 30
    recipe.learningRate = 1e-3
    recipe.schedule = .halving(firstHalvedEpoch: 5)
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    normalizer(batch.history, observed: batch.observed) { values in
      var x = embedding(values, sharing: hasCovariates ? batch.covariates : nil)
      // [batch, channel, hiddenSize]
      for layer in layers { x = layer(x, dropout: pass.dropoutMask(dropout)) }
      return head(x)  // [batch, channel, horizon]
    }
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&embedding, named: "embedding")
    visitor.visit(&layers, named: "layers")
    visitor.visit(&head, named: "head")
  }
}
