extension Frequency {
  /// The place of a stamp within a season of `season` steps, `0 ..< season`: it follows from the calendar alone.
  ///
  /// Steps are counted from a Monday at midnight, 0001-01-01, so that phases of days and weeks begin there.
  public func phase(of stamp: Timestamp, season: Int) -> Int {
    precondition(season > 0, "phase: a season of \(season) steps")
    let steps = stepCount(from: Timestamp(year: 1), to: stamp)
    return ((steps % season) + season) % season
  }
}
