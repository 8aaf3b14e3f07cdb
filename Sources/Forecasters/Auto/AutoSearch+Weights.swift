import Forecasting
import TimeSeries
import Training

extension AutoSearch {
  /// Finds the weights, again and again without the members that hardly count: a member must earn its place.
  mutating func weigh() throws(TrainingError) {
    guard members.count > 1, !data.validation.isEmpty else {
      weights = equalWeights
      if data.validation.isEmpty { reason = .tooFewRows }
      return keepCounting()
    }
    var products = try ResidualProducts(
      members, on: data.validation, workers: plan.workers, unless: control.isInterrupted)
    let (earlier, ownCount) = (try productsOfEarlierRows(), products.blockCount)
    if let earlier { products = products.following(earlier.products) }
    let windows = facts.independentWindows + (earlier?.windows ?? 0)
    while true {
      // The unit of a series is an error of the members that are left: evened again for each choice of them.
      (weights, reason) = WeightScheme.bestWeights(products.evened, windows: windows, prior: prior)
      // Of many channels one weighs little in the mean.
      let counting = members.indices.filter {
        weights.means[$0] >= Self.smallestWeight || weights.isLeader($0)
      }
      if counting.count == members.count { break }
      (members, labels) = (counting.map { members[$0] }, counting.map { labels[$0] })
      products = products.selecting(counting)
    }
    if earlier != nil { reason = .earlierRows }
    keepCounting()
    let own = Array(products.blockCount - ownCount..<products.blockCount)
    control.report(
      .chose(
        settings: labels.joined(separator: " + "),
        validationMSE: weights.error(products, blocks: own),
        candidateCount: candidates.count { $0.weight != nil }))
  }

  /// The members that are believed in without windows; nil where there is none of which that can be said.
  ///
  /// Where they do not see what is known to matter, the best one that does is believed in, too: columns known ahead, for who tells them believes
  /// that they do, and a long season that the rows show.
  private var prior: WeightScheme.Prior? {
    // Those that were fitted, not those that are left: where `scum` has lost, its four models are no belief.
    let names = Set(candidates.filter { $0.weight != nil }.map(\.name))
    let isLocal = !isTold || names.contains(AutoCandidates.prior)
    let local = isLocal ? indices(AutoCandidates.believedAnywhere(facts, among: names)) : []
    let believed = local.isEmpty ? indices([LinearStack.card.name]) : local
    guard let member = believed.first else { return nil }
    let isBlind = self.isBlind(besides: member)
    let rivals = isBlind[member] ? members.indices.filter { !isBlind[$0] } : []
    let hidesFuture = { (index: Int) in auto.task.hidesFuture(from: members[index].stored.model) }
    return .init(
      members: !local.isEmpty && rivals.isEmpty
        ? indices(AutoCandidates.believed(facts, among: names)) : believed,
      rivals: rivals, rivalsSeeAhead: hidesFuture(member) && rivals.contains { !hidesFuture($0) },
      isFromElsewhere: !local.isEmpty)
  }

  /// The places of members of these names that are left.
  private func indices(_ names: [String]) -> [Int] {
    names.compactMap { name in members.firstIndex { $0.stored.model == name } }
  }

  /// The mean weight below which a member is not worth its place, unless a channel is left to it.
  private static let smallestWeight = 0.02

  private var equalWeights: MemberWeights {
    MemberWeights(
      everywhere: members.map { _ in 1 / Double(members.count) },
      channelCount: auto.task.targetChannels.count, horizon: auto.task.horizon)
  }

  /// Puts the weights into the table of candidates.
  private mutating func keepCounting() {
    let byLabel = Dictionary(zip(labels, weights.means), uniquingKeysWith: { first, _ in first })
    for index in candidates.indices where candidates[index].weight != nil {
      candidates[index].weight = byLabel[candidates[index].name] ?? 0
    }
  }
}
