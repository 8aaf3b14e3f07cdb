import Forecasting
import LocalForecasters
import Text
import TimeSeries

extension Auto {
  /// Which columns no member looks at, who looks at those known ahead, which values local members were not fitted to as they are, where nothing
  /// beats the last value, who sees a season from few of it, and which columns known ahead show no effect.
  public var notes: [String] {
    unseenColumns + [seers, leftOut, moved, walk, lastSeason].compactMap(\.self) + idleColumns
  }

  /// Who sees a season of which the rows hold too few for most members, and how far it counts.
  private var lastSeason: String? {
    for member in members {
      guard let (shares, count) = (member.forecaster as? any LocalForecaster)?.fits.sharesOfLastSeason,
        !shares.isEmpty
      else { continue }
      let share = TextFormatting.significant(shares.reduce(0, +) / Double(shares.count), digits: 2)
      let mean = count == 1 ? share : "\(share) on average, in \(shares.count) of \(count) series"
      return
        "few seasons of rows: \(member.stored.model) is drawn to the last season (of two whole ones to their mean), moved by half of the change (share \(mean))"
    }
    return nil
  }

  private var walk: String? {
    guard members.contains(where: \.repeatsLastValue) else { return nil }
    return
      "\(LinearStack.card.name) repeats the last value, for the most part: on earlier rows, held out in turn, no map of the past was surely better"
  }

  private var unseenColumns: [String] {
    guard isFitted, let first = members.first else { return [] }
    let unseen = members.dropFirst().reduce(first.hidden) { $0.intersection($1.hidden) }
    let who =
      members.count == 1 ? "\(first.stored.model) does not look" : "no member of the combination looks"
    return [ColumnRole.past, .future, .fixed].filter(unseen.contains).map { "\(who) at \($0.columns)" }
  }

  /// Who looks at columns known ahead, where not all members do.
  private var seers: String? {
    guard isFitted, task.futureCount > 0 else { return nil }
    let blind = members.filter { $0.hidden.contains(.future) }.map(\.stored.model)
    let seeing = members.filter { !$0.hidden.contains(.future) }.map(\.stored.model)
    guard !blind.isEmpty, !seeing.isEmpty else { return nil }
    return
      "\(ColumnRole.future.columns) count through \(seeing.joined(separator: " and ")); \(blind.joined(separator: " and ")) \(blind.count == 1 ? "does" : "do") not look at them"
  }

  /// Which columns known ahead have no effect in members that look at them.
  private var idleColumns: [String] {
    members.compactMap { member in
      guard let idle = (member.forecaster as? any LocalForecaster)?.fits.idleColumns, !idle.isEmpty else {
        return nil
      }
      return "\(member.stored.model) finds no effect of \(idle.abridged(to: 6))"
    }
  }

  /// Whether the members are those of a fit, and not the last value that stands in for them before.
  private var isFitted: Bool {
    if case .fitted = configuration.members { true } else { reason != nil }
  }

  private var leftOut: String? {
    guard let shown = firstList(\.leftOut) else { return nil }
    return
      "left out of the fits of local members, far from all rows around: \(shown)\(without(members: moved == nil))\(byName)"
  }

  private var moved: String? {
    guard let shown = firstList(\.moved) else { return nil }
    return
      "fitted to as if at the level of later rows, which has changed for good: \(shown)\(without(members: true))\(byName)"
  }

  private var byName: String { "; a local model by its own name takes all rows as they are" }

  /// Members that do not count for what they would see, if those are to be told of here.
  private func without(members areTold: Bool) -> String {
    guard areTold, !dropped.isEmpty else { return "" }
    return ", and \(dropped.joined(separator: " and ")), which would see them, left out of the combination"
  }

  /// Up to three of the values that members were not fitted to as they are, and how many more there are; nil for none.
  private func firstList(_ list: KeyPath<LocalFits, [String]>) -> String? {
    // Members that see what is known ahead leave out none.
    let lists = members.lazy.compactMap { ($0.forecaster as? any LocalForecaster)?.fits[keyPath: list] }
    return lists.first { !$0.isEmpty }?.abridged()
  }
}
