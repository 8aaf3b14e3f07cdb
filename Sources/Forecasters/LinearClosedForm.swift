import Forecasting
import Layers
import LinearMaps
import Tensors
import TimeSeries
import Training

/// One linear map over time of centred windows, for all channels or for each, solved exactly.
///
/// Minimises `Σ ‖y − μ − [x − μ, u, σ] B‖² + λ ‖B‖²` over all training windows: least squares of centred windows, weighted so
/// that errors count in the units of the data; `u` are columns known ahead, the phase of the calendar and fixed columns. What is taken
/// out of windows, λ and whether channels share a map are what has the smallest error over the validation windows, or over folds. All of
/// it follows from second moments of the windows, which slide along the series: see `WindowMoments`.
public struct LinearClosedForm: Forecaster, Refitting {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "linear-closed-form", summary: "one linear map over time, solved exactly by ridge regression",
    source: "Toner and Darlow 2024, https://arxiv.org/abs/2403.14587")

  /// The values that a user may set.
  public typealias Configuration = ClosedFormConfiguration
  /// What may be taken out of each window.
  public typealias Normalization = ClosedFormConfiguration.Normalization

  let configuration: Configuration
  /// The smallest absolute error has to be searched for.
  public var isCheapToRefit: Bool { configuration.loss == .mse }
  let targetChannels: [Int]
  let candidates: [ClosedFormCandidate]
  /// One for each map, in the order of the targets.
  var choices: [ClosedFormCandidate]
  var map: ClosedFormMap
  /// The moments of the windows that it was fitted on; nil where they are not kept.
  var kept: KeptMoments?

  /// Creates the forecaster before its fit: it forecasts the level of each window.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    try configuration.requireConsistency(for: task)
    self.configuration = configuration
    targetChannels = task.targetChannels
    candidates = configuration.candidates(for: task)
    choices = Array(
      repeating: candidates[0], count: configuration.hasOwnMaps ? task.targetChannels.count : 1)
    let harmonics = CalendarHarmonics(pairCount: configuration.harmonics, frequency: task.frequency)
    map = ClosedFormMap(
      lookback: task.lookback, horizon: task.horizon,
      extras: .init(future: task.futureCount, calendar: harmonics?.count ?? 0, fixed: task.fixedCount),
      harmonics: harmonics, mapCount: configuration.hasOwnMaps ? task.channelCount : nil,
      centring: candidates[0].centring)
  }

  /// Columns known ahead and values of the series are further inputs.
  public static let takes: Set<ColumnRole> = [.future, .fixed]

  /// The calendar, where its harmonics are wanted.
  public static func calendarFeatures(
    _ configuration: Configuration, for task: ForecastTask
  ) -> CalendarFeatures? {
    CalendarHarmonics(pairCount: configuration.harmonics, frequency: task.frequency)?.features
  }

  /// There is no recipe: nothing is trained step by step.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// The squared error or the absolute one.
  public static let lossKey: String? = "loss"

  /// Lookbacks to choose from; a longer one is not always better, and each takes a fraction of a second.
  public static let lookbackCandidates = [96, 192, 336, 512]

  /// Solves for every candidate and keeps the one with the smallest error on the windows that choose.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    try TrainingSummary { () throws(TrainingError) in
      let folds = try folds(data, plan.workers, unless: control.isInterrupted)
      let found = try choose(folds, plan.workers, control)
      // Without folds the training windows are those of the choice.
      try solve(
        data, found: configuration.folds == 0 ? found : nil, plan.workers, unless: control.isInterrupted)
    }
  }

  /// Solves again with what was chosen.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    try solve(data, plan.workers, unless: control.isInterrupted)
  }

  /// What was chosen, where all channels share it.
  public func resolved(_ configuration: Configuration) -> Configuration {
    guard !configuration.hasOwnMaps else { return configuration }
    var result = configuration
    result.normalization = Normalization([choices[0].kind])
    result.ridge = choices[0].ridge
    return result
  }

  /// Forecasts with the map made ready for many windows.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast { map.predicting() }

  /// The map, `[horizon, lookback]`, and its offset, then the maps of what is known ahead, of the calendar and of the series, where
  /// there are some; with maps of single channels first an axis of channels, and last what each of them is.
  public var namedTensors: [(name: String, value: Tensor)] {
    [("weight", map.weight), ("bias", map.bias)]
      + (map.extras.future > 0 ? [("future_weight", map.futureWeight)] : [])
      + (map.extras.calendar > 0 ? [("calendar_weight", map.calendarWeight)] : [])
      + (map.extras.fixed > 0 ? [("fixed_weight", map.fixedWeight)] : [])
      + (map.mapCount != nil
        ? [("choices", Tensor(shape: [choices.count, 4], values: choices.flatMap(\.numbers)))] : [])
  }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> LinearClosedForm {
    var (copy, rest) = (self, values[...])
    (copy.map.weight, copy.map.bias) = (rest.removeFirst(), rest.removeFirst())
    if map.extras.future > 0 { copy.map.futureWeight = rest.removeFirst() }
    if map.extras.calendar > 0 { copy.map.calendarWeight = rest.removeFirst() }
    if map.extras.fixed > 0 { copy.map.fixedWeight = rest.removeFirst() }
    guard map.mapCount != nil else { return copy }
    let numbers = rest.removeFirst().values
    for place in choices.indices {
      copy.choices[place] =
        ClosedFormCandidate(numbers: numbers[place * 4..<place * 4 + 4]) ?? choices[place]
      copy.map.centrings[targetChannels[place]] = copy.choices[place].centring
    }
    return copy
  }

  /// The moments, where they are kept.
  public var namedNumbers: [(name: String, values: [Double])] {
    kept.map { [(Self.momentsName, $0.numbers)] } ?? []
  }

  /// The same with the map and the moments of a model file.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> LinearClosedForm {
    var copy = try replacingTensors(named: learnt.tensors.filter { $0.name != Self.momentsName })
    copy.kept = try learnt.moments(
      Self.momentsName, lookback: map.lookback, horizon: map.horizon, targetCount: targetChannels.count)
    return copy
  }

  /// Coefficients of the maps.
  public var parameterCount: Int {
    namedTensors.reduce(0) { $0 + ($1.name == "choices" ? 0 : $1.value.count) }
  }

  private static let momentsName = "moments"
}

extension LinearClosedForm: Updating {
  /// Rows can be taken out of moments.
  public static let dropsRows = true

  /// The map of all rows, old and new, with what the fit has chosen.
  ///
  /// - Throws: `UpdateError.momentsNotKept` for a model without moments, `.notUpdatable` for one that cannot keep them.
  public func updated(
    with rows: LaterRows
  ) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport) {
    guard map.extras.count == 0, configuration.loss == .mse else {
      throw .notUpdatable(model: Self.card.name)
    }
    return try following(rows, kept) { (copy, moments) throws(UpdateError) in
      do { try copy.install(moments, Workers(threadCount: 1), unless: { false }) } catch {
        throw moments.windowCount == 0
          ? .windowTooShort(window: rows.window ?? 0, needed: map.lookback + map.horizon)
          : .notSolvable(model: Self.card.name)
      }
      copy.kept = moments
    }
  }
}

extension LinearClosedForm: Summarizing {
  /// What was chosen, for maps of single channels.
  public func summary(channels: [String], future: [String], series: [String]) -> [String] {
    guard map.mapCount != nil else { return [] }
    return zip(targetChannels, choices).map { channel, choice in "\(channels[channel]): \(choice)" }
  }
}
