import Forecasting
import LinearMaps
import LocalForecasters

extension AutoSearch {
  /// Which members do not see what `member` does not see either and is known to matter: columns known ahead, else a long season that the rows
  /// show.
  func isBlind(besides member: Int) -> [Bool] {
    let isBlind = members.map { auto.task.hidesFuture(from: $0.stored.model) }
    guard let season = facts.longSeason, !isBlind[member] || !isBlind.contains(false) else { return isBlind }
    return members.map { !sees(season, $0) }
  }

  /// Whether a candidate looks back a long season that the rows show, and a member before it does not.
  func seesLongSeason(_ candidate: AutoCandidate, unlike member: AutoMember) -> Bool {
    guard let season = facts.longSeason else { return false }
    return min(candidate.lookback ?? 1, auto.task.lookback) >= season && !sees(season, member)
  }

  /// Whether a member sees a season: a local model has it among its own, a map looks back so far, a stack has room for such a map on its folds.
  private func sees(_ season: Int, _ member: AutoMember) -> Bool {
    func sees<F: Forecaster>(_ type: F.Type) -> Bool {
      if let local = type as? any LocalForecaster.Type { return seasons(of: local).contains(season) }
      guard type == LinearStack.self else { return type.looksBack && member.stored.lookback >= season }
      let task = auto.task.lookingBack(member.stored.lookback)
      return LinearStack.Configuration().recipe(for: task).longestMap(rows: facts.rowsBeforeTest) >= season
    }
    return ForecasterCatalog.forecaster(named: member.stored.model).map { sees($0) } ?? false
  }

  private func seasons<F: LocalForecaster>(of type: F.Type) -> [Int] {
    F.seasons(F.Configuration(), for: auto.task)
  }
}
