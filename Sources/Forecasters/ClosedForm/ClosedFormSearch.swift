import Forecasting
import LinearMaps
import Tensors
import TimeSeries
import Training

/// Windows to fit on and windows to score on that choose among candidates.
struct ClosedFormFold: Sendable {
  let training: ClosedFormWindows
  let scoring: ClosedFormWindows
}

/// The mean squared errors of all candidates, and the best of them.
struct ClosedFormSearch: Sendable {
  private let candidates: [ClosedFormCandidate]
  private let targetCount: Int
  private let workers: Workers

  init(_ candidates: [ClosedFormCandidate], targetCount: Int, workers: Workers) {
    (self.candidates, self.targetCount, self.workers) = (candidates, targetCount, workers)
  }

  /// Whether each target has a map of its own.
  private var isEach: Bool { candidates.contains { $0.scope != .pooled } }

  /// The mean squared error of each candidate over the scored windows of all folds, one row for each map: all targets, or every
  /// target; nil for candidates without a solution. With them, of a map that all targets share, the coefficients of each on the last fold.
  func errors(
    _ folds: [ClosedFormFold], unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> (rows: [[Double?]], maps: [[Double]?]) {
    var maps: [[Double]?] = []
    let groups: [[Int]?] = isEach ? (0..<targetCount).map { [$0] } : [nil]
    var sums = groups.map { _ in [Double?](repeating: 0, count: candidates.count) }
    var counts = groups.map { _ in 0 }
    for fold in folds {
      let common = isEach ? try self.common(fold.training, candidates, unless: isInterrupted) : nil
      let jobs = candidates.indices.map {
        ClosedFormJob(
          candidate: candidates[$0], needsCommon: isEach && candidates[$0].scope != .own,
          common: common?[$0] ?? nil)
      }
      for (row, targets) in groups.enumerated() {
        let training = try fold.training.problem(targets: targets, workers: workers, unless: isInterrupted)
        let scoring = try fold.scoring.problem(targets: targets, workers: workers, unless: isInterrupted)
        guard scoring.errorCount > 0 else { continue }
        let outcomes = try workers.outcomes(
          of: jobs, training, scoring: scoring, keepsCoefficients: !isEach, unless: isInterrupted)
        if !isEach { maps = outcomes.map { $0?.coefficients } }
        for (place, outcome) in outcomes.enumerated() {
          sums[row][place] = sums[row][place].flatMap { sum in outcome.map { sum + $0.squaredError } }
        }
        counts[row] += scoring.errorCount
      }
    }
    guard candidates.count == 1 || !counts.contains(0) else { throw .choiceNeedsValidation }
    return (zip(sums, counts).map { row, count in row.map { $0.map { $0 / Double(max(1, count)) } } }, maps)
  }

  /// The coefficients of the maps, `[horizon, input]`: one for all targets, or one for each.
  ///
  /// - Parameter choices: The candidate of each map.
  /// - Throws: `TrainingError.singularSystem` where one has no solution.
  func solutions(
    _ windows: ClosedFormWindows, _ choices: [ClosedFormCandidate], isEach: Bool,
    unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [[Double]] {
    let common = isEach ? try self.common(windows, choices, unless: isInterrupted) : nil
    var solutions: [[Double]] = []
    for (row, choice) in choices.enumerated() {
      let job = ClosedFormJob(
        candidate: choice, needsCommon: isEach && choice.scope != .own, common: common?[row] ?? nil)
      if choice.scope == .pooled, let known = job.common {
        solutions.append(known)
        continue
      }
      let problem = try windows.problem(
        targets: isEach ? [row] : nil, workers: workers, unless: isInterrupted)
      let outcome = try workers.outcomes(
        of: [job], problem, scoring: nil, keepsCoefficients: true, unless: isInterrupted)[0]
      guard let outcome else { throw .singularSystem }
      solutions.append(outcome.coefficients)
    }
    return solutions
  }

  /// The same maps with the smallest absolute error instead of the smallest squared one.
  func absolute(
    _ solutions: [[Double]], _ windows: ClosedFormWindows, of training: TrainingWindows,
    _ harmonics: CalendarHarmonics?, _ choices: [ClosedFormCandidate], isEach: Bool,
    unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [[Double]] {
    let common = isEach ? try self.common(windows, choices, unless: isInterrupted) : nil
    func map(
      _ choice: ClosedFormCandidate, from start: [Double], targets: [Int]?, towards prior: [Double]? = nil
    ) throws(TrainingError) -> [Double] {
      let problem = try windows.problem(targets: targets, workers: workers, unless: isInterrupted)
      return try AbsoluteErrorMap(of: training, targets: targets, choice.centring, harmonics: harmonics)
        .coefficients(
          from: start, equations: problem.equations(choice.centring),
          AbsoluteErrorMap.Penalty(
            ridge: Double(choice.ridge), shrinkage: Double(choice.shrinkage), towards: prior),
          workers: workers, unless: isInterrupted)
    }
    // Maps of all channels, which others are or are drawn to.
    var pooled: [(choice: ClosedFormCandidate, map: [Double])] = []
    var found: [[Double]] = []
    for (row, choice) in choices.enumerated() {
      if let start = common?[row], !pooled.contains(where: { $0.choice == choice.pooled }) {
        pooled.append((choice.pooled, try map(choice.pooled, from: start, targets: nil)))
      }
      let known = choice.scope == .own ? nil : pooled.first { $0.choice == choice.pooled }?.map
      if choice.scope == .pooled, let known {
        found.append(known)
      } else {
        let targets = isEach ? [row] : nil
        found.append(try map(choice, from: solutions[row], targets: targets, towards: known))
      }
    }
    return found
  }

  /// The coefficients of the map of all channels for each candidate that needs one.
  private func common(
    _ windows: ClosedFormWindows, _ candidates: [ClosedFormCandidate], unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [[Double]?] {
    let ways = candidates.filter { $0.scope != .own }.map(\.pooled)
    let unique = ways.indices.filter { ways.firstIndex(of: ways[$0]) == $0 }.map { ways[$0] }
    guard !unique.isEmpty else { return candidates.map { _ in nil } }
    let problem = try windows.problem(targets: nil, workers: workers, unless: isInterrupted)
    let outcomes = try workers.outcomes(
      of: unique.map { ClosedFormJob(candidate: $0) }, problem, scoring: nil, keepsCoefficients: true,
      unless: isInterrupted)
    return candidates.map { candidate in
      guard candidate.scope != .own, let place = unique.firstIndex(of: candidate.pooled) else { return nil }
      return outcomes[place]?.coefficients
    }
  }
}
