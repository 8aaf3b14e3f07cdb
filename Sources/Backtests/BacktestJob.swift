import Runs

/// A part of a backtest that is done at once: one model fitted once, on some of the series.
public struct BacktestJob: Sendable, Hashable {
  /// The model's place among those of the request.
  public let model: Int
  /// The cutoff at which it is fitted, as its place among the cutoffs; nil for the first one of each series, from which all are forecast.
  public let window: Int?
  /// The series, as indices of the panel.
  public let series: Range<Int>

  /// - Parameter window: Nil to fit once and forecast from all cutoffs.
  public init(model: Int, window: Int?, series: Range<Int>) {
    (self.model, self.window, self.series) = (model, window, series)
  }
}

/// The forecast of a series from one cutoff, in data units.
public struct BacktestForecast: Sendable, Equatable {
  /// The index of the series in the panel.
  public let series: Int
  /// The place of the cutoff among those of the backtest, the first one 0.
  public let window: Int
  /// Shape `[target, step]`; NaN where there is no forecast.
  public let values: [Double]
  /// For each level, shape `[target, step]`; NaN where there is no interval.
  public let lower: [[Double]], upper: [[Double]]

  /// - Parameters:
  ///   - values: Shape `[target, step]`.
  ///   - lower: One array of the same shape for each level.
  ///   - upper: One array of the same shape for each level.
  public init(series: Int, window: Int, values: [Double], lower: [[Double]], upper: [[Double]]) {
    (self.series, self.window, self.values) = (series, window, values)
    (self.lower, self.upper) = (lower, upper)
  }
}

/// What a job came to.
public struct BacktestForecasts: Sendable, Equatable {
  /// The forecasts, series by series.
  public let forecasts: [BacktestForecast]
  /// Channels of series that the model could not be fitted to: their last value is repeated.
  public let failureCount: Int
  /// Windows with too few rows for the model, which the seasonal naive forecast continues.
  public let shortCount: Int

  /// - Parameter failureCount: Channels of series that the model could not be fitted to.
  public init(forecasts: [BacktestForecast], failureCount: Int, shortCount: Int) {
    (self.forecasts, self.failureCount, self.shortCount) = (forecasts, failureCount, shortCount)
  }
}
