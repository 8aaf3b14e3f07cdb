import Forecasting
import Training

extension Auto: QuantilePredictor, Refitting, Updating, Choosing, SeriesBound, Summarizing {
  /// The forecast with the weighted mean distances of the members that state a law; where none does, of those that have quantiles.
  public func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast {
    Forecast.combining(
      members.map { $0.predicting(windows: batch.count)(batch) },
      MemberLaws(
        quantiles: members.map { member in
          statesLaw && !member.statesLaw
            ? nil : member.quantiles(of: batch, at: MemberLaws.probabilities(with: probabilities))
        }, models: members.map { $0.modelForecasts(of: batch) }),
      at: probabilities, weights, targetChannels: task.targetChannels, of: batch)
  }

  /// Whether a member states a law.
  public var statesLaw: Bool { members.contains(where: \.statesLaw) }

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
