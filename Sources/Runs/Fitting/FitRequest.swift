import Forecasters
import Forecasting
import Layers
import Optimizers
import Persistence
import Tensors
import TimeSeries
import Training

/// Everything that decides one fit. Values that are nil take the forecaster's published default.
public struct FitRequest: Sendable {
  /// Path of the data file.
  public var data: String
  /// How the file is read.
  public var reading = CSVOptions()
  /// Name of the forecaster.
  public var model = "samformer"
  /// Settings of the forecaster's configuration as key and text, applied in order.
  public var settings: [(key: String, value: String)] = []
  /// Rows of history; nil for 512, or fewer where the data is short.
  public var lookback: Int?
  /// Rows of forecast; nil for 96, or fewer where the data is short.
  public var horizon: Int?
  /// Which channels are read and forecast.
  public var features = Features.multivariate
  /// The target of S and MS.
  public var target: String?
  /// How the rows are divided.
  public var split = SplitRule.auto
  /// Changes to the forecaster's recipe.
  public var recipe = RecipeChanges()
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// Path of a safetensors file with the first weights; nil draws them.
  public var initialWeights: String?
  /// The threads; they do not change the result.
  public var workers: Workers

  /// A fit with all defaults.
  public init(data: String, workers: Workers) {
    (self.data, self.workers) = (data, workers)
  }

  /// The rows of history and forecast when nothing is asked for.
  public static let defaultLookback = 512, defaultHorizon = 96
}

/// Values of a training recipe that replace the forecaster's own.
public struct RecipeChanges: Sendable, Equatable {
  /// See `TrainingRecipe`.
  public var epochs: Int?
  /// See `TrainingRecipe`.
  public var batchSize: Int?
  /// See `TrainingRecipe`.
  public var learningRate: Float?
  /// See `TrainingRecipe`.
  public var schedule: LearningRateSchedule?
  /// See `TrainingRecipe`.
  public var patience: Int?
  /// See `TrainingRecipe`.
  public var optimizer: OptimizerKind?
  /// See `TrainingRecipe`.
  public var weightDecay: Float?
  /// See `TrainingRecipe`.
  public var rho: Float?
  /// See `TrainingRecipe`.
  public var isAdaptive: Bool?
  /// See `TrainingRecipe`.
  public var loss: ObjectiveChoice?
  /// See `TrainingRecipe`.
  public var gradientLimit: Float?

  /// No changes.
  public init() {}

  /// The recipe with the changes.
  public func applied(to recipe: TrainingRecipe) -> TrainingRecipe {
    var changed = recipe
    if let epochs { changed.epochs = epochs }
    if let batchSize { changed.batchSize = batchSize }
    if let learningRate { changed.learningRate = learningRate }
    if let schedule { changed.schedule = schedule }
    if let patience { changed.patience = patience }
    if let optimizer { changed.optimizer = optimizer }
    if let weightDecay { changed.weightDecay = weightDecay }
    if let rho { changed.rho = rho }
    if let isAdaptive { changed.isAdaptive = isAdaptive }
    if let loss { changed.loss = loss }
    if let gradientLimit { changed.gradientLimit = gradientLimit }
    return changed
  }
}

/// A request that cannot be met whatever the data: wrong names, values or options.
public enum RequestError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no such forecaster.
  case unknownModel(String)
  /// Training options were given for a forecaster that is not trained.
  case nothingToTrain(model: String)
  /// A value of the configuration is wrong.
  case configuration(model: String, ConfigurationError)
  /// A wrong value, in words.
  case invalid(String)

  /// The text shown to the user.
  public var description: String {
    switch self {
    case .unknownModel(let name):
      let hint =
        nearest(to: name, among: ForecasterCatalog.names + [FitRequest.autoModel]).map {
          "did you mean '\($0)'?"
        }
        ?? "the forecasters are \(ForecasterCatalog.names.joined(separator: ", "))"
      return "there is no forecaster '\(name)'; \(hint)"
    case .nothingToTrain(let model):
      return
        "\(model) has nothing to train step by step; leave out the options of training (--epochs, --learning-rate, --initial-weights, --resume, …)"
    case .configuration(let model, let error):
      return "--set \(error) (see: forecast models \(model))"
    case .invalid(let problem):
      return problem
    }
  }
}
