import TimeSeries

/// The facts of a forecasting problem, as far as a forecaster needs them.
public struct ForecastTask: Sendable, Equatable {
  /// Number of past rows a forecast is made from.
  public let lookback: Int
  /// Number of future rows that are forecast.
  public let horizon: Int
  /// Number of channels in the history.
  public let channelCount: Int
  /// Which of the channels are scored and reported; all of them unless only one target was asked for.
  public let targetChannels: [Int]
  /// The step between rows; nil where it is unknown.
  public let frequency: Frequency?

  /// - Parameter targetChannels: Indices below `channelCount`, in the order they are reported.
  /// - Parameter frequency: The step between rows; nil where it is unknown.
  public init(
    lookback: Int, horizon: Int, channelCount: Int, targetChannels: [Int]? = nil, frequency: Frequency? = nil
  ) {
    precondition(lookback > 0 && horizon > 0 && channelCount > 0, "ForecastTask: sizes must be positive")
    self.lookback = lookback
    self.horizon = horizon
    self.channelCount = channelCount
    self.targetChannels = targetChannels ?? Array(0..<channelCount)
    self.frequency = frequency
  }
}
