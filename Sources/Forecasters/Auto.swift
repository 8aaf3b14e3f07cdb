import Forecasting
import Layers
import Persistence
import Tensors
import TimeSeries
import Training

/// Chooses forecasters that suit the data and adds their forecasts up, with weights found on validation windows.
///
/// Every candidate is fitted to the training rows; how much each counts, by segment of the horizon and channel, is
/// found from products of their residuals over the validation windows (`ResidualProducts`), by the scheme that does best
/// on windows it has not seen; a single one is kept where no combination is better. Few windows move the weights a little
/// away from those of `scum`, the median of four classical models, or where there is no time for it of faster ones; without
/// validation windows these are all there is.
///
/// ```swift
/// var configuration = Auto.Configuration()
/// try configuration.set("members", to: "ets+theta")
/// ```
public struct Auto: Forecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "auto", summary: "chooses and combines forecasters that suit the data, on validation rows",
    source: "Caruana et al. 2004, https://doi.org/10.1145/1015330.1015432")

  /// Columns are given to the members that can use them.
  public static let takes: Set<ColumnRole> = [.past, .future, .fixed]

  /// There is no recipe: members have their own.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Short series are combined of classical models.
  public static let suitsShortSeries = true

  /// Half of the rows that nine of ten series have, a season where there is room for one, and of long series what maps of
  /// many seasons look back.
  public static func usualLookback(
    _ configuration: Configuration, rows: [Int], horizon: Int, frequency: Frequency
  ) -> Int {
    let (ascending, season) = (rows.sorted(), frequency.defaultSeasonLength)
    let most = ascending.isEmpty ? 0 : ascending[ascending.count / 10]
    let usual = max(UsualSizes.lookback(rows: most, horizon: horizon), min(season, most - horizon))
    guard most > AutoCandidates.longestForLocal else { return usual }
    return max(
      usual,
      LinearStack.usualLookback(.init(), rows: [most], horizon: horizon, frequency: frequency))
  }

  let task: ForecastTask
  let configuration: Configuration
  /// Those that count; none before the fit.
  var members: [AutoMember] = []
  var weights: MemberWeights
  /// Members that count no more since the refit, for looking back at values that the others leave out.
  var dropped: [String] = []
  /// What was tried in the fit, in order.
  public private(set) var candidates: [CandidateScore] = []
  /// Why the members are those that they are; nil before the fit.
  public private(set) var reason: ChoiceReason?

  /// Creates the forecaster: before its fit it repeats the last value of each channel.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    (self.configuration, self.task) = (configuration, task)
    if case .fitted(let stored) = configuration.members {
      for member in stored { members.append(try AutoMember(member, for: task, using: &generator)) }
    } else {
      let name = LastValue.card.name
      let last = StoredMember(model: name, lookback: 1, configuration: LastValue.Configuration().json)
      members = [try AutoMember(last, for: task, using: &generator)]
    }
    weights = MemberWeights(
      everywhere: members.map { [count = members.count] _ in 1 / Double(count) },
      channelCount: task.targetChannels.count, horizon: task.horizon)
  }

  /// Fits the candidates and finds their weights.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    var search = AutoSearch(self, data, plan, control)
    return try TrainingSummary { () throws(TrainingError) in
      try search.run()
      (members, weights) = (search.members, search.weights)
      (candidates, reason) = (search.candidates, search.reason)
    }
  }

  /// The members with what their fits have chosen.
  public func resolved(_ configuration: Configuration) -> Configuration {
    var result = configuration
    result.members = .fitted(members.map(\.stored))
    return result
  }

  /// The weighted sum of what the members forecast.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    let forecasts = members.map { $0.predicting(windows: windowCount) }
    let (weights, targets) = (weights, task.targetChannels)
    return { batch in
      Forecast.combining(forecasts.map { $0(batch) }, weights, targetChannels: targets, of: batch)
    }
  }
}
