import Forecasting
import LocalModels
import TimeSeries
import Training

/// An untrained forecaster that states how far off it may be, by the law of the local model that forecasts the same.
///
/// The law is that of R's `naive`, `snaive`, `rwf` and `meanf`: its variance is that of the errors over the rows of the fit, is stored with
/// the model, and stands around the forecast from any later row. Of a model file of before, which holds none, and of other series it is that
/// of the rows up to the forecast. It stands where residuals do not reach: these know more of how far a rule is off that seldom fits the rows.
public protocol PlainForecaster: UntrainedForecaster, QuantilePredictor, SeriesBound, Summarizing {
  /// The local model as it was fitted, which forecasts `horizon` rows.
  var law: LocalFits { get set }
}

extension PlainForecaster {
  /// Rows of the forecast.
  public var horizon: Int { law.horizon }

  /// False: residuals are asked first, however few.
  public var statesLaw: Bool { false }

  /// Finds the variance of the errors over the training rows.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    try refit(on: data, plan, control)
    return TrainingSummary(ending: .untrained)
  }

  /// Finds the variance of the errors over all rows; where the law is one of each history there is nothing to find.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    guard !law.fitsHistories else { return }
    do { try law.fit(data.training, plan.workers, unless: control.isInterrupted) } catch {
      // Forecasts need no law: rows without any value leave it open.
      guard case .notFitted = error else { throw error }
    }
  }

  /// The quantiles of the law around the forecasts.
  public func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast {
    law.quantileForecast(batch, at: probabilities, around: forecast(batch))
  }

  /// The law of each channel of each series.
  public var namedNumbers: [(name: String, values: [Double])] { law.named }

  /// None: no forecast depends on what is stored of the law.
  public var parameterCount: Int { 0 }

  /// The forecaster with the law of a model file, if that has one.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> Self {
    guard !learnt.tensors.isEmpty || !learnt.numbers.isEmpty else { return self }
    var restored = self
    restored.law = try law.restored(from: learnt)
    return restored
  }

  /// The laws of the series of another panel.
  public func bound(to series: [Int?]) -> any Forecaster {
    var copy = self
    copy.law = law.bound(to: series)
    return copy
  }

  /// The law of each channel of each series.
  public func summary(channels: [String], future: [String], series: [String]) -> [String] {
    law.summary(channels: channels, future: future, series: series)
  }
}
