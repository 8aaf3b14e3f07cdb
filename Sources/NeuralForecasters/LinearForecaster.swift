import Forecasting
import Layers
import Tensors
import Training

/// One linear map over time, trained by gradient descent.
///
/// `ŷ = W x + b` for each channel (Zeng et al. 2023, https://arxiv.org/abs/2205.13504, "Linear").
public struct LinearForecaster: LinearFamily, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "linear", summary: "one linear map over time",
    source: "Zeng et al. 2023, https://arxiv.org/abs/2205.13504")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Whether each channel has a map of its own.
    public var individual = false
    /// What is taken out of each window and put back.
    public var normalization = WindowNormalization.none

    /// The published values.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .individual(\.individual), .normalization(\.normalization),
    ]
  }

  private var normalizer: WindowNormalizer
  private var map: TimeMap

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    map = TimeMap(
      lookback: task.lookback, horizon: task.horizon,
      channelCount: configuration.individual ? task.channelCount : nil, using: &generator)
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    normalizer(batch.history, observed: batch.observed) { map($0) }  // [batch, channel, horizon]
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&map, named: "linear")
  }
}
