import Calendar

/// How often each difference of consecutive stamps occurs, in nanoseconds.
package struct StepCounts {
  /// Of steps above 0.
  private(set) var counts: [Int128: Int] = [:]
  /// Steps above 0.
  private(set) var count = 0
  /// Stamps that equal the one before.
  private(set) var repeatCount = 0
  /// The most frequent step; 0 when there is none.
  private(set) var mode: Int128 = 0
  private(set) var modeCount = 0

  /// - Parameter stamps: Never decreasing.
  init(_ stamps: [Timestamp]) {
    var (run, runLength) = (Int128(0), 0)
    for row in stamps.indices.dropFirst() {
      let step = stamps[row].nanoseconds(since: stamps[row - 1])
      if step == run {
        runLength += 1
      } else {
        counts[run, default: 0] += runLength
        (run, runLength) = (step, 1)
      }
    }
    counts[run, default: 0] += runLength
    repeatCount = counts.removeValue(forKey: 0) ?? 0
    for (step, occurrences) in counts {
      count += occurrences
      if occurrences > modeCount || (occurrences == modeCount && step < mode) {
        (mode, modeCount) = (step, occurrences)
      }
    }
  }

  /// Whether nine of ten steps are within a tenth of the one in the middle, or what stamps are rounded to.
  func areNearlyEqual(_ resolution: Int64) -> Bool {
    let (median, resolution) = (median, Int128(resolution))
    guard median > 0, resolution <= median / 4 else { return false }
    let slack = UInt128(max(median / 10, resolution))
    let near = counts.reduce(0) { ($1.key - median).magnitude <= slack ? $0 + $1.value : $0 }
    return near * 10 >= count * 9
  }

  /// Whether no step is shorter than one, but for what stamps are rounded to.
  func areNoShorter(than step: TimeStep, _ resolution: Int64) -> Bool {
    guard step.divisor == 1, let shortest = counts.keys.min() else { return false }
    return shortest + Int128(resolution) >= Int128(step.nanoseconds)
  }

  /// The step in the middle.
  var median: Int128 { step(atRank: count / 2) }

  /// The step of a rank from 0, the shortest first; 0 where there are fewer.
  func step(atRank rank: Int) -> Int128 {
    var rest = rank
    for (step, occurrences) in counts.sorted(by: { $0.key < $1.key }) {
      if rest < occurrences { return step }
      rest -= occurrences
    }
    return 0
  }

  /// Whether all but a few steps are multiples of the usual one, and each of these few is half an hour or an hour off, as where clocks are
  /// put forward or back.
  var showsClockChange: Bool {
    guard mode > 0 else { return false }
    var changes = 0
    for (step, occurrences) in counts where !step.isMultiple(of: mode) {
      guard Self.isClockChange(step, from: mode) else { return false }
      changes += occurrences
    }
    return changes > 0 && (changes == 1 || changes * 40 <= count)
  }

  /// Whether a step is off a multiple of the usual one by half an hour or an hour.
  static func isClockChange(_ step: Int128, from mode: Int128) -> Bool {
    let hour = Int128(TimeStep.hour.nanoseconds)
    let rest = step % mode
    return [hour, hour / 2].contains { mode > $0 && (rest == $0 || rest == mode - $0) }
  }

  /// The most frequent step as one; `nil` when it is 0 or longer than three centuries.
  var modeStep: TimeStep? { Self.step(mode) }

  package static func step(_ span: Int128) -> TimeStep? {
    guard span > 0, let nanoseconds = Int64(exactly: span) else { return nil }
    return TimeStep(nanoseconds: nanoseconds)
  }
}
