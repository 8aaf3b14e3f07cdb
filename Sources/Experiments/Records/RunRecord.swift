import Forecasting
import Persistence
import Runs
import TimeSeries
import Training

/// What is kept of one run of a sweep, in one file.
public struct RunRecord: Sendable, Equatable {
  /// The newest format this version reads and the one it writes; since format 2 a record ends with its digest.
  public static let formatVersion = 2

  /// What decided the result.
  public var specification: RunSpecification
  /// The data file as the sweep names it.
  public var data: String
  /// The instruction set of the kernels, on which the last digits depend.
  public var instructionSet: String
  /// The program and the machine; nil in records that do not say. The result does not depend on it.
  public var environment: RunEnvironment?
  /// How the run ended.
  public var outcome: Outcome

  /// How a run ended.
  public enum Outcome: Sendable, Equatable {
    /// It came to its end.
    case finished(RunResult)
    /// It could not be finished, for this reason in one or two lines.
    case failed(String)
  }

  /// - Parameter data: The data file as the sweep names it.
  public init(
    _ specification: RunSpecification, data: String, instructionSet: String,
    environment: RunEnvironment? = nil, outcome: Outcome
  ) {
    (self.specification, self.data) = (specification, data)
    (self.instructionSet, self.environment, self.outcome) = (instructionSet, environment, outcome)
  }

  /// The name of the run; see `RunSpecification.id`.
  public var id: String { specification.id }

  /// The result; nil for a failed run.
  public var result: RunResult? {
    if case .finished(let result) = outcome { result } else { nil }
  }

  /// Why the run failed; nil if it did not.
  public var failure: String? {
    if case .failed(let reason) = outcome { reason } else { nil }
  }
}

/// What a run came to.
public struct RunResult: Sendable, Equatable {
  /// Number of learnt values.
  public var parameterCount: Int
  /// Every epoch in order, with training loss and validation error; empty without training.
  public var epochs: [EpochReport]
  /// The epoch whose weights were kept, counted from 1; 0 without training.
  public var bestEpoch: Int
  /// Errors over the validation windows, without single steps; nil if the split has none.
  public var validation: ForecastScore?
  /// Errors over the test windows with every step of the horizon; nil if the split has none.
  public var test: ForecastScore?
  /// How the intervals did on the test windows, level by level.
  public var testIntervals: [IntervalScore]
  /// The best, the median and the worst series; nil for a wide file.
  public var series: SeriesSummary?
  /// Wall-clock time; other runs may have worked beside this one.
  public var seconds: FitSeconds
  /// SHA-256 of the learnt weights, in hexadecimal.
  public var weightsSHA256: String
  /// A few test windows with truth and forecast.
  public var samples: [SampleForecast]
  /// What an attention model attends to; empty for other models.
  public var attention: [AttentionMap]
  /// What a choosing forecaster was made of, and what else it tried; empty for others.
  public var members: [RunMember] = []

  /// The result of a finished fit.
  public init(_ result: FitResult) {
    parameterCount = result.parameterCount
    (epochs, bestEpoch) = (result.summary.epochs, result.summary.bestEpoch)
    (validation, test, seconds) = (
      result.validation?.withoutSteps.withoutSeries, result.test?.withoutSeries, result.seconds
    )
    testIntervals = result.testIntervals
    series = SeriesSummary(result.test, names: result.model.description.series.members.map(\.id))
    weightsSHA256 = result.model.weightsSHA256
    (samples, attention) = (result.samples, result.attention)
    members = result.candidates.map { RunMember($0) }
  }
}
