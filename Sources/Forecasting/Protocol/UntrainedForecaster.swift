import Tensors
import TimeSeries
import Training

/// A forecaster that learns no numbers: it continues each channel by itself, in data units and in double precision.
public protocol UntrainedForecaster: Forecaster, Refitting {
  /// Rows of the forecast.
  var horizon: Int { get }

  /// Whether ``continuing(_:into:)`` takes fewer rows than the lookback, so that series too short for it are continued all the same.
  static var continuesShortHistories: Bool { get }

  /// Continues one channel of one window.
  ///
  /// - Parameters:
  ///   - history: The last rows, `[lookback]`, in any unit: the forecast is in the same.
  ///   - forecast: Where the forecast goes, `[horizon]`.
  func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>)

  /// Continues one channel of one window of which some rows are missing, by those that were observed.
  ///
  /// - Parameters:
  ///   - history: The last rows, `[lookback]`, in data units; missing values are no numbers, and some value is one.
  ///   - forecast: Where the forecast goes, `[horizon]`.
  /// - Returns: Whether it did; otherwise the history is filled and continued as a whole one.
  func continuing(observed history: Span<Double>, into forecast: inout MutableSpan<Double>) -> Bool
}

extension UntrainedForecaster {
  /// False: a history is as long as the lookback.
  public static var continuesShortHistories: Bool { false }

  /// Leaves missing rows to be filled.
  public func continuing(observed history: Span<Double>, into forecast: inout MutableSpan<Double>) -> Bool {
    false
  }

  /// There is no recipe.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Forecasts in data units; in standardised ones where the batch knows no others.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast { continuingHistories }

  /// Forecasts every window by its history.
  public var continuingHistories: @Sendable (Batch) -> Forecast {
    { batch in
      let channelCount = batch.history.shape[1]
      let values = batch.units.map { forecasts(batch, $0) } ?? forecasts(ofStandardized: batch.history)
      guard batch.units == nil else {
        return Forecast(units: values, batch: batch.count, channelCount: channelCount, horizon: horizon)
      }
      return Forecast(
        point: Tensor(shape: [batch.count, channelCount, horizon], values: values.map { Float($0) }))
    }
  }

  private func forecasts(_ batch: Batch, _ units: HistoryUnits) -> [Double] {
    let channelCount = batch.history.shape[1]
    return filling(rows: batch.count * channelCount) { row, forecast in
      let (channel, origin) = (row % channelCount, batch.origins[row / channelCount])
      if batch.observed != nil, isContinued(channel, at: origin, units, into: &forecast) { return }
      units.withHistory(channel, at: origin) { continuing($0, into: &forecast) }
    }
  }

  /// Whether a window of which rows are missing, but not all, is continued by those that were observed.
  private func isContinued(
    _ channel: Int, at origin: WindowOrigin, _ units: HistoryUnits, into forecast: inout MutableSpan<Double>
  ) -> Bool {
    units.withPast(channel, at: origin) { past in
      let history = past.extracting(origin.row..<past.count)
      let missing = history.indices.count { history[$0].isNaN }
      guard missing > 0, missing < history.count else { return false }
      return continuing(observed: history, into: &forecast)
    }
  }

  private func forecasts(ofStandardized history: Tensor) -> [Double] {
    let lookback = history.size(ofAxis: -1)
    let values = history.values.map { Double($0) }
    return filling(rows: history.count / lookback) { row, forecast in
      continuing(values.span.extracting(row * lookback..<(row + 1) * lookback), into: &forecast)
    }
  }

  /// One forecast after another, `[row, horizon]`.
  private func filling(rows: Int, _ fill: (Int, inout MutableSpan<Double>) -> Void) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rows * horizon)
    var forecast = [Double](repeating: 0, count: horizon)
    for row in 0..<rows {
      var span = forecast.mutableSpan
      fill(row, &span)
      values += forecast
    }
    return values
  }

  /// Leaves everything as it is.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    TrainingSummary(ending: .untrained)
  }

  /// Leaves everything as it is.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {}

  /// Nothing is learnt.
  public var namedTensors: [(name: String, value: Tensor)] { [] }

  /// The forecaster itself.
  public func replacingTensors(_ values: [Tensor]) -> Self { self }
}

/// The configuration of a forecaster that has no settings.
public struct NothingToSet: ForecasterConfiguration {
  /// The only value.
  public init() {}
  /// None.
  public static let fields: [ConfigurationField<Self>] = []
}
