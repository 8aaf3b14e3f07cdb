import Forecasting
import TimeSeries
import Training

/// A forecaster whose test windows nobody has looked at.
struct FittedForecaster<F: Forecaster> {
  /// Fitted to the training rows.
  let forecaster: F
  /// What it was fitted from.
  let prepared: PreparedFit<F>
  /// With everything that the fit chose.
  let description: ModelDescription
  /// Epochs and why they ended.
  let summary: TrainingSummary
  /// Errors over the validation windows; nil if the split has none, or the fit was interrupted.
  let validation: ForecastScore?
  /// Made of the residuals of the validation windows; nil where they are too few.
  let intervals: ForecastIntervals?
  /// Whether the checkpoint is of this fit.
  let ownsCheckpoint: Bool
  /// What the stages took.
  let clock: StageClock
  /// What was said of the forecaster before it was fitted.
  let notes: [String]
}
