import Forecasters
import Forecasting
import Training

extension Fit {
  /// The data at the lookback with the smallest validation error, for a forecaster whose fit takes a moment; the data as
  /// it is where a lookback was asked for.
  func choosingLookback<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ data: PreparedData, _ loaded: ScaledData
  ) throws -> PreparedData {
    let longest = data.task.lookback
    let shorter = F.lookbackCandidates.filter { $0 < longest }
    guard request.lookback == nil, !shorter.isEmpty, !data.windows.validation.isEmpty else { return data }
    let trials = try (shorter + [longest]).map { lookback in
      var narrowed = request
      narrowed.lookback = lookback
      let data = lookback == longest ? data : try prepared(type, configuration, narrowed, loaded)
      return (data: data, error: try validationError(type, configuration, data))
    }
    guard let best = trials.min(by: { $0.error < $1.error }) else { return data }
    let rejected = trials.map(\.data.task.lookback).filter { $0 != best.data.task.lookback }
    return best.data.adding(choice: .lookback(best.data.task.lookback, rejected: rejected))
  }

  private func validationError<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ data: PreparedData
  ) throws -> Double {
    var forecaster = try make(type, configuration, data.task)
    var quiet = TrainingControl()
    quiet.isInterrupted = control.isInterrupted
    _ = try forecaster.fit(
      TrainingData(training: data.windows.training, validation: data.windows.validation),
      TrainingPlan(recipe: TrainingRecipe(), seed: request.seed, workers: request.workers), quiet)
    let errors = try score(
      forecaster, on: data.windows.validation, workers: request.workers, unless: control.isInterrupted)
    return errors.standardized.mseNorm
  }
}
