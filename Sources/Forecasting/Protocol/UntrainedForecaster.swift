import Tensors
import Training

/// A forecaster that learns no numbers; fitting it takes no steps.
public protocol UntrainedForecaster: Forecaster {}

extension UntrainedForecaster {
  /// There is no recipe.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Leaves everything as it is.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    TrainingSummary(ending: .untrained)
  }

  /// Nothing is learnt.
  public var namedTensors: [(name: String, value: Tensor)] { [] }

  /// The forecaster itself.
  public func replacingTensors(_ values: [Tensor]) -> Self { self }
}

/// The configuration of a forecaster that has no settings.
public struct NothingToSet: ForecasterConfiguration {
  /// The only value.
  public init() {}
  /// None.
  public static let fields: [ConfigurationField<Self>] = []
}
