extension Frequency {
  /// The place of a stamp, or of the last row before it, within a season of `season` steps, `0 ..< season`: it follows
  /// from the calendar alone.
  ///
  /// Spans count from Monday 1970-01-05, months from year 0, counters from 0. Rounded stamps of fractional steps need
  /// their grid: ``TimeGrid/phase(of:season:)``.
  public func phase(of stamp: Timestamp, season: Int) -> Int {
    precondition(season > 0, "phase: a season of \(season) steps")
    return ordinal(of: stamp).ordinal.floorModulo(season)
  }
}
