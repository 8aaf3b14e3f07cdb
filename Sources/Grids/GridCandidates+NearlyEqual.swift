import Calendar
import Stamps

extension GridCandidates {
  /// Steps that differ only because stamps are rounded (1/30 s to a microsecond), or because clocks are not exact.
  mutating func addNearlyEqual() {
    // Clocks that were put forward once are exact: between two such changes no step is longer or shorter.
    guard steps.count >= 4, !steps.showsClockChange, let median = Int64(exactly: steps.median) else { return }
    if let grid = nearlyEqual(median, tolerance: resolution), resolution * 2 < median {
      add(grid, penalty: 1)
    }
    let strayLimit = GridFit.strayLimit(stamps.count)
    if isAcceptable(strays: strayLimit) || stamps.count < 12 { return }
    if let slack = Self.slack(ofStep: median, resolution), let grid = nearlyEqual(median, tolerance: slack) {
      add(grid.aligned(to: stamps), penalty: 2)
    }
    // More than a few rows that are on no step have no mistyped stamps.
    if !isAcceptable(strays: strayLimit / 4) { addWaiting() }
  }

  private func isAcceptable(strays limit: Int) -> Bool {
    fits.contains { $0.isAcceptable(rowCount: stamps.count) && $0.strays.count <= limit }
  }

  /// Loggers that wait a time after each row: what the rows take adds up, until it is more than the time itself.
  ///
  /// The time is one that people set, and no step is shorter. Each row counts as the nearest step; now and then one has no row.
  private mutating func addWaiting() {
    guard steps.areNearlyEqual(resolution) else { return }
    let short = Double(steps.step(atRank: steps.count / 20))
    let set = TimeStep.usual.last { step in
      let length = Double(step.nanoseconds)
      return length >= short * 0.99 && length <= short * 1.005 && steps.areNoShorter(than: step, resolution)
    }
    if let set { add(Self.waiting(set, from: stamps[0]), penalty: 3) }
  }

  /// Full multiples of a step, of which each stamp has a nearest one.
  private static func waiting(_ step: TimeStep, from start: Timestamp) -> TimeGrid {
    let origin = Timestamp(seconds: 4 * 86_400)
    let first = origin.advanced(
      byNanoseconds: step.span(step.count(nearest: start.nanoseconds(since: origin))))
    return TimeGrid(
      start: first, frequency: .span(step), count: 0, tolerance: step.nanoseconds / step.divisor / 2)
  }

  /// How far inexact clocks may be from steps of so many nanoseconds; nil where stamps are too coarse to tell.
  private static func slack(ofStep step: Int64, _ resolution: Int64) -> Int64? {
    resolution <= step / 10 ? step / 10 : nil
  }

  /// The grid of a known step for clocks that are not exact; nil for steps that need exact ones.
  static func inexact(
    _ frequency: Frequency, from start: Timestamp, _ stamps: [Timestamp], _ form: StampForm?
  ) -> TimeGrid? {
    guard case .span(let step) = frequency, step < .day, form?.isCounter != true,
      let slack = slack(ofStep: step.nanoseconds / step.divisor, form?.resolution ?? 1)
    else { return nil }
    return TimeGrid(start: start, frequency: frequency, count: 0, tolerance: slack).aligned(to: stamps)
  }

  /// The grid of a known step that a logger waits; nil where one is shorter, or they are no equal ones.
  static func waiting(_ frequency: Frequency, _ stamps: [Timestamp], _ form: StampForm?) -> TimeGrid? {
    guard case .span(let step) = frequency, let start = stamps.first else { return nil }
    let (steps, resolution) = (StepCounts(stamps), form?.resolution ?? 1)
    let isWaiting = steps.areNearlyEqual(resolution) && steps.areNoShorter(than: step, resolution)
    return isWaiting ? waiting(step, from: start) : nil
  }

