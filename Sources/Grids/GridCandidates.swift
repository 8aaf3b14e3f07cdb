import Calendar
import Stamps

/// The grids that stamps may stand on, the simplest first.
struct GridCandidates {
  let stamps: [Timestamp]
  let steps: StepCounts
  /// Nanoseconds by which two stamps differ at least.
  let resolution: Int64
  private(set) var fits: [GridFit] = []

  /// - Parameter stamps: Never decreasing, at least two of them different.
  init(_ stamps: [Timestamp], _ steps: StepCounts, form: StampForm?) {
    (self.stamps, self.steps, resolution) = (stamps, steps, form?.resolution ?? 1)
    guard let step = steps.modeStep else {
      addMonths()
      return
    }
    if form?.isCounter == true {
      add(.counter(step))
      return
    }
    let day = Int128(TimeStep.day.nanoseconds), median = steps.median
    if median * 2 >= 55 * day { addMonths() }
    add(.span(step))
    if isExplained { return }
    if median >= day && median < 5 * day { addWeekdays() }
    if median * 2 > 9 * day && median < 20 * day { addMonthDays() }
    guard median < day, !isNearlyExplained else { return }
    addSessions(step)
    if fits.allSatisfy({ !$0.isAcceptable(rowCount: stamps.count) }) { addNearlyEqual() }
  }

  /// Whether the last grid leaves nothing to explain.
  private var isExplained: Bool { fits.contains { $0.cost < 0.5 } }

  /// Whether a grid leaves out so little that no session can be behind it.
  private var isNearlyExplained: Bool {
    fits.contains { $0.isAcceptable(rowCount: stamps.count) && $0.missing * 50 < $0.hits }
  }

  /// The grid that explains most; among equals the simplest.
  var best: GridFit? { fits.min { $0.cost < $1.cost } }

  /// The same among grids that all rows are on, however many positions have none.
  var exact: GridFit? { fits.filter(\.strays.isEmpty).min { $0.cost < $1.cost } }

  /// A grid whose start is the first row that `isOn` it.
  mutating func add(_ frequency: Frequency, penalty: Double = 0, where isOn: (Timestamp) -> Bool) {
    guard let start = stamps.first(where: isOn) else { return }
    fits.append(GridFit(TimeGrid(start: start, frequency: frequency, count: 0), stamps, penalty: penalty))
  }

  mutating func add(_ grid: TimeGrid, penalty: Double) {
    fits.append(GridFit(grid, stamps, penalty: penalty))
  }

  /// Equal steps, in the phase of most rows.
  private mutating func add(_ frequency: Frequency) {
    guard case .span(let step) = frequency else {
      if case .counter(let step) = frequency { addByPhase(frequency, step) }
      return
    }
    let length = step.nanoseconds / TimeStep.second
    guard length > 0, step.nanoseconds.isMultiple(of: TimeStep.second) else {
      return addByPhase(frequency, step)
    }
    let phase = { (stamp: Timestamp) in
      stamp.seconds.floorModulo(length) * TimeStep.second + Int64(stamp.nanosecond)
    }
    let usual = Self.mode(stamps.lazy.map(phase))
    add(frequency) { phase($0) == usual }
  }

  private mutating func addByPhase(_ frequency: Frequency, _ step: TimeStep) {
    let phase = { (stamp: Timestamp) in
      stamp.nanoseconds(since: Timestamp(seconds: 0)).floorModulo(Int128(step.nanoseconds))
    }
    let usual = Self.mode(stamps.lazy.map(phase))
    add(frequency) { phase($0) == usual }
  }

  /// The most frequent value; runs are counted at once.
  static func mode<Value: Hashable & Comparable>(_ values: some Sequence<Value>) -> Value? {
    var counts: [Value: Int] = [:]
    var run: Value?, length = 0
    for value in values {
      if value == run {
        length += 1
      } else {
        if let run { counts[run, default: 0] += length }
        (run, length) = (value, 1)
      }
    }
    if let run { counts[run, default: 0] += length }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The time of day of most rows, in nanoseconds.
  var usualTime: Int64? { Self.mode(stamps.lazy.map(\.nanosecondsOfDay)) }
}

extension Timestamp {
  var nanosecondsOfDay: Int64 { secondsOfDay * TimeStep.second + Int64(nanosecond) }
}
