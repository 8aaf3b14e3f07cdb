import Calendar

/// How far rows stand from the steps that they count as, where clocks are not exact.
package struct GridDeviation: Sendable {
  /// Rows that do not stand on their step.
  package private(set) var rowCount: Int
  /// The largest distance.
  package private(set) var largest: TimeStep

  /// nil where rows are not further off than stamps are rounded to.
  init?(_ fit: GridFit, _ stamps: [Timestamp], resolution: Int64) {
    let grid = fit.grid
    guard grid.tolerance > resolution else { return nil }
    var strays = fit.strays[...]
    var (count, most) = (0, Int64(0))
    for (row, stamp) in stamps.enumerated() {
      if strays.first == row {
        strays.removeFirst()
        continue
      }
      guard let position = grid.index(of: stamp) else { continue }
      let distance = stamp.nanoseconds(since: grid.stamp(at: position)).magnitude
      guard distance > 0 else { continue }
      (count, most) = (count + 1, max(most, Int64(clamping: distance)))
    }
    guard most > 0 else { return nil }
    (rowCount, largest) = (count, TimeStep(nanoseconds: most))
  }

  /// Counts the rows of another series too.
  package mutating func add(_ other: GridDeviation) {
    (rowCount, largest) = (rowCount + other.rowCount, max(largest, other.largest))
  }
}
