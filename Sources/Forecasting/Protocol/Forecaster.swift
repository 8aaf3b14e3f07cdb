import Layers
import Tensors
import TimeSeries
import Training

/// A forecaster: what it is, how it predicts, how it learns, and what of it is stored.
///
/// Four small roles. Two families default most of them: ``NeuralForecaster`` states how layers make an output,
/// ``UntrainedForecaster`` how a history is continued.
public protocol Forecaster: ForecasterKind, Predictor, Learner, Stored {}

/// What a forecaster is before there is one: its card, its settings, its recipe, and what it wants to be given.
///
/// ```swift
/// var configuration = SAMformer.Configuration()
/// try configuration.set("hiddenSize", to: "8")
/// let model = try SAMformer(configuration, for: task, using: &generator)
/// ```
public protocol ForecasterKind: Sendable {
  /// The values a user may set.
  associatedtype Configuration: ForecasterConfiguration

  /// Name, summary and source.
  static var card: ForecasterCard { get }

  /// The published way of training this forecaster for `task`; nil if there is nothing to train.
  static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe?

  /// The features of the calendar that are given with each window; none unless stated.
  static func calendarFeatures(_ configuration: Configuration, for task: ForecastTask) -> CalendarFeatures?

  /// The roles of columns beside the targets that forecasts depend on: for neural forecasters those whose past
  /// alone is known, for others none unless stated.
  ///
  /// The refusal of others is ``requireCovariates(of:)``.
  static var takes: Set<ColumnRole> { get }

  /// Whether values of a history may be missing; true unless stated.
  static var takesGaps: Bool { get }

  /// Lookbacks that are tried where none is asked for, for forecasters whose fit takes a moment; none unless stated.
  static var lookbackCandidates: [Int] { get }

  /// Whether forecasts are made from the last `lookback` rows; those that keep a state of the whole past have no lookback. True unless stated.
  static var looksBack: Bool { get }

  /// Whether it is meant for short series too, so that a few seasons are forecast where no horizon is asked for and a few
  /// rows are enough to choose on; for forecasters without lookback unless stated.
  static var suitsShortSeries: Bool { get }

  /// Rows of history where none are asked for: ``UsualSizes/lookback(rows:horizon:)`` unless stated.
  ///
  /// - Parameters:
  ///   - rows: Training rows of each series.
  ///   - horizon: Rows of forecast.
  static func usualLookback(
    _ configuration: Configuration, rows: [Int], horizon: Int, frequency: Frequency
  ) -> Int

  /// The key of the setting that may follow the name, as in `ets:M,Ad,M`; none unless stated.
  static var variantKey: String? { get }

  /// The key of the setting that says which error is made small, for forecasters that are solved and not trained; none unless stated.
  static var lossKey: String? { get }

  /// Creates an untrained forecaster.
  ///
  /// - Throws: `ConfigurationError` naming a value that does not fit the task.
  init(_ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator)
    throws(ConfigurationError)
}

/// Predicts the next rows of series from the last ones.
///
/// Histories are channel-major, `[batch, channel, time]`: a channel of a window is contiguous, in the file's columns, in
/// the scaled panel and in every layer that mixes time.
public protocol Predictor: Sendable {
  /// A function that forecasts batches of windows, after work that all of them share is done once.
  ///
  /// - Parameter windowCount: About how many windows there will be.
  func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast
}

/// Learns from windows.
public protocol Learner: Sendable {
  /// The values a user may set.
  associatedtype Configuration: ForecasterConfiguration

  /// Learns from the training windows; the validation windows choose when to stop.
  mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary

  /// Learns from the training windows, of which `others` have learnt before: what they hold of what this one would learn is
  /// taken over, the result is the same. Unless stated nothing is.
  mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl, after others: [any Forecaster]
  ) throws(TrainingError) -> TrainingSummary

  /// The configuration with the values that the fit chose in place of those it was to choose, as a model file keeps it;
  /// the same unless stated.
  func resolved(_ configuration: Configuration) -> Configuration

  /// What a user should know about this forecaster for this task, one line each; nothing unless stated.
  var notes: [String] { get }
}

/// What of a forecaster is kept in a model file.
public protocol Stored: Sendable {
  /// Everything that has been learnt, with the names it has in a model file.
  var namedTensors: [(name: String, value: Tensor)] { get }

