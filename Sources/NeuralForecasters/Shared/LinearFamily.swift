import Forecasting
import Layers
import TimeSeries
import Training

/// A forecaster of linear maps over time (Zeng et al. 2023, https://arxiv.org/abs/2205.13504), each channel by itself.
public protocol LinearFamily: NeuralForecaster {}

extension LinearFamily {
  /// Each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [] }

  /// The recipe of the published scripts of the linear family (https://github.com/cure-lab/LTSF-Linear): ten epochs of
  /// Adam, halved learning rates from the third on.
  ///
  /// Their learning rates are given for each data set; here the step between rows stands for it: 5e-3 as for hourly
  /// ETT, 5e-4 as for daily exchange rates, 1e-4 as for ETT and weather at finer steps.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 10
    recipe.patience = 3
    recipe.schedule = .halving(firstHalvedEpoch: 3)
    let (hour, day) = (Frequency.hours(1), Frequency.days(1))
    switch task.frequency {
    case .some(let step) where step.isShorter(than: hour):
      (recipe.learningRate, recipe.batchSize) = (1e-4, 16)
    case .some(let step) where !step.isShorter(than: day): recipe.learningRate = 5e-4
    default: recipe.learningRate = 5e-3
    }
    return recipe
  }
}

extension ConfigurationField {
  /// Whether each channel has a map of its own.
  static func individual(_ path: any WritableKeyPath<Owner, Bool> & Sendable) -> Self {
    .boolean("individual", path, "a map for each channel instead of one that all share")
  }

  /// What is taken out of each window and put back.
  static func normalization(
    _ path: any WritableKeyPath<Owner, WindowNormalization> & Sendable
  ) -> Self {
    .choice("normalization", path, "what is taken out of each window and put back into its forecast")
  }
}
