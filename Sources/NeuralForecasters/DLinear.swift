import Forecasting
import Layers
import Tensors
import Training

/// A linear map of the trend and another of what is left.
///
/// `ŷ = S (x − M x) + b_S + T M x + b_T` for each channel with the moving average M (Zeng et al. 2023,
/// https://arxiv.org/abs/2205.13504, "DLinear"). Both maps are multiplied out to one, once for all windows of a batch.
public struct DLinear: LinearFamily {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "dlinear", summary: "a linear map over time of the moving average and one of the rest",
    source: "Zeng et al. 2023, https://arxiv.org/abs/2205.13504")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Rows of the moving average.
    public var movingAverage = 25
    /// Whether each channel has maps of its own.
    public var individual = false
    /// What is taken out of each window and put back.
    public var normalization = WindowNormalization.none

    /// The published values.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer("movingAverage", \.movingAverage, in: 1...10_001, "rows of the moving average, an odd number"),
      .individual(\.individual), .normalization(\.normalization),
    ]
  }

  private var normalizer: WindowNormalizer
  private let decomposition: SeriesDecomposition
  private var seasonal: TimeMap
  private var trend: TimeMap

  /// Creates an untrained forecaster.
  ///
  /// - Throws: `ConfigurationError` for a moving average of an even number of rows.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let width = configuration.movingAverage
    guard !width.isMultiple(of: 2) else {
      throw .invalidValue(
        key: "movingAverage", value: "\(width)", accepted: "an odd number such as \(width + 1)")
    }
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    decomposition = SeriesDecomposition(width: width)
    let channels = configuration.individual ? task.channelCount : nil
    seasonal = TimeMap(
      lookback: task.lookback, horizon: task.horizon, channelCount: channels, using: &generator)
    trend = TimeMap(
      lookback: task.lookback, horizon: task.horizon, channelCount: channels, using: &generator)
  }

  /// The model with its two maps multiplied out.
  public struct Prepared: PreparedModel {
    fileprivate var normalizer: WindowNormalizer
    fileprivate var map: TimeMap

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

  /// The model with its two maps multiplied out.
  public func prepared(forExamples windowCount: Int) -> Prepared {
    Prepared(normalizer: normalizer, map: decomposition.combining(seasonal: seasonal, trend: trend))
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&seasonal, named: "seasonal")
    visitor.visit(&trend, named: "trend")
  }
}
