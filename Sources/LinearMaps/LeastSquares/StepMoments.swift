import Forecasting
import LeastSquares
import Tensors
import TimeSeries
import Training

/// All that linear least squares needs to know of windows of which targets may be missing, or beside which something is
/// known ahead: then each step of the target has a problem of its own.
///
/// The inputs are those of ``WindowMoments``, `[w_history − μ, …, σ]`, with columns known ahead and values of the series
/// before the offset, and a window counts at a step where its target was observed there. The second moments of the
/// histories are those of all windows less those of windows without the target; the latter, too, follow for all steps
/// from one matrix over the rows before each missing target.
public struct StepMoments: Sendable {
  private let lookback: Int
  private let horizon: Int
  private let stretches: [WindowStretch]
  /// Of the histories of all windows.
  private let histories: SlidingMoments
  /// `Σ v vᵀ` over missing targets with all their windows, where `v` are the `reach` rows before the target.
  private let beforeMissing: [Double]
  /// Rows before a target that any of its windows looks back on.
  private var reach: Int { lookback + horizon - 1 }

  /// - Parameters:
  ///   - targets: The target columns that share one map, counted from 0; nil for all.
  ///   - harmonics: Of the calendar that the windows have; nil for none.
  ///   - isInterrupted: Asked between columns, on the calling thread, whether to end without a result.
  /// - Throws: `TrainingError.interrupted`.
  /// - Precondition: There are windows.
  public init<Role>(
    of windows: Windows<Role>, targets: [Int]? = nil, harmonics: CalendarHarmonics? = nil, workers: Workers,
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    let (lookback, horizon) = (windows.lookback, windows.horizon)
    (self.lookback, self.horizon) = (lookback, horizon)
    let columns = windows.targetColumns
    let stretches = (targets.map { $0.map { columns[$0] } } ?? columns).flatMap { column in
      windows.segments.map { WindowStretch(column, of: $0, in: windows, harmonics: harmonics) }
    }
    self.stretches = stretches
    let sums = try workers.sums(
      over: stretches.count, from: Sums(lookback: lookback, horizon: horizon), unless: isInterrupted
    ) { index, sums in
      sums.add(stretches[index])
    }
    let total = sums.dropFirst().reduce(into: sums[0]) { $0.add($1) }
    (histories, beforeMissing) = (total.histories, total.beforeMissing)
  }

  /// Errors in the sums of squares: one for each window, channel and step with a target.
  public var errorCount: Int {
    stretches.reduce(0) { count, stretch in
      guard let observed = stretch.observed else { return count + stretch.count * horizon }
      return (0..<horizon).reduce(count) { count, step in
        observed[lookback + step..<lookback + step + stretch.count].reduce(count) { $0 + Int($1) }
      }
    }
  }

  /// The least squares problems of a step for windows centred in some ways; the offset's input is the last.
  public func normalEquations(step: Int, _ centrings: [WindowCentring]) -> [NormalEquations] {
    let histories = historyMoments(step: step)
    let extraCount =
      (stretches.first.map { $0.future.count + $0.phases.count + $0.fixed.count } ?? 0) + 1
    return centrings.map { centring in
      var system = StepSystem(lookback: lookback, extraCount: extraCount)
      for stretch in stretches { system.add(stretch, step: step, centring) }
      return system.equations(histories: histories)
    }
  }

  /// `Σ w[i] w[j]` on and below the diagonal, over the windows whose target was observed at a step.
  private func historyMoments(step: Int) -> [Double] {
    var moments = [Double](repeating: 0, count: lookback * lookback)
    let shift = horizon - 1 - step
    for i in 0..<lookback {
      for j in 0...i {
        moments[i * lookback + j] = histories[i, j] - beforeMissing[(shift + i) * reach + shift + j]
      }
    }
    for stretch in stretches {
      let rows = stretch.missingAtEnds(step: step, lookback: lookback, horizon: horizon)
      subtractOuterProducts(
        ofWindowsAt: rows.map { $0 - step - lookback }, in: stretch.values, width: lookback, from: &moments)
    }
    return moments
  }

  /// Sums over stretches.
  private struct Sums: Sendable {
    let lookback: Int
    let horizon: Int
    var histories: SlidingMoments
    var beforeMissing: [Double]

    init(lookback: Int, horizon: Int) {
      (self.lookback, self.horizon) = (lookback, horizon)
      histories = SlidingMoments(width: lookback, rows: lookback)
      let reach = lookback + horizon - 1
      beforeMissing = Array(repeating: 0, count: reach * reach)
    }

    mutating func add(_ stretch: WindowStretch) {
      histories.add(windowsOf: Array(stretch.values[..<(stretch.count + lookback - 1)]))
      let rows = stretch.missingInside(lookback: lookback, horizon: horizon)
      addOuterProducts(
        ofRowsBefore: rows, in: stretch.values, to: &beforeMissing, width: lookback + horizon - 1)
    }

    mutating func add(_ other: Sums) {
      histories.add(other.histories)
      for index in beforeMissing.indices { beforeMissing[index] += other.beforeMissing[index] }
    }
  }
}

extension WindowStretch {
  /// Rows that are missing as a target at every step.
  func missingInside(lookback: Int, horizon: Int) -> [Int] {
    let (first, end) = (lookback + horizon - 1, lookback + count)
    guard let observed, first < end else { return [] }
    return (first..<end).filter { observed[$0] == 0 }
  }

  /// Rows that are missing as a target at a step and are not at every step.
  func missingAtEnds(step: Int, lookback: Int, horizon: Int) -> [Int] {
    guard let observed else { return [] }
    let inside = lookback + horizon - 1..<max(lookback + horizon - 1, lookback + count)
    return (lookback + step..<lookback + step + count).filter { observed[$0] == 0 && !inside.contains($0) }
  }
}
