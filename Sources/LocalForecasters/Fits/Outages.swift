/// Values that stand for none: zeros of a closed shop or a sensor without power, fill values such as -9999.
package enum Outages {
  /// The rows of such a value, two or more.
  ///
  /// It is the smallest or the largest one, takes a tenth of the known rows at most, and no other value is near: those of other rows keep twice their
  /// range away, or a quarter of it where it is zero. What comes again a season later, or at equal distances, such as days on which a
  /// shop is closed, is no outage, and neither is one that the last row is part of: nobody knows whether it ends. Beside others most of
  /// which are alike, as demand that is often zero and prices, a value above zero is one like them.
  package static func rows(of values: [Double], season: Int) -> [Int] {
    let known = values.indices.filter { !values[$0].isNaN }
    guard known.count >= fewestRows, let last = known.last else { return [] }
    let present = known.map { values[$0] }
    for value in [present.min(), present.max()].compactMap(\.self) where values[last] != value {
      let rows = known.filter { values[$0] == value }
      guard rows.count >= 2, rows.count * smallestShare <= known.count, isFar(value, from: present),
        !comesAgain(rows, season, among: known)
      else { continue }
      return rows
    }
    return []
  }

  private static func isFar(_ value: Double, from values: [Double]) -> Bool {
    let others = values.filter { $0 != value }
    guard let low = others.min(), let high = others.max(), low < high else { return false }
    let distance = min(abs(low - value), abs(high - value))
    guard distance >= (value == 0 ? 0.25 : 2) * (high - low) else { return false }
    let middle = others.sorted()[others.count / 2]
    return value <= 0 || 2 * others.count { $0 == middle } <= others.count
  }

  /// Whether half of the stretches begin a season before or behind another one, or most of them at equal distances over half of the rows: the
  /// season may be one that is not told, such as the week of hours or that of counted rows.
  private static func comesAgain(_ rows: [Int], _ season: Int, among known: [Int]) -> Bool {
    let all = Set(rows)
    let starts = rows.filter { !all.contains($0 - 1) }
    if season > 1 {
      let places = Set(starts)
      let again = starts.count { places.contains($0 - season) || places.contains($0 + season) }
      if 2 * again >= starts.count { return true }
    }
    let distances = zip(starts, starts.dropFirst()).map { $1 - $0 }
    let equal = Dictionary(grouping: distances) { $0 }.values.map(\.count).max() ?? 0
    let span = distances.reduce(0, +)
    return equal > 1 && 2 * equal > distances.count && 2 * span >= known[known.count - 1] - known[0]
  }

  private static let fewestRows = 12
  /// The largest share of rows is one of so many.
  private static let smallestShare = 10
}
