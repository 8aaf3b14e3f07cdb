import Forecasting
import Layers
import LocalForecasters
import Persistence
import Tensors
import TimeSeries
import Training

/// A forecaster that is part of a combination.
struct AutoMember: Sendable, Predictor {
  /// What a file says of it.
  let stored: Auto.StoredMember
  /// Columns that are hidden from it.
  let hidden: Set<ColumnRole>
  /// The step between rows.
  let frequency: Frequency?
  var forecaster: any Forecaster

  /// A member before its fit, or before its learnt values are put in.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is none, or does not fit the task.
  init(
    _ stored: Auto.StoredMember, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    guard let type = ForecasterCatalog.forecaster(named: stored.model), stored.lookback <= task.lookback
    else {
      throw .invalidValue(
        key: "members", value: stored.model, accepted: "forecasters that look back \(task.lookback) rows")
    }
    self = try Self.made(type, stored, task, &generator)
  }

  private init(
    stored: Auto.StoredMember, hidden: Set<ColumnRole>, frequency: Frequency?, forecaster: any Forecaster
  ) {
    (self.stored, self.hidden) = (stored, hidden)
    (self.frequency, self.forecaster) = (frequency, forecaster)
  }

  private static func made<F: Forecaster>(
    _ type: F.Type, _ stored: Auto.StoredMember, _ task: ForecastTask, _ generator: inout SeededGenerator
  ) throws(ConfigurationError) -> AutoMember {
    let configuration = try F.Configuration(json: JSONReader(stored.configuration, path: "members"))
    try configuration.check()
    let hidden = F.unused(of: task)
    let own = task.hiding(hidden).lookingBack(stored.lookback)
    guard F.calendarFeatures(configuration, for: own) == nil else {
      throw .invalidValue(
        key: "members", value: stored.model, accepted: "forecasters that do not look at the calendar")
    }
    return AutoMember(
      stored: stored, hidden: hidden, frequency: task.frequency,
      forecaster: leavingOddRowsOut(try F(configuration, for: own, using: &generator)))
  }

  /// A local model that leaves out rows that say nothing of later ones, anything else as it is.
  private static func leavingOddRowsOut(_ forecaster: any Forecaster) -> any Forecaster {
    guard var local = forecaster as? any LocalForecaster else { return forecaster }
    local.fits.leavesOddRowsOut = true
    return local
  }

  /// The same after a fit that has chosen a configuration.
  func fitted(_ forecaster: any Forecaster, _ configuration: JSONValue) -> AutoMember {
    AutoMember(
      stored: .init(model: stored.model, lookback: stored.lookback, configuration: configuration),
      hidden: hidden, frequency: frequency, forecaster: forecaster)
  }

  /// Windows as the member is given them.
  func windows<Role>(_ windows: Windows<Role>) -> Windows<Role> {
    windows.lookingBack(stored.lookback).hiding(hidden)
  }

  /// The windows of a fit as the member is given them.
  func windows(_ data: TrainingData) -> TrainingData {
    TrainingData(training: windows(data.training), validation: windows(data.validation))
  }

  /// What values stay below with some probabilities; nil where the forecaster states no law. How far plain rules are off says little of
  /// combinations with others.
  func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast? {
    guard !(forecaster is any PlainForecaster) else { return nil }
    return (forecaster as? any QuantilePredictor)?.quantiles(of: own(batch), at: probabilities)
  }

  /// What each of the models forecasts that the forecaster combines, `[batch, channel, model, horizon]`; nil where it combines none.
  func modelForecasts(of batch: Batch) -> [Double]? {
    (forecaster as? any LocalForecaster)?.fits.modelForecasts(own(batch))
  }

  /// Whether the forecaster states a law of its own.
  var statesLaw: Bool { (forecaster as? any QuantilePredictor)?.statesLaw ?? false }

  /// Whether it is a stack that has found nothing on its folds that is surely better than the last value.
  var repeatsLastValue: Bool { (forecaster as? LinearStack)?.isLastValue ?? false }

  /// The combination's windows as the member is given them.
  func own(_ batch: Batch) -> Batch { batch.lookingBack(stored.lookback, frequency).hiding(hidden) }

  /// Forecasts batches of the combination's windows.
  func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    let forecast = forecaster.predicting(windows: windowCount)
    return { batch in forecast(own(batch)) }
  }
}

extension ForecastTask {
  /// The same problem with a shorter history.
  func lookingBack(_ rows: Int) -> ForecastTask {
    ForecastTask(
      lookback: rows, horizon: horizon, channelCount: channelCount, targetChannels: targetChannels,
      futureCount: futureCount, fixedCount: fixedCount, frequency: frequency)
  }
}