  /// The same with other learnt values, in the order of `namedTensors`.
  func replacingTensors(_ values: [Tensor]) -> Self

  /// What has been learnt in double precision, with the names it has in a model file; nothing unless stated.
  var namedNumbers: [(name: String, values: [Double])] { get }

  /// The same with the learnt values of a model file.
  ///
  /// - Throws: `ModelFileError` for a name that is missing or unexpected, and values that do not fit.
  func restored(from learnt: LearntValues) throws(ModelFileError) -> Self

  /// Number of learnt values; running statistics and the like of neural forecasters are not counted.
  var parameterCount: Int { get }
}

/// What a model file holds of a forecaster.
public struct LearntValues: Sendable {
  /// Every tensor, in single precision.
  public let tensors: [(name: String, value: Tensor)]
  /// Those of them that the file has in double precision, as they are there.
  public let numbers: [(name: String, values: [Double])]

  /// - Parameter numbers: Those of the tensors that are known in double precision.
  public init(
    tensors: [(name: String, value: Tensor)], numbers: [(name: String, values: [Double])] = []
  ) {
    (self.tensors, self.numbers) = (tensors, numbers)
  }
}

/// A forecaster that keeps something of each series it was fitted on.
public protocol SeriesBound: Sendable {
  /// The same for a panel of other series, or in another order.
  ///
  /// - Parameter series: For each series of the panel, its number among those the forecaster was fitted on; nil for one
  ///   that is new.
  func bound(to series: [Int?]) -> any Forecaster
}

/// A forecaster whose model people can read.
public protocol Summarizing: Sendable {
  /// What has been learnt, as lines of text.
  ///
  /// - Parameters:
  ///   - channels: The name of each channel.
  ///   - future: The name of each column known ahead.
  ///   - series: The name of each series of a long file; empty for a wide one.
  func summary(channels: [String], future: [String], series: [String]) -> [String]
}

extension Summarizing {
  /// What has been learnt, as lines of text, where no columns are known ahead and there is one series.
  ///
  /// - Parameter channels: The name of each channel.
  public func summary(channels: [String]) -> [String] {
    summary(channels: channels, future: [], series: [])
  }
}

/// A forecaster whose forecasts can be looked into.
public protocol Explaining: Sendable {
  /// What the attention layers attend to in each window of `batch`, for people to look at.
  func attention(over batch: Batch) -> [AttentionWeights]
}

extension ForecasterKind {
  /// The calendar is not looked at.
  public static func calendarFeatures(
    _ configuration: Configuration, for task: ForecastTask
  ) -> CalendarFeatures? { nil }

  /// The usual lookback.
  public static var lookbackCandidates: [Int] { [] }

  /// There is a lookback.
  public static var looksBack: Bool { true }

  /// Those that keep a state of the whole past.
  public static var suitsShortSeries: Bool { !looksBack }

  /// Half of the longest series, at most ``UsualSizes/lookback``.
  public static func usualLookback(
    _ configuration: Configuration, rows: [Int], horizon: Int, frequency: Frequency
  ) -> Int {
    UsualSizes.lookback(rows: rows.max() ?? 0, horizon: horizon)
  }

  /// Nothing follows the name.
  public static var variantKey: String? { nil }

  /// The recipe says which error is made small, if any.
  public static var lossKey: String? { nil }
}

extension Predictor {
  /// Forecasts one batch of windows.
  public func forecast(_ batch: Batch) -> Forecast { predicting(windows: batch.count)(batch) }
}

extension Learner {
  /// Nothing is taken over.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl, after others: [any Forecaster]
  ) throws(TrainingError) -> TrainingSummary {
    try fit(data, plan, control)
  }

  /// Nothing was left to choose.
  public func resolved(_ configuration: Configuration) -> Configuration { configuration }

  /// Nothing to say.
  public var notes: [String] { [] }
}

extension Stored {
  /// Nothing is learnt in double precision.
  public var namedNumbers: [(name: String, values: [Double])] { [] }

  /// The same with the tensors of a model file.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> Self {
    try replacingTensors(named: learnt.tensors)
  }

  /// Number of learnt values.
  public var parameterCount: Int { namedTensors.reduce(0) { $0 + $1.value.count } }
}
