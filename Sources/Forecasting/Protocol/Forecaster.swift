import Layers
import Tensors
import TimeSeries
import Training

/// Predicts the next rows of a multivariate series from the last ones.
///
/// Histories and forecasts are channel-major, `[batch, channel, time]`: a channel of a window is contiguous, in the
/// file's columns, in the scaled series and in every layer that mixes time.
public protocol Forecaster: Sendable {
  /// The values a user may set.
  associatedtype Configuration: ForecasterConfiguration

  /// Name, summary and source.
  static var card: ForecasterCard { get }

  /// The published way of training this forecaster for `task`; nil if there is nothing to train.
  static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe?

  /// Whether the calendar of history and future is to be given with each history; false unless stated.
  static func usesCalendar(_ configuration: Configuration) -> Bool

  /// The features of the calendar that are given; nil for none. Those of the task's frequency unless stated.
  static func calendarFeatures(_ configuration: Configuration, for task: ForecastTask) -> CalendarFeatures?

  /// Lookbacks that are tried where none is asked for, for forecasters whose fit takes a moment; none unless stated.
  static var lookbackCandidates: [Int] { get }

  /// Creates an untrained forecaster.
  ///
  /// - Throws: `ConfigurationError` naming a value that does not fit the task.
  init(_ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator)
    throws(ConfigurationError)

  /// - Parameter history: Standardised values, `[batch, channel, lookback]`.
  /// - Returns: Standardised values, shape `[batch, channel, horizon]`.
  func forecast(_ history: History, in pass: inout ForwardPass) -> Tensor

  /// A function that forecasts batches of windows for evaluation, after work that all of them share is done once.
  ///
  /// - Parameter windowCount: About how many windows there will be.
  func forecasting(windows windowCount: Int) -> @Sendable (History) -> Tensor

  /// Learns from the training windows; the validation windows choose when to stop.
  mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary

  /// The configuration with the values that the fit chose in place of those it was to choose, as a model file keeps it;
  /// the same unless stated.
  func resolved(_ configuration: Configuration) -> Configuration

  /// What a user should know about this forecaster for this task, one line each; nothing unless stated.
  var notes: [String] { get }

  /// What the attention layers attend to in each window of `history`, for people to look at; none by default.
  func attention(over history: History) -> [AttentionWeights]

  /// Number of learnt values; running statistics and the like of neural forecasters are not counted.
  var parameterCount: Int { get }

  /// Everything that has been learnt, with the names it has in a model file.
  var namedTensors: [(name: String, value: Tensor)] { get }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  func replacingTensors(_ values: [Tensor]) -> Self
}

extension Forecaster {
  /// The calendar is not looked at.
  public static func usesCalendar(_ configuration: Configuration) -> Bool { false }

  /// The features that vary at the task's frequency, if the calendar is used and the frequency known.
  public static func calendarFeatures(
    _ configuration: Configuration, for task: ForecastTask
  ) -> CalendarFeatures? {
    usesCalendar(configuration) ? task.frequency.map { CalendarFeatures(for: $0) } : nil
  }

  /// The usual lookback.
  public static var lookbackCandidates: [Int] { [] }

  /// Nothing was left to choose.
  public func resolved(_ configuration: Configuration) -> Configuration { configuration }

  /// Nothing to say.
  public var notes: [String] { [] }

  /// Forecasts window by window; nothing is shared.
  public func forecasting(windows windowCount: Int) -> @Sendable (History) -> Tensor {
    { history in
      var pass = ForwardPass.inference
      return forecast(history, in: &pass)
    }
  }

  /// Number of learnt values.
  public var parameterCount: Int { namedTensors.reduce(0) { $0 + $1.value.count } }
}

/// What `forecast models` says about a forecaster.
public struct ForecasterCard: Sendable {
  /// The name used on the command line and in files.
  public let name: String
  /// One line.
  public let summary: String
  /// Authors, year and address of the source.
  public let source: String

  /// - Parameter name: Lower-case words joined by hyphens.
  public init(name: String, summary: String, source: String) {
    (self.name, self.summary, self.source) = (name, summary, source)
  }
}
