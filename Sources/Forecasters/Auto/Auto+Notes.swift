import Forecasting
import LocalForecasters
import TimeSeries

extension Auto {
  /// Which columns no member looks at, which values local members were not fitted to, and where nothing beats the last value.
  public var notes: [String] { unseenColumns + [leftOut, walk].compactMap(\.self) }

  private var walk: String? {
    guard let stack = members.lazy.compactMap({ $0.forecaster as? LinearStack }).first, stack.isLastValue
    else { return nil }
    return
      "\(LinearStack.card.name) repeats the last value, for the most part: on earlier rows, held out in turn, no map of the past was surely better"
  }

  private var unseenColumns: [String] {
    guard let first = members.first else { return [] }
    let unseen = members.dropFirst().reduce(first.hidden) { $0.intersection($1.hidden) }
    let who =
      members.count == 1 ? "\(first.stored.model) does not look" : "no member of the combination looks"
    return [ColumnRole.past, .future, .fixed].filter(unseen.contains).map { "\(who) at \($0.columns)" }
  }

  private var leftOut: String? {
    // Members that see what is known ahead leave out none.
    let lists = members.lazy.compactMap { ($0.forecaster as? any LocalForecaster)?.fits.leftOut }
    guard let values = lists.first(where: { !$0.isEmpty }) else { return nil }
    let shown = values.prefix(3).joined(separator: ", ")
    let others =
      values.count > 3 ? " and \(values.count == 4 ? "1 other" : "\(values.count - 3) others")" : ""
    let without =
      dropped.isEmpty
      ? "" : ", and \(dropped.joined(separator: " and ")), which would see them, left out of the combination"
    return
      "left out of the fits of local members, far from all rows around: \(shown)\(others)\(without); a local model by its own name takes all rows"
  }
}
