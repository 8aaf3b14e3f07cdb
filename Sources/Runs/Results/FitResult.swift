import Forecasting
import TimeSeries
import Training

/// What is known before training begins.
public struct FitPreview {
  /// The model to be.
  public let description: ModelDescription
  /// Number of values to be learnt.
  public let parameterCount: Int
  /// The series that are fitted.
  public let rows: Panel
  /// Warnings about the data, one line each.
  public let notes: [String]
  /// What was chosen for the user, one line each.
  public var choices: [FitChoice] = []
  /// Whether the model has a lookback.
  public var looksBack = true
}

/// What was chosen for the user, who might have chosen otherwise.
public enum FitChoice: Sendable, Equatable {
  /// The lookback with the smallest validation error, and those with larger ones.
  case lookback(Int, rejected: [Int])
}

/// What a fit came to.
public struct FitResult: Sendable {
  /// The model with its description.
  public let model: ModelFile
  /// Whether the model was fitted again to all rows after it had been scored.
  public var isRefit: Bool { model.description.isRefit }
  /// Number of learnt values of the model.
  public let parameterCount: Int
  /// Epochs and why they ended.
  public let summary: TrainingSummary
  /// Errors over the validation windows; nil if the split has none, or the fit was interrupted.
  public let validation: ForecastScore?
  /// Errors over the test windows; nil if the split has none, or the fit was interrupted.
  public let test: ForecastScore?
  /// How the intervals of the model did on the test windows, level by level; empty without intervals.
  public let testIntervals: [IntervalScore]
  /// How the quantiles of the model did on the test windows; nil without any.
  public let testQuantiles: QuantileScore?
  /// Test errors of forecasts that cost next to nothing, by name.
  public let baselines: [(name: String, test: ForecastScore)]
  /// What should be known about the baselines, one line each.
  public let notes: [String]
  /// A few test windows with their forecasts, if they were asked for.
  public let samples: [SampleForecast]
  /// What an attention model attends to, if samples were asked for.
  public let attention: [AttentionMap]
  /// Whether the checkpoint that stands in its place is of this fit, to be removed when the model is safe.
  public let ownsCheckpoint: Bool
  /// The forecasters the model was chosen from; empty if it was given.
  public var candidates: [CandidateScore] = []
  /// Why the choice came out as it did; nil if the model was given.
  public var reason: ChoiceReason?
  /// Wall-clock time.
  public var seconds: FitSeconds
}

/// Wall-clock time of the stages of a fit.
public struct FitSeconds: Sendable, Equatable {
  /// Reading, splitting and scaling, and the fits that choose a lookback.
  public var load = 0.0
  /// Training with validation; next to nothing where the fit that chose the lookback is the model's.
  public var train = 0.0
  /// Everything.
  public var total = 0.0
}

/// Measures the stages.
struct StageClock {
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var seconds = FitSeconds()

  mutating func finish(_ stage: WritableKeyPath<FitSeconds, Double>) {
    let now = ContinuousClock.now
    seconds[keyPath: stage] = (now - last) / .seconds(1)
    last = now
  }

  func total() -> FitSeconds {
    var result = seconds
    result.total = (ContinuousClock.now - start) / .seconds(1)
    return result
  }
}
