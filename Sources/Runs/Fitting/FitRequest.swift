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
  /// The data: a file, or a panel in memory.
  public var data: DataSource
  /// How a file is read; a panel in memory has been told the same when it was made.
  public var reading = ReadingOptions()
  /// Name of the forecaster.
  public var model = Auto.card.name
  /// Settings of the forecaster's configuration as key and text, applied in order.
  public var settings: [(key: String, value: String)] = []
  /// Rows of history; nil for what suits the forecaster, mostly 512, or fewer where the data is short. Local models, which keep a state of
  /// the whole past, take no notice. 1 … 1,000,000.
  public var lookback: Int?
  /// Whether ``lookback`` is chosen for the windows' sake and was not told.
  package var choosesLookback = false
  /// Rows of forecast; nil for those that suit the step between rows (`auto` and local models) or 96, or fewer where the data is short. 1 … 1,000,000.
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
  /// The seed of everything random, `Int.max` at most.
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
  /// - Throws: `RequestError` for an unknown model, for one that cannot learn a law, and for a law without a median.
  package func forecaster() throws(RequestError) -> any Forecaster.Type {
    guard let type = ForecasterCatalog.forecaster(named: model) else { throw .unknownModel(model) }
    guard let stating = type.stating(law) else { throw .cannotLearnLaw(model: type.card.name) }
    if case .quantiles(let known) = law, !known.contains(0.5) {
      let (own, whole) = (QuantileLoss(known), QuantileLoss((known + [0.5]).sorted()))
      let accepted = "\(whole.text ?? ""), since 0.5 is the forecast itself"
      throw .invalidValue(name: "quantiles", value: own.text ?? "", accepted: accepted)
    }
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
