import Classical
import Forecasting
import Layers
import LocalModels
import Tensors
import TimeSeries
import Training

/// A forecaster that is fitted to each channel of each series by itself, in data units and in double precision.
///
/// Coefficients are estimated on the training rows; for later origins the state is filtered forward, row by row, without estimating
/// anything again. It has no lookback: what it needs of the past is in its state.
///
/// ```swift
/// public struct Holt: LocalForecaster {
///   public static let card = ForecasterCard(name: "holt", summary: "level and trend", source: "Holt 1957")
///   public typealias Configuration = NothingToSet
///   public var fits: LocalFits
///   public init(fits: LocalFits) { self.fits = fits }
///   public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel { SmoothingMethod.holt }
/// }
/// ```
///
/// Rows that do not continue those it was fitted to — of another series, or from before its last row — and batches without data units
/// are forecast by the same method fitted to them.
public protocol LocalForecaster: QuantilePredictor, Refitting, Updating, Summarizing, SeriesBound {
  /// What was fitted.
  var fits: LocalFits { get set }

  /// Whether the method states a law; otherwise quantiles are those of the rows. True unless stated.
  static var statesLaw: Bool { get }

  /// Makes the forecaster of what was or will be fitted.
  init(fits: LocalFits)

  /// The method.
  ///
  /// - Parameter seasons: Rows of the seasons, the shortest first; 1 for none, and empty where none is known.
  static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel

  /// Rows of the seasons, the first for models of one season; what `NothingToSet`, ``SeasonalConfiguration`` and ``SeasonsChoice``
  /// say unless stated.
  static func seasons(_ configuration: Configuration, for task: ForecastTask) -> [Int]
}

extension LocalForecaster {
  /// Methods state a law but for those of intermittent demand.
  public static var statesLaw: Bool { true }

  /// What is true of the method.
  public var statesLaw: Bool { Self.statesLaw }

  /// The state holds the whole past.
  public static var looksBack: Bool { false }

  /// There is no recipe.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Creates the forecaster; there is nothing random.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let seasons = Self.seasons(configuration, for: task)
    self.init(
      fits: LocalFits(
        Self.model(configuration, seasons: seasons), season: seasons.first ?? (task.tellsSeasons ? 1 : 0),
        for: task))
  }

  /// Fits every target channel of every series to its training rows.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    try fit(data, plan, control, after: [])
  }

  /// Fits every target channel of every series to its training rows, but for those that a combination among `others` has fitted.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl, after others: [any Forecaster]
  ) throws(TrainingError) -> TrainingSummary {
    try TrainingSummary { () throws(TrainingError) in
      try refit(on: data, plan, control, after: others)
    }
  }

  /// Fits every target channel of every series to all its rows.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    try refit(on: data, plan, control, after: [])
  }

  /// Fits every target channel of every series to all its rows, but for those that a combination among `others` has fitted.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl, after others: [any Forecaster]
  ) throws(TrainingError) {
    try fits.fit(
      data.training, plan.workers, after: others.compactMap { ($0 as? any LocalForecaster)?.fits },
      unless: control.isInterrupted)
  }

  /// Forecasts in data units; in standardised ones where the batch knows no others.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    let fits = fits
    return { fits.forecast($0) }
  }

  /// What values stay below with the probabilities that are asked for: `Forecast/Output/quantile(_:)` of each window.
  ///
  /// - Parameter probabilities: Between 0 and 1, such as 0.025 and 0.975 for the bounds of a 95 % interval.
  /// - Returns: Shape `[batch, channel, probability, horizon]`, in the units of the forecast; not a number where there are none (one row).
  public func quantiles(_ batch: Batch, at probabilities: [Double]) -> [Double] {
    fits.quantiles(batch, at: probabilities)
  }

  /// The same as a forecast with an output for each probability.
  public func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast {
    fits.quantileForecast(batch, at: probabilities)
  }

  /// What was fitted to each channel, and remarks on it.
  public var notes: [String] { fits.notes }

  /// Nothing is learnt in single precision.
  public var namedTensors: [(name: String, value: Tensor)] { [] }

  /// The forecaster itself.
  public func replacingTensors(_ values: [Tensor]) -> Self { self }

  /// Coefficients and states.
  public var namedNumbers: [(name: String, values: [Double])] { fits.named }

  /// The forecaster with the coefficients and states of a model file.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> Self {
    var restored = self
    restored.fits = try fits.restored(from: learnt)
    return restored
  }

  /// Number of coefficients, criteria and states.
  public var parameterCount: Int { fits.parameterCount }

  /// The fits of the series of another panel.
  public func bound(to series: [Int?]) -> any Forecaster {
    var copy = self
    copy.fits = fits.bound(to: series)
    return copy
  }

  /// The model of each channel of each series as R prints it, the regressors by their names.
  public func summary(channels: [String], future: [String], series: [String]) -> [String] {
    fits.summary(channels: channels, future: future, series: series)
  }
}

extension LocalForecaster where Configuration == NothingToSet {
  /// No season.
  public static func seasons(_ configuration: Configuration, for task: ForecastTask) -> [Int] { [1] }
}

extension LocalForecaster where Configuration == SeasonsChoice {
  /// The seasons that were asked for, or those of the frequency.
  public static func seasons(_ configuration: Configuration, for task: ForecastTask) -> [Int] {
    configuration.seasons(for: task)
  }
}
