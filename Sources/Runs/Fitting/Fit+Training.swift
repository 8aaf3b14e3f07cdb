import Forecasting
import TimeSeries
import Training

extension Fit {
  /// What a forecaster is trained by.
  ///
  /// - Parameter recipe: Nil for one that has nothing to train, and takes no notice.
  func plan(_ recipe: TrainingRecipe? = nil) -> TrainingPlan {
    TrainingPlan(recipe: recipe ?? TrainingRecipe(), seed: request.seed, workers: request.workers)
  }

  /// Fits a forecaster to the training windows, from a checkpoint where it is to go on; one that was fitted to choose its lookback is
  /// taken as it is.
  ///
  /// - Returns: Beside the summary whether the checkpoint is of this fit.
  package func train<F: Forecaster>(
    _ forecaster: inout F, _ prepared: PreparedFit<F>
  ) throws -> (summary: TrainingSummary, ownsCheckpoint: Bool) {
    if let trial = prepared.trial {
      forecaster = trial.forecaster
      trial.events.forEach(control.report)
      return (trial.summary, false)
    }
    var control = control
    var keeper: CheckpointKeeper?
    if let place = checkpoint {
      let settings = prepared.description.json
      if resumes { control.checkpoint = try CheckpointFile.read(place.path, settings: settings) }
      let writing = CheckpointKeeper(place, settings: settings)
      control.save = { (checkpoint) throws(TrainingError) in try writing.save(checkpoint) }
      keeper = writing
    }
    let windows = prepared.windows
    watchAttention(&control, on: windows.validation)
    let summary = try choosing(prepared.data) {
      try forecaster.fit(to: TrainingData(windows), plan(prepared.recipe), control)
    }
    // What scoring needs is kept too: it may be interrupted.
    try keeper?.flush()
    return (summary, resumes || keeper?.hasWritten == true)
  }
}

extension Forecaster {
  /// Fits to the training windows; an error names their file.
  package mutating func fit(
    to data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    do { return try fit(data, plan, control) } catch { throw error.of(data.source) }
  }
}

extension Forecaster where Self: Refitting {
  /// Fits again to the training windows; an error names their file.
  package mutating func refit(
    to data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    do { try refit(on: data, plan, control) } catch { throw error.of(data.source) }
  }
}

extension TrainingData {
  /// The name of the file.
  fileprivate var source: String { training.data.panel.source }
}
