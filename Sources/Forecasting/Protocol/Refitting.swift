import TimeSeries
import Training

/// A forecaster that can be fitted again, to more rows, without choosing anything again.
public protocol Refitting: Learner {
  /// Fits again with what the last fit has chosen.
  ///
  /// - Parameter windows: Windows of all rows; nothing is left to validate on.
  mutating func refit(
    on windows: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError)
}
