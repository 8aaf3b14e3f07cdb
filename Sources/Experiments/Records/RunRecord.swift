import Forecasting
import Persistence
import TimeSeries
import Training

/// What is kept of one run of a sweep, in one file.
public struct RunRecord: Sendable, Equatable {
  /// The newest format this version reads and the one it writes.
  public static let formatVersion = 1

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

  /// The name of the run; see ``RunSpecification/id``.
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
  /// Wall-clock time; other runs may have worked beside this one.
  public var seconds: FitSeconds
  /// SHA-256 of the learnt weights, in hexadecimal.
  public var weightsSHA256: String
  /// A few test windows with truth and forecast.
  public var samples: [SampleForecast]
  /// What an attention model attends to; empty for other models.
  public var attention: [AttentionMap]

  /// The result of a finished fit.
  public init(_ result: FitResult) {
    parameterCount = result.parameterCount
    (epochs, bestEpoch) = (result.summary.epochs, result.summary.bestEpoch)
    (validation, test, seconds) = (result.validation?.withoutSteps, result.test, result.seconds)
    weightsSHA256 = result.model.weightsSHA256
    (samples, attention) = (result.samples, result.attention)
  }
}

/// One test window with its forecast, in data units.
public struct SampleForecast: Sendable, Equatable {
  /// The position among the test windows, counted from 0.
  public var window: Int
  /// The time stamp of the first forecast row, as the data file writes it.
  public var start: String
  /// A few of the forecast channels.
  public var channels: [Channel]

  /// One channel of a window.
  public struct Channel: Sendable, Equatable {
    /// Name of the column.
    public var name: String
    /// The last rows before the forecast, at most as many as are forecast.
    public var history: [Float]
    /// What came, one value per step of the horizon.
    public var truth: [Float]
    /// What was forecast, one value per step of the horizon.
    public var forecast: [Float]

    /// - Parameter history: The last rows before the forecast.
    public init(name: String, history: [Float], truth: [Float], forecast: [Float]) {
      (self.name, self.history, self.truth, self.forecast) = (name, history, truth, forecast)
    }
  }

  /// - Parameter window: The position among the test windows, counted from 0.
  public init(window: Int, start: String, channels: [Channel]) {
    (self.window, self.start, self.channels) = (window, start, channels)
  }
}

/// How much some tokens attend to others, averaged over heads and a fixed batch of test windows.
public struct AttentionMap: Sendable, Equatable {
  /// What is shown, such as "channels" or "encoder layer 1".
  public var name: String
  /// Names of the attending tokens, one per row.
  public var rows: [String]
  /// Names of the tokens attended to, one per column.
  public var columns: [String]
  /// Shape `[row, column]`; rows add up to 1.
  public var weights: [[Float]]

  /// - Parameter weights: Shape `[row, column]`.
  public init(name: String, rows: [String], columns: [String], weights: [[Float]]) {
    (self.name, self.rows, self.columns, self.weights) = (name, rows, columns, weights)
  }
}