  /// The step for which every stamp is within `tolerance` of a multiple after the first, but for a few.
  private func nearlyEqual(_ median: Int64, tolerance: Int64) -> TimeGrid? {
    let slack = Double(tolerance)
    var (low, high) = (Double(median) - slack, Double(median) + slack)
    var (count, strays, before) = (0.0, 0, 0.0)
    for stamp in stamps.dropFirst() {
      let span = Double(stamp.nanoseconds(since: stamps[0]))
      let added = ((span - before) / ((low + high) / 2)).rounded()
      guard added > 0 else { continue }
      let (least, most) = ((span - slack) / (count + added), (span + slack) / (count + added))
      guard least <= high, most >= low else {
        strays += 1
        if strays > GridFit.strayLimit(stamps.count) { return nil }
        continue
      }
      (low, high, count, before) = (max(low, least), min(high, most), count + added, span)
    }
    let isRounded = tolerance == resolution
    guard let step = Self.simplest(low / 1e9, high / 1e9, isRounded: isRounded) else { return nil }
    return TimeGrid(start: stamps[0], frequency: .span(step), count: 0, tolerance: tolerance)
  }

  /// The step of the shortest text between two numbers of seconds: a multiple of a usual unit, then the fraction with the smallest denominator
  /// where stamps are rounded (1/30 s), the shortest decimal where clocks are not exact.
  static func simplest(_ low: Double, _ high: Double, isRounded: Bool) -> TimeStep? {
    let units: [Int64] = [3600, 1800, 900, 600, 300, 60, 30, 15, 10, 5, 1]
    let usual = units.map { $0 * TimeStep.second } + [500, 100, 50, 10, 5, 1].map { $0 * 1_000_000 }
    let finer: [Int64] = isRounded ? [] : [100_000, 10_000, 1000, 100, 10, 1]
    if let step = multiple(usual + finer, low, high) { return step }
    guard let (top, bottom) = fraction(low, high, depth: 0), top > 0, bottom < 1 << 30 else { return nil }
    let (nanoseconds, isTooLarge) = top.multipliedReportingOverflow(by: TimeStep.second)
    return isTooLarge ? nil : TimeStep(nanoseconds: nanoseconds, dividedBy: bottom)
  }

  /// The multiple of the first of some units, in nanoseconds, that has one between two numbers of seconds.
  private static func multiple(_ units: [Int64], _ low: Double, _ high: Double) -> TimeStep? {
    for unit in units {
      let count = (low * 1e9 / Double(unit)).rounded(.up)
      if count >= 1, count * Double(unit) <= high * 1e9 { return TimeStep(nanoseconds: Int64(count) * unit) }
    }
    return nil
  }

  /// The fraction with the smallest denominator in an interval (Stern and Brocot), by continued fractions.
  private static func fraction(_ low: Double, _ high: Double, depth: Int) -> (Int64, Int64)? {
    guard depth < 20, low.isFinite, high.isFinite, high < 1e12 else { return nil }
    let up = low.rounded(.up)
    if up <= high { return (Int64(up), 1) }
    let whole = low.rounded(.down)
    guard let (top, bottom) = fraction(1 / (high - whole), 1 / (low - whole), depth: depth + 1) else {
      return nil
    }
    let (product, isTooLarge) = Int64(whole).multipliedReportingOverflow(by: top)
    return isTooLarge ? nil : (product + bottom, top)
  }
}

extension TimeGrid {
  /// The grid moved to the middle of its rows' deviations, or to full multiples of its step where these are near.
  fileprivate func aligned(to stamps: [Timestamp]) -> TimeGrid {
    guard case .span(let step) = frequency else { return self }
    let deviations = stamps.map { stamp in
      let span = stamp.nanoseconds(since: start)
      return span - step.span(step.count(nearest: span))
    }.sorted()
    let middle = start.advanced(byNanoseconds: deviations[deviations.count / 2])
    let origin = Timestamp(seconds: 4 * 86_400)
    let full = origin.advanced(
      byNanoseconds: step.span(step.count(nearest: middle.nanoseconds(since: origin))))
    let isNear = full.nanoseconds(since: middle).magnitude <= UInt128(tolerance / 2)
    return TimeGrid(start: isNear ? full : middle, frequency: frequency, count: 0, tolerance: tolerance)
  }
}

extension TimeStep {
  /// What people set a logger to, the shortest first: parts of a second, a minute, an hour and a day.
  fileprivate static let usual: [TimeStep] = {
    let parts: [Int64] = [1, 2, 4, 5, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500]
    let sixtieths: [Int64] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]
    let hours: [Int64] = [1, 2, 3, 4, 6, 8, 12]
    let seconds = sixtieths + sixtieths.map { $0 * 60 } + hours.map { $0 * 3600 }
    return parts.map { TimeStep(nanoseconds: $0 * 1_000_000) } + seconds.map { .seconds($0) }
  }()
}
