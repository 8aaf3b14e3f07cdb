import Forecasting
import TimeSeries
import Training

extension Fit {
  /// A forecaster with the same seed trained again from the start, for as many epochs as led to its best weights; nil where none did.
  ///
  /// Nothing is left to choose an epoch by: the weights are those of the last one. The recipe stays, and with it how the learning rate
  /// changes from epoch to epoch.
  func retrained<F: Forecaster>(_ fitted: FittedForecaster<F>, on windows: WindowSet) throws -> F? {
    let (prepared, last) = (fitted.prepared, fitted.summary.bestEpoch)
    guard let recipe = prepared.recipe, last > 0 else { return nil }
    var forecaster = try make(F.self, prepared.configuration, prepared.data.task)
    var reached: F?
    var quiet = TrainingControl()
    quiet.observe = { model, epoch in if epoch == last { reached = model as? F } }
    quiet.isInterrupted = { [control] in reached != nil || control.isInterrupted() }
    _ = try forecaster.fit(
      to: TrainingData(
        training: prepared.withCalendar(windows).training, validation: prepared.windows.validation),
      plan(recipe), quiet)
    guard let reached else { throw TrainingError.interrupted }
    return reached
  }
}
