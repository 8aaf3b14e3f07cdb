/// Values that stand for none: zeros of a closed shop or a sensor without power, fill values such as -9999.
package enum Outages {
  /// The rows of such a value, two or more.
  ///
  /// It is the smallest or the largest one, takes a tenth of the known rows at most, and no other value is near: those of other rows keep twice their
  /// range away, or a quarter of it where it is zero. What comes again a season later, such as days on which a shop is closed, is no
  /// outage, and neither is one that the last row is part of: nobody knows whether it ends.
  package static func rows(of values: [Double], season: Int) -> [Int] {
    let known = values.indices.filter { !values[$0].isNaN }
    guard known.count >= fewestRows, let last = known.last else { return [] }
    let present = known.map { values[$0] }
    for value in [present.min(), present.max()].compactMap(\.self) where values[last] != value {
      let rows = known.filter { values[$0] == value }
      guard rows.count >= 2, rows.count * smallestShare <= known.count, isFar(value, from: present),
        !comesAgain(rows, season)
      else { continue }
      return rows
    }
    return []
  }

  private static func isFar(_ value: Double, from values: [Double]) -> Bool {
    let others = values.filter { $0 != value }
    guard let low = others.min(), let high = others.max(), low < high else { return false }
    let distance = min(abs(low - value), abs(high - value))
    return distance >= (value == 0 ? 0.25 : 2) * (high - low)
  }

  /// Whether half of the stretches begin a season before or behind another one.
  private static func comesAgain(_ rows: [Int], _ season: Int) -> Bool {
    guard season > 1 else { return false }
    let all = Set(rows)
    let starts = Set(rows.filter { !all.contains($0 - 1) })
    let again = starts.count { starts.contains($0 - season) || starts.contains($0 + season) }
    return 2 * again >= starts.count
  }

  private static let fewestRows = 12
  /// The largest share of rows is one of so many.
  private static let smallestShare = 10
}
