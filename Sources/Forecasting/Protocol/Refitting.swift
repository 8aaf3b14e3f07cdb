import TimeSeries
import Training

/// A forecaster that can be fitted again, to more rows, without choosing anything again.
public protocol Refitting: Learner {
  /// Whether a fit to a part of the rows takes a moment and leaves nothing of the last fit, so that intervals can be made of the
  /// residuals of such fits; for forecasters that look back unless stated.
  var isCheapToRefit: Bool { get }

  /// Fits again with what the last fit has chosen.
  ///
  /// - Parameter windows: Windows of all rows; nothing is left to validate on.
  mutating func refit(
    on windows: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError)

  /// Fits again, after `others` to the same windows; see ``Learner/fit(_:_:_:after:)``. Unless stated nothing is taken over.
  mutating func refit(
    on windows: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl, after others: [any Forecaster]
  ) throws(TrainingError)
}

extension Refitting {
  /// Nothing is taken over.
  public mutating func refit(
    on windows: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl, after others: [any Forecaster]
  ) throws(TrainingError) {
    try refit(on: windows, plan, control)
  }
}

extension Refitting where Self: ForecasterKind {
  /// Those without lookback are fitted to each series by itself, which may take long.
  public var isCheapToRefit: Bool { Self.looksBack }
}
