import Forecasters
import Forecasting
import Training

/// A fit that was made to choose a lookback.
struct LookbackTrial<F: Forecaster> {
  /// Fitted.
  let forecaster: F
  let summary: TrainingSummary
  /// What happened while it was.
  let events: [TrainingEvent]
}

extension Fit {
  /// The data at the lookback with the smallest validation error, for a forecaster whose fit takes a moment, and that fit; the data as
  /// it is where a lookback was asked for.
  func choosingLookback<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ data: PreparedData, _ loaded: ScaledData
  ) throws -> (data: PreparedData, trial: LookbackTrial<F>?) {
    let longest = data.task.lookback
    let shorter = F.lookbackCandidates.filter { $0 < longest }
    guard request.lookback == nil, !shorter.isEmpty, !data.windows.validation.isEmpty else {
      return (data, nil)
    }
    // Trials with the squared error take a moment, and are compared by it.
    var quick = configuration
    if let key = F.lossKey, (try? quick.set(key, to: "mse")) == nil { quick = configuration }
    let trials = try (shorter + [longest]).map { lookback in
      var narrowed = request
      narrowed.lookback = lookback
      let data = lookback == longest ? data : try prepared(type, configuration, narrowed, loaded)
      let trial = try trial(type, quick, data)
      return (data: data, trial: trial, error: try validationError(trial.forecaster, data))
    }
    guard let best = trials.min(by: { $0.error < $1.error }) else { return (data, nil) }
    let rejected = trials.map(\.data.task.lookback).filter { $0 != best.data.task.lookback }
    let chosen = best.data.adding(choice: .lookback(best.data.task.lookback, rejected: rejected))
    let isTheFit = quick.json == configuration.json && best.trial.summary.ending != .interrupted
    return (chosen, isTheFit ? best.trial : nil)
  }

  private func trial<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ data: PreparedData
  ) throws -> LookbackTrial<F> {
    var forecaster = try make(type, configuration, data.task)
    var events: [TrainingEvent] = []
    var quiet = control.quiet
    quiet.report = { events.append($0) }
    let summary = try forecaster.fit(to: TrainingData(data.windows), plan(), quiet)
    return LookbackTrial(forecaster: forecaster, summary: summary, events: events)
  }

  private func validationError(_ forecaster: some Forecaster, _ data: PreparedData) throws -> Double {
    let errors = try score(
      forecaster, on: data.windows.validation, workers: request.workers, unless: control.isInterrupted)
    return errors.standardized.mseNorm
  }
}
