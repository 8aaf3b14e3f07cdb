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
/// away from those of `scum`, the median of four classical models, which is all there is without validation windows.
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
  private(set) var members: [AutoMember] = []
  private(set) var weights: MemberWeights
  /// Members that count no more since the refit, for looking back at values that the others leave out.
  private(set) var dropped: [String] = []
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
    do { try search.run() } catch {
      guard case .interrupted = error else { throw error }
      return TrainingSummary(ending: .interrupted)
    }
    (members, weights) = (search.members, search.weights)
    (candidates, reason) = (search.candidates, search.reason)
    return TrainingSummary(ending: .solved)
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

extension Auto {
  private static func prefix(_ member: Int) -> String { "member\(member)." }
  private static let weightsName = "weights"

  /// What the members have learnt in single precision, each under its number.
  public var namedTensors: [(name: String, value: Tensor)] {
    members.enumerated().flatMap { index, member in
      member.forecaster.namedTensors.map { (Self.prefix(index) + $0.name, $0.value) }
    }
  }

  /// The weights, and what the members have learnt in double precision, each under its number.
  public var namedNumbers: [(name: String, values: [Double])] {
    [(Self.weightsName, weights.values)]
      + members.enumerated().flatMap { index, member in
        member.forecaster.namedNumbers.map { (Self.prefix(index) + $0.name, $0.values) }
      }
  }

  /// The same with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> Auto {
    var (copy, rest) = (self, values[...])
    for index in members.indices {
      let count = members[index].forecaster.namedTensors.count
      copy.members[index].forecaster = members[index].forecaster.replacingTensors(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return copy
  }

  /// The same with the weights and the members' values of a model file.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> Auto {
    var copy = self
    copy.weights = try restoredWeights(learnt)
    for index in members.indices {
      let prefix = Self.prefix(index)
      copy.members[index].forecaster = try members[index].forecaster.restored(from: learnt.under(prefix))
    }
    let known = members.indices.map(Self.prefix)
    if let other = learnt.tensors.first(where: { tensor in
      tensor.name != Self.weightsName && !known.contains { tensor.name.hasPrefix($0) }
    }) {
      throw .unexpectedTensor(other.name)
    }
    return copy
  }

  private func restoredWeights(_ learnt: LearntValues) throws(ModelFileError) -> MemberWeights {
    guard let values = learnt.numbers.first(where: { $0.name == Self.weightsName })?.values else {
      throw .missingTensor(Self.weightsName)
    }
    guard values.count == weights.values.count else {
      throw .wrongShape(Self.weightsName, found: [values.count], expected: [weights.values.count])
    }
    guard values.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { throw .nonFiniteTensor(Self.weightsName) }
    return MemberWeights(
      values: values, memberCount: members.count, channelCount: weights.channelCount, horizon: task.horizon)
  }

  /// Values that the members have learnt.
  public var parameterCount: Int { members.reduce(0) { $0 + $1.forecaster.parameterCount } }
}

extension LearntValues {
  /// Those whose names begin with `prefix`, without it.
  fileprivate func under(_ prefix: String) -> LearntValues {
    LearntValues(
      tensors: tensors.filter { $0.name.hasPrefix(prefix) }.map {
        (String($0.name.dropFirst(prefix.count)), $0.value)
      },
      numbers: numbers.filter { $0.name.hasPrefix(prefix) }.map {
        (String($0.name.dropFirst(prefix.count)), $0.values)
      })
  }
}

extension Auto: QuantilePredictor, Refitting, Updating, Choosing, SeriesBound, Summarizing {
  /// The forecast with the weighted mean distances of the members that state a law; where none does, of those that have quantiles.
  public func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast {
    let isStated = members.contains(where: \.statesLaw)
    return Forecast.combining(
      members.map { $0.predicting(windows: batch.count)(batch) },
      quantiles: members.map { isStated && !$0.statesLaw ? nil : $0.quantiles(of: batch, at: probabilities) },
      at: probabilities, weights, targetChannels: task.targetChannels, of: batch)
  }

  /// Whether all members are cheap to fit to fewer rows, or have been fitted to fewer in the search already.
  public var isCheapToRefit: Bool {
    reason == .earlierRows
      || members.allSatisfy { ($0.forecaster as? any Refitting)?.isCheapToRefit ?? false }
  }

  /// Fits the members again that can be; networks keep their weights.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    if case .suiting = configuration.members { keepThoseThatLeaveRowsOut(of: data) }
    var refitted: [any Forecaster] = []
    for index in members.indices {
      guard var forecaster = members[index].forecaster as? any Forecaster & Refitting else { continue }
      try forecaster.refit(on: members[index].windows(data), plan, control, after: refitted)
      members[index].forecaster = forecaster
      refitted.append(forecaster)
    }
  }

  /// Where later rows than those that members were chosen on have values to leave out, or another level, members that look back at them count no
  /// more, if there are others.
  private mutating func keepThoseThatLeaveRowsOut(of data: TrainingData) {
    let names = members.map(\.stored.model)
    guard names.contains(where: AutoCandidates.lookingBack.contains) else { return }
    let misled = AutoCandidates.misled(by: AutoFacts(data, task), task)
    let kept = names.indices.filter { !misled.contains(names[$0]) }
    guard !kept.isEmpty, kept.count < members.count else { return }
    dropped = names.filter(misled.contains)
    weights = weights.selecting(kept)
    members = kept.map { members[$0] }
  }

  /// Members with a state go on; those that look back at the rows that they are given stay as they are.
  ///
  /// - Throws: `UpdateError.membersNotUpdatable` where no member has a state.
  public func updated(
    with rows: LaterRows
  ) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport) {
    var (copy, report) = (self, UpdateReport?.none)
    for index in members.indices {
      guard let member = members[index].forecaster as? any Updating else { continue }
      let (forecaster, own): (any Forecaster, UpdateReport)
      do { (forecaster, own) = try member.updated(with: rows) } catch .momentsNotKept, .notUpdatable {
        continue
      }
      copy.members[index].forecaster = forecaster
      report = report ?? own
    }
    guard let report else {
      throw .membersNotUpdatable(model: Self.card.name, members: members.map(\.stored.model))
    }
    return (copy, report)
  }

  /// The members of the series of another panel.
  public func bound(to series: [Int?]) -> any Forecaster {
    var copy = self
    for index in members.indices {
      guard let bound = members[index].forecaster as? any SeriesBound else { continue }
      copy.members[index].forecaster = bound.bound(to: series)
    }
    return copy
  }

  /// The members with their mean weights, and those that people can read as they are.
  public func summary(channels: [String], future: [String], series: [String]) -> [String] {
    zip(members, weights.means).flatMap { member, weight in
      let own =
        (member.forecaster as? any Summarizing)?
        .summary(channels: channels, future: future, series: series) ?? []
      return ["\(member.stored.model): weight \((weight * 1000).rounded() / 1000)"] + own.map { "  \($0)" }
    }
  }
}
