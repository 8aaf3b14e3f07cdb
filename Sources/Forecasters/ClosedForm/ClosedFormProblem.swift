import Forecasting
import LeastSquares
import LinearMaps
import Tensors
import TimeSeries
import Training

/// The windows that maps are fitted to or scored on.
enum ClosedFormWindows: Sendable {
  /// Where nothing is missing and nothing known beside the histories, or windows with missing values are left out: the runs of every
  /// target.
  case runs([[RunMoments]], lookback: Int, horizon: Int)
  /// Elsewhere, step by step.
  case training(TrainingWindows, CalendarHarmonics?)
  /// As `training`.
  case validation(ValidationWindows, CalendarHarmonics?)

  /// Whether there is no window.
  var isEmpty: Bool {
    switch self {
    case .runs(let runs, _, _): runs.allSatisfy { $0.allSatisfy { $0.windowCount == 0 } }
    case .training(let windows, _): windows.isEmpty
    case .validation(let windows, _): windows.isEmpty
    }
  }

  /// The least squares problems of some targets that share a map; nil for all.
  func problem(
    targets: [Int]?, workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> ClosedFormProblem {
    switch self {
    case .runs(let runs, let lookback, let horizon):
      let chosen = (targets.map { $0.map { runs[$0] } } ?? runs).flatMap(\.self)
      return .whole(
        try WindowMoments(
          of: chosen, lookback: lookback, horizon: horizon, workers: workers, unless: isInterrupted))
    case .training(let windows, let harmonics):
      return .steps(
        try StepMoments(
          of: windows, targets: targets, harmonics: harmonics, workers: workers, unless: isInterrupted),
        count: windows.horizon)
    case .validation(let windows, let harmonics):
      return .steps(
        try StepMoments(
          of: windows, targets: targets, harmonics: harmonics, workers: workers, unless: isInterrupted),
        count: windows.horizon)
    }
  }
}

/// The least squares problem of all steps together, or of each step.
enum ClosedFormProblem: Sendable {
  case whole(WindowMoments)
  case steps(StepMoments, count: Int)

  /// Problems that are solved one by one.
  var blockCount: Int {
    switch self {
    case .whole: 1
    case .steps(_, let count): count
    }
  }

  /// Errors in the sums of squares.
  var errorCount: Int {
    switch self {
    case .whole(let moments): moments.errorCount
    case .steps(let moments, _): moments.errorCount
    }
  }

  /// The problem of a block, once for each centring.
  func equations(
    _ block: Int, _ centrings: [WindowCentring], _ workers: Workers
  ) -> [NormalEquations] {
    switch self {
    case .whole(let moments):
      workers.map(count: centrings.count) { moments.normalEquations(centrings[$0]) }
    case .steps(let moments, _): moments.normalEquations(step: block, centrings)
    }
  }
}

extension ClosedFormProblem {
  /// The equations of all steps for one centring.
  func equations(_ centring: WindowCentring) -> StepEquations {
    switch self {
    case .whole(let moments): .shared(moments.normalEquations(centring))
    case .steps(let moments, _): .each { moments.normalEquations(step: $0, [centring])[0] }
    }
  }
}

/// A way of fitting, and the map of all channels that it starts from.
struct ClosedFormJob: Sendable {
  let candidate: ClosedFormCandidate
  /// Whether it starts from the map of all channels: a shrunk map is drawn to it, the pooled one of a single channel is it.
  var needsCommon = false
  /// The coefficients of the map of all channels, `[horizon, input]`; nil where it has none.
  var common: [Double]?
}

/// What a way of fitting came to.
struct ClosedFormOutcome: Sendable {
  /// Shape `[horizon, input]`, the offset last.
  var coefficients: [Double] = []
  /// Summed over the windows that were scored.
  var squaredError = 0.0
}

extension Workers {
  /// Solves every job, and scores it on other windows; nil for jobs without a solution.
  ///
  /// - Parameter keepsCoefficients: Whether the solutions are wanted, and not their errors alone.
  /// - Throws: `TrainingError.interrupted`.
  func outcomes(
    of jobs: [ClosedFormJob], _ training: ClosedFormProblem, scoring: ClosedFormProblem?,
    keepsCoefficients: Bool, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [ClosedFormOutcome?] {
    let centrings = jobs.map(\.candidate.centring).unique
    var outcomes = [ClosedFormOutcome?](repeating: ClosedFormOutcome(), count: jobs.count)
    func take(_ found: [ClosedFormOutcome?], into places: Range<Int>) {
      for (place, outcome) in zip(places, found) {
        guard let outcome else {
          outcomes[place] = nil
          continue
        }
        if keepsCoefficients { outcomes[place]?.coefficients += outcome.coefficients }
        outcomes[place]?.squaredError += outcome.squaredError
      }
    }
    if training.blockCount == 1, case .whole = training {
      let block = ClosedFormBlock(0, training, scoring, centrings, self)
      // As many as there are threads at a time, so that an interruption waits for one solution only.
      for first in stride(from: 0, to: jobs.count, by: threadCount) {
        if isInterrupted() { throw .interrupted }
        let places = first..<min(jobs.count, first + threadCount)
        take(map(count: places.count) { block.outcome(of: jobs[first + $0]) }, into: places)
      }
      return outcomes
    }
    for first in stride(from: 0, to: training.blockCount, by: 2 * threadCount) {
      if isInterrupted() { throw .interrupted }
      let found = map(count: min(2 * threadCount, training.blockCount - first)) { index in
        let block = ClosedFormBlock(first + index, training, scoring, centrings, self)
        return jobs.map { block.outcome(of: $0) }
      }
      for outcomes in found { take(outcomes, into: jobs.indices) }
    }
    return outcomes
  }
}

/// The equations of one block of steps.
private struct ClosedFormBlock: Sendable {
  private let index: Int
  private let centrings: [WindowCentring]
  private let training: [NormalEquations]
  private let scoring: [NormalEquations]

  init(
    _ index: Int, _ training: ClosedFormProblem, _ scoring: ClosedFormProblem?,
    _ centrings: [WindowCentring], _ workers: Workers
  ) {
    (self.index, self.centrings) = (index, centrings)
    self.training = training.equations(index, centrings, workers)
    self.scoring = scoring?.equations(index, centrings, workers) ?? []
  }

  func outcome(of job: ClosedFormJob) -> ClosedFormOutcome? {
    guard let place = centrings.firstIndex(of: job.candidate.centring) else { return nil }
    let equations = training[place]
    let size = equations.inputSize * equations.outputSize
    let common = job.common.map { Array($0[index * size..<(index + 1) * size]) }
    let solution: [Double]?
    if job.needsCommon, common == nil || job.candidate.scope == .pooled {
      solution = common
    } else {
      solution = equations.solution(
        ridge: Double(job.candidate.ridge), shrinkage: Double(job.candidate.shrinkage), towards: common,
        freeInputs: 1
      )
    }
    return solution.map { coefficients in
      ClosedFormOutcome(
        coefficients: coefficients,
        squaredError: scoring.isEmpty ? 0 : scoring[place].squaredError(of: coefficients))
    }
  }
}

extension [WindowCentring] {
  fileprivate var unique: [WindowCentring] {
    indices.filter { firstIndex(of: self[$0]) == $0 }.map { self[$0] }
  }
}
