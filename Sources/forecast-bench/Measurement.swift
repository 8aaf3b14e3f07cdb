import Platform

/// The times of repeated runs.
struct Measurement {
  /// Seconds of each run in rising order.
  private let seconds: [Double]
  /// Largest resident memory in bytes, of the process that did the work.
  let peakMemory: Int

  /// Fewer runs have no median worth the name.
  private static let leastRuns = 3

  /// Warms up, then runs `task` until `seconds` are over.
  ///
  /// - Parameter serialStretch: Seconds of other work on the calling thread before each run.
  init(of task: BenchmarkTask, seconds limit: Double, serialStretch: Double = 0) throws {
    let warmUp = ContinuousClock.now
    repeat { _ = try task.run() } while elapsed(since: warmUp) < limit / 5
    var (times, childPeak): ([Double], Int?) = ([], nil)
    let start = ContinuousClock.now
    while times.count < Self.leastRuns || elapsed(since: start) < limit {
      if serialStretch > 0 { BusyLoop.compute(seconds: serialStretch) }
      let begin = ContinuousClock.now
      let memory = try task.run()
      times.append(elapsed(since: begin))
      childPeak = [childPeak, memory].compactMap(\.self).max()
    }
    seconds = times.sorted()
    peakMemory = childPeak ?? Host.peakMemory
  }

  /// Number of runs.
  var count: Int { seconds.count }
  /// Half of the runs took longer.
  var median: Double { (seconds[(count - 1) / 2] + seconds[count / 2]) / 2 }
  /// The time of all runs together, divided by their number.
  var mean: Double { seconds.reduce(0, +) / Double(count) }
  /// The shortest run.
  var shortest: Double { seconds[0] }
  /// The longest run.
  var longest: Double { seconds[count - 1] }
}

private func elapsed(since start: ContinuousClock.Instant) -> Double {
  (ContinuousClock.now - start) / .seconds(1)
}
