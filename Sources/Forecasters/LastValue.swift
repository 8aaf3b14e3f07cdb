import Forecasting
import Tensors
import TimeSeries

/// Repeats the last value of each channel: the forecast that any other must beat.
public struct LastValue: Forecaster {
  public static let card = ForecasterCard(
    name: "last-value", summary: "repeats the last value of each channel", source: "naive forecast")

  /// There is nothing to set.
  public struct Configuration: ForecasterConfiguration {
    public init() {}
    public static let fields: [ConfigurationField<Self>] = []
  }

  private let horizon: Int

  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    horizon = task.horizon
  }

  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  public func forecast(_ history: History, in pass: inout ForwardPass) -> Tensor {
    repeatingLast(history.values, count: horizon)
  }

  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    TrainingSummary(ending: .untrained)
  }

  public var namedTensors: [(name: String, value: Tensor)] { [] }

  public func replacingTensors(_ values: [Tensor]) -> LastValue { self }
}
