import Forecasters
import Forecasting
import Layers
import Optimizers
import Persistence
import Tensors
import Text
import TimeSeries
import Training

/// Everything that decides one fit. Values that are nil take the forecaster's published default.
public struct FitRequest: Sendable {
  /// The data: a file, or a panel in memory.
  public var data: DataSource
  /// How a file is read.
  public var reading = ReadingOptions()
  /// Name of the forecaster.
  public var model = Auto.card.name
  /// Settings of the forecaster's configuration as key and text, applied in order.
  public var settings: [(key: String, value: String)] = []
  /// Rows of history; nil for 512, or fewer where the data is short. Local models, which keep a state of the whole past, take no notice.
  public var lookback: Int?
  /// Whether ``lookback`` is chosen for the windows' sake and was not told.
  package var choosesLookback = false
  /// Rows of forecast; nil for 96, or fewer where the data is short.
  public var horizon: Int?
  /// Which channels are read and forecast.
  public var features = Features.multivariate
  /// The target of S and MS.
  public var target: String?
  /// How the rows are divided.
  public var split = SplitRule.auto
  /// Whether the series of a long file become the channels of one, for forecasters that look across channels.
  public var joinsSeries = false
  /// The scale of many series.
  public var scaling = PanelScaling.series
  /// Changes to the forecaster's recipe.
  public var recipe = RecipeChanges()
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// Path of a safetensors file with the first weights; nil draws them.
  public var initialWeights: String?
  /// The threads; they do not change the result.
  public var workers: Workers

  /// A fit with all defaults.
  public init(data: DataSource, workers: Workers) {
    (self.data, self.workers) = (data, workers)
  }

  /// A fit of the file at a path, with all defaults.
  public init(data path: String, workers: Workers) {
    self.init(data: .file(path), workers: workers)
  }

  /// What is to be stated about each target; nil for one value.
  var law: OutputLaw? { recipe.loss?.objective.law }

  /// The forecaster, with a second head where a law is to be stated.
  ///
  /// - Throws: `RequestError` for an unknown model, and for one that cannot learn a law.
  package func forecaster() throws(RequestError) -> any Forecaster.Type {
    guard let type = ForecasterCatalog.forecaster(named: model) else { throw .unknownModel(model) }
    guard let stating = type.stating(law) else { throw .cannotLearnLaw(model: type.card.name) }
    return stating
  }

  /// The request with the loss as a setting of a forecaster that is solved and not trained.
  func resolvingLoss() -> FitRequest {
    guard let key = ForecasterCatalog.forecaster(named: model)?.lossKey, let loss = recipe.loss else {
      return self
    }
    var request = self
    request.settings.append((key: key, value: loss.description))
    request.recipe.loss = nil
    return request
  }

  /// The request with a name such as `ets:M,Ad,M` resolved into the model and its setting.
  func resolvingVariant() -> FitRequest {
    guard let variant = ForecasterCatalog.variant(named: model) else { return self }
    var request = self
    request.model = variant.name
    request.settings.insert((key: variant.key, value: variant.value), at: 0)
    return request
  }
}

/// Values of a training recipe that replace the forecaster's own.
public typealias RecipeChanges = FieldChanges<TrainingRecipe>

/// A request that cannot be met whatever the data: wrong names, values or options.
public enum RequestError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no such forecaster.
  case unknownModel(String)
  /// Training options were given for forecasters none of which is trained.
  case nothingToTrain(models: [String])
  /// A value of the configuration is wrong.
  case configuration(model: String, ConfigurationError)
  /// Quantiles or a distribution were to be learnt by a forecaster that is not trained on a loss.
  case cannotLearnLaw(model: String)
  /// A forecaster that cannot be fitted again to more rows was to be.
  case cannotRefit(model: String)
  /// The split leaves no validation rows, on which something is chosen: "the model", "the best epoch".
  case noValidationRows(split: String, toChoose: String)
  /// Forecasts straight from the data were asked for of a forecaster that is not fitted to each series by itself.
  case notLocal(model: String)
  /// The attention of a forecaster was to be looked at that has none.
  case noAttention(model: String)

  /// What is wrong and what would do, for readers of a program's own messages.
  public var description: String {
    switch self {
    case .unknownModel(let name):
      let names = ForecasterCatalog.names
      let hint =
        (OtherNames.name(for: name) ?? nearest(to: name, among: names)).map { "did you mean '\($0)'?" }
        ?? "the forecasters are \(names.joined(separator: ", "))"
      return "there is no forecaster \(name.quoted); \(hint)"
    case .nothingToTrain([Auto.card.name]):
      return
        "options of training, first weights and checkpoints belong to one model; name it instead of '\(Auto.card.name)'"
    case .nothingToTrain(let models):
      let verb = models.count > 1 ? "have" : "has"
      return
        "\(models.joined(separator: ", ")) \(verb) nothing to train step by step; leave out the options of training"
    case .configuration(let model, .unusableColumns(_, let role)):
      guard let role = ColumnRole(rawValue: role) else { return "\(model) cannot use columns of its role" }
      let names = ForecasterCatalog.names(taking: role).joined(separator: ", ")
      return "\(model) cannot use \(role.columns); these can: \(names)"
    case .configuration(let model, let error): return "\(model): \(error)"
    case .cannotLearnLaw(let model):
      return
        "\(model) is not trained on a loss, from which quantiles or a distribution could be learnt; neural forecasters such as "
        + "mlp are, and \(model) has intervals and quantiles of its residuals or its own law without any loss"
    case .cannotRefit(let model):
      return
        "\(model) is trained step by step and stopped on validation rows; it cannot be fitted again to all rows"
    case .noValidationRows(let split, let choice):
      return "the split \(split) has no validation rows, which choose \(choice); \(Remedy.usualSplit)"
    case .notLocal(let model):
      return
        "\(model) is not fitted to each series by itself; fit and store it first, then forecast with the stored model"
    case .noAttention(let model):
      let names = ForecasterCatalog.forecasters.filter { $0.trainsAttention }.map { $0.card.name }
      return
        "\(model) has no attention that could be looked at after each epoch; these have: \(names.joined(separator: ", "))"
    }
  }
}
