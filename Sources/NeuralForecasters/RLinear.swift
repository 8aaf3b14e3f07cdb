import Forecasting
import Layers
import Tensors
import Training

/// One linear map over time inside reversible normalisation.
///
/// `ŷ = RevIN⁻¹(W dropped(RevIN(x)) + b)` for each channel (Li et al. 2023, https://arxiv.org/abs/2305.10721,
/// "RLinear").
public struct RLinear: LinearFamily, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "rlinear", summary: "one linear map over time inside reversible normalisation",
    source: "Li et al. 2023, https://arxiv.org/abs/2305.10721")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// The share of the normalised history that is dropped while training.
    public var dropout: Float = 0.1
    /// Whether each channel has a map of its own.
    public var individual = false
    /// What is taken out of each window and put back.
    public var normalization = WindowNormalization.revin

    /// The published values.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .number("dropout", \.dropout, in: 0...0.99, "share of the normalised history dropped while training"),
      .individual(\.individual), .normalization(\.normalization),
    ]
  }

  private var normalizer: WindowNormalizer
  private let dropout: Dropout
  private var map: TimeMap

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    dropout = Dropout(configuration.dropout)
    map = TimeMap(
      lookback: task.lookback, horizon: task.horizon,
      channelCount: configuration.individual ? task.channelCount : nil, using: &generator)
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    // [batch, channel, horizon]
    normalizer(batch.history, observed: batch.observed) { map(dropout($0, in: &pass)) }
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&map, named: "linear")
  }
}
