import Forecasting
import Layers
import Tensors

/// A forecaster of another package: it repeats a mean of the history in which old values count less and less.
///
/// `ŷ = Σ wᵢ xᵢ / Σ wᵢ` with `wᵢ = keptᵃᵍᵉ`; nothing is learnt.
public struct FadingMean: UntrainedForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "fading-mean", summary: "repeats a mean in which old values count less", source: "an example")

  /// What a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// The share of its weight that a value keeps with every row.
    public var kept: Float = 0.9

    /// The usual weight.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .number("kept", \.kept, in: 0.01...1, "share of its weight that a value keeps with every row")
    ]
  }

  /// Rows of the forecast.
  public let horizon: Int
  private let kept: Double

  /// Creates the forecaster; there is nothing random.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    (horizon, kept) = (task.horizon, Double(configuration.kept))
  }

  /// Continues one channel of one window.
  public func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {
    var (sum, total, weight) = (0.0, 0.0, 1.0)
    for row in history.indices.reversed() {
      sum += weight * history[row]
      total += weight
      weight *= kept
    }
    for step in forecast.indices { forecast[step] = sum / total }
  }
}
