import Forecasting
import Layers
import Tensors
import TimeSeries

/// Repeats the last value of each channel: the forecast that any other must beat.
public struct LastValue: Forecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "last-value", summary: "repeats the last value of each channel", source: "naive forecast")

  /// There is nothing to set.
  public struct Configuration: ForecasterConfiguration {
    /// The defaults.
    public init() {}
    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = []
  }

  private let horizon: Int

  /// The defaults.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    horizon = task.horizon
  }

  /// The published recipe.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Forecasts; shapes are those of ``Forecaster``.
  public func forecast(_ history: History, in pass: inout ForwardPass) -> Tensor {
    repeatingLast(history.values, count: horizon)
  }

  /// Fits by gradient descent.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    TrainingSummary(ending: .untrained)
  }

  /// Everything that has been learnt, with the names it has in a model file.
  public var namedTensors: [(name: String, value: Tensor)] { [] }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> LastValue { self }
}
